import bert from '../../data/models/bert-large.json' with { type: 'json' };
import dit from '../../data/models/dit-xl-2.json' with { type: 'json' };
import llama from '../../data/models/llama-3.1-8b.json' with { type: 'json' };
import palm from '../../data/models/palm-540b.json' with { type: 'json' };
import resnet50 from '../../data/models/resnet50.json' with { type: 'json' };
import vit from '../../data/models/vit-l-16.json' with { type: 'json' };
import whisper from '../../data/models/whisper-large-v3.json' with { type: 'json' };
import { diffusionTransformer } from './diffusion.js';
import { speechDecoder, speechEncoder } from './speech.js';
import { visionTransformer } from './vision.js';
import type { Settings } from './settings.js';
import { decoder, type DecoderHyper } from './decoder.js';
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

function decoderModel(data: Described, hyper: DecoderHyper): Model {
  return {
    ...described(data),
    settings: {
      phase: { kind: 'choice', choices: ['prefill', 'decode'], default: 'decode' },
      batch,
      context: { kind: 'whole', least: 1, greatest: hyper.positions, default: Math.min(2048, hyper.positions) },
    },
    build: (settings) => {
      const phase = settings.choice('phase') === 'prefill' ? 'prefill' : 'decode';
      const run = { phase, batch: settings.whole('batch'), context: settings.whole('context') } as const;
      const count = phase === 'prefill' ? run.batch * run.context : run.batch;
      return graph(decoder(hyper, run), { of: 'token', count });
    },
  };
}

/** A model that takes images and nothing else. */
function imageModel(data: Described, operations: (images: number) => readonly Operation[]): Model {
  return {
    ...described(data),
    settings: { batch },
    build: (settings) => graph(operations(settings.whole('batch')), { of: 'sample', count: settings.whole('batch') }),
  };
}

const whisperModel: Model = {
  ...described(whisper),
  settings: {
    phase: { kind: 'choice', choices: ['encode', 'decode'], default: 'decode' },
    batch,
    context: { kind: 'whole', least: 1, greatest: whisper.hyper.positions, default: whisper.hyper.positions },
  },
  build: (settings) => {
    const count = settings.whole('batch');
    const encoder = speechEncoder(whisper.hyper, count);
    const decoder = speechDecoder(whisper.hyper, count, settings.whole('context'));
    const isEncoder = settings.choice('phase') === 'encode';
    const made = graph(isEncoder ? encoder : decoder, { of: isEncoder ? 'sample' : 'token', count });
    return { ...made, parameters: parametersOf(encoder) + parametersOf(decoder) };
  },
};

export const models: readonly Model[] = [
  resnetModel,
  bertModel,
  decoderModel(llama, llama.hyper),
  decoderModel(palm, { ...palm.hyper, parallel: true, tied: true }),
  imageModel(vit, (images) => visionTransformer(vit.hyper, images)),
  imageModel(dit, (images) => diffusionTransformer(dit.hyper, images)),
  whisperModel,
];

/** The model of a name or an alias. */
export function findModel(name: string): Model | undefined {
  return models.find((model) => model.name === name || model.aliases.includes(name));
}

type Described = Pick<Model, 'name' | 'aliases' | 'parameters' | 'source'>;

function described(data: Described): Omit<Model, 'settings' | 'build'> {
  const { name, aliases, parameters, source } = data;
  return { name, aliases, parameters, source };
}

function graph(operations: readonly Operation[], yields: WorkloadGraph['yields']): Omit<WorkloadGraph, 'name'> {
  return { operations, parameters: parametersOf(operations), yields, notes: [] };
}

function parametersOf(operations: readonly Operation[]): number {
  return operations.reduce((total, operation) => total + operation.repeat * operation.parameters, 0);
}
