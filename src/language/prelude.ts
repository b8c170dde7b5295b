import { builtins, dtypes, measures, phases, runs } from '../ir/index.js';
import type { Entity, EnumEntity, Names } from './entities.js';

const nowhere = { start: 0, end: 0 };

/** What part of a language model's work a workload is. */
export const phaseEnum: EnumEntity = preludeEnum('Phase', phases);

/** How a clock's reset is taken. */
export const resetEnum: EnumEntity = preludeEnum('Reset', ['sync', 'async']);

function preludeEnum(name: string, cases: readonly string[]): EnumEntity {
  return { kind: 'enum', name, file: '', at: nowhere, cases, node: undefined };
}

/** The names that every file knows: number types, built-in functions, measures and runs. */
export const prelude: Names = {
  file: '',
  parent: undefined,
  nameless: false,
  names: new Map<string, Entity>([
    ...[...dtypes.keys()].map((name) => [name, { kind: 'dtype', name }] as const),
    ...[...builtins.keys()].map((name) => [name, { kind: 'builtin', name }] as const),
    ...measures.map((name) => [name, { kind: 'measure', name }] as const),
    ...runs.map((name) => [name, { kind: 'run', name }] as const),
  ]),
};
