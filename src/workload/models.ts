import bert from '../../data/models/bert-large.json' with { type: 'json' };
import llama from '../../data/models/llama-3.1-8b.json' with { type: 'json' };
import resnet50 from '../../data/models/resnet50.json' with { type: 'json' };
import type { Settings } from './settings.js';
import { decoder } from './decoder.js';
import { encoder } from './encoder.js';
import { resnet } from './resnet.js';
import type { SettingDeclaration } from './settings.js';
import type { Operation, WorkloadGraph } from './types.js';

/** A built-in model: what it takes, and what it becomes. */
export interface Model {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly settings: Readonly<Record<string, SettingDeclaration>>;
  /** The published number of parameters, which the graph's must equal. */
  readonly parameters: number;
  readonly source: string;
  readonly build: (settings: Settings) => Omit<WorkloadGraph, 'name'>;
}

const batch: SettingDeclaration = { kind: 'whole', least: 1, greatest: 65536, default: 1 };

const resnetModel: Model = {
  ...described(resnet50),
  settings: { batch },
  build: (settings) =>
    graph(resnet(resnet50.hyper, settings.whole('batch')), { of: 'sample', count: settings.whole('batch') }),
};

const bertModel: Model = {
  ...described(bert),
  settings: {
    batch,
    sequence: { kind: 'whole', least: 1, greatest: bert.hyper.positions, default: bert.hyper.positions },
  },
  build: (settings) => {
    const sequences = settings.whole('batch');
    return graph(encoder(bert.hyper, sequences, settings.whole('sequence')), { of: 'sample', count: sequences });
  },
};

const llamaModel: Model = {
  ...described(llama),
  settings: {
    phase: { kind: 'choice', choices: ['prefill', 'decode'], default: 'decode' },
    batch,
    context: { kind: 'whole', least: 1, greatest: llama.hyper.positions, default: 2048 },
  },
  build: (settings) => {
    const phase = settings.choice('phase') === 'prefill' ? 'prefill' : 'decode';
    const run = { phase, batch: settings.whole('batch'), context: settings.whole('context') } as const;
    const count = phase === 'prefill' ? run.batch * run.context : run.batch;
    return graph(decoder(llama.hyper, run), { of: 'token', count });
  },
};

export const models: readonly Model[] = [resnetModel, bertModel, llamaModel];

/** The model of a name or an alias. */
export function findModel(name: string): Model | undefined {
  return models.find((model) => model.name === name || model.aliases.includes(name));
}

function described(data: Pick<Model, 'name' | 'aliases' | 'parameters' | 'source'>): Omit<Model, 'settings' | 'build'> {
  const { name, aliases, parameters, source } = data;
  return { name, aliases, parameters, source };
}

function graph(operations: readonly Operation[], yields: WorkloadGraph['yields']): Omit<WorkloadGraph, 'name'> {
  const parameters = operations.reduce((total, operation) => total + operation.repeat * operation.parameters, 0);
  return { operations, parameters, yields, notes: [] };
}
