import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { instanceSteps, listNames, type Design, type Instance, type Mapping } from '../ir/index.js';
import type { DesignDefinition } from './design.js';
import { callerOf } from './origin.js';
import type { Rate, WorkloadDefinition } from './workload.js';

/** The operand classes that every operation has. */
export type OperandClass = 'input' | 'weight' | 'output';

/** What a mapping pins of a workload with dimensions `D` and tensors `T`. */
export interface MappingScope<D extends string, T extends string> {
  /** `spatial k over core.cols;` */
  spatial(dimension: D, axis: string): void;
  /** `order n, p, q at l2;` */
  order(dimensions: readonly D[], level: string): void;
  /** `tile k = 64 at l2;` */
  tile(dimension: D, size: number, level: string): void;
  /** `bypass weight at l2;` */
  bypass(tensors: readonly (T | OperandClass)[], level: string): void;
}

/** A mapping written with the builder. */
export interface MappingDefinition {
  readonly kind: 'mapping-definition';
  readonly name: string;
  readonly workload: string;
  readonly design: string;
  /** Where it was written. */
  readonly origin: Origin | undefined;
  /** What is pinned, and what is wrong with it on the design as elaborated. */
  readonly elaborate: (on: Design) => readonly [Mapping | undefined, readonly Diagnostic[]];
}

type Check = (on: Design) => readonly Diagnostic[];

/** Pins part of how a workload runs on a design: `mapping('m', product, chip, (m) => { m.spatial('k', 'core.cols'); })`. */
export function mapping<R extends Rate, D extends string, T extends string>(
  name: string,
  workload: WorkloadDefinition<R, D, T>,
  design: DesignDefinition,
  body: (m: MappingScope<D, T>) => void,
): MappingDefinition {
  const pinned: { readonly [K in 'spatial' | 'orders' | 'tiles' | 'bypasses']: Mapping[K][number][] } = {
    ...{ spatial: [], orders: [], tiles: [], bypasses: [] },
  };
  const checks: Check[] = [];
  const extents = extentsOf(workload);
  const { dimensions: ranks, tensors } = workload;
  const known = (code: 'E742' | 'E746', names: readonly string[], all: readonly string[], at: Origin | undefined) => {
    const missing = names.filter((each) => !all.includes(each));
    const twice = names.filter((each, index) => names.indexOf(each) < index);
    checks.push(() => [
      ...missing.map((each) =>
        diagnostic(code, at, { workload: workload.name, name: each, known: listNames(new Set(all)) }),
      ),
      ...twice.map((each) => diagnostic('E216', at, { name: each })),
    ]);
  };
  const level = (path: string, at: Origin | undefined): void =>
    void checks.push((on) => levelProblems(on, path.split('.'), at));
  const scope: MappingScope<D, T> = {
    spatial: (dimension, axis) => {
      const at = callerOf(scope.spatial);
      known('E742', [dimension], ranks, at);
      checks.push((on) => axisProblems(on, axis.split('.'), at));
      pinned.spatial.push({ dimension, axis });
    },
    order: (dimensions, path) => {
      const at = callerOf(scope.order);
      known('E742', dimensions, ranks, at);
      level(path, at);
      pinned.orders.push({ dimensions, level: path });
    },
    tile: (dimension, size, path) => {
      const at = callerOf(scope.tile);
      known('E742', [dimension], ranks, at);
      checks.push(() => sizeProblems(dimension, size, extents.get(dimension) ?? Infinity, at));
      level(path, at);
      pinned.tiles.push({ dimension, size, level: path });
    },
    bypass: (passed, path) => {
      const at = callerOf(scope.bypass);
      known('E746', passed, ['input', 'weight', 'output', ...tensors], at);
      level(path, at);
      pinned.bypasses.push({ tensors: passed, level: path });
    },
  };
  body(scope);
  const made: Mapping = { schema: 'accel-mapping/1', name, workload: workload.name, design: design.name, ...pinned };
  return {
    kind: 'mapping-definition',
    name,
    workload: workload.name,
    design: design.name,
    origin: callerOf(mapping),
    elaborate: (on) => {
      const diagnostics = checks.flatMap((check) => check(on));
      return [diagnostics.length > 0 ? undefined : made, diagnostics];
    },
  };
}

/** The greatest extent of each index of einsums; of another workload none is known. */
function extentsOf(definition: WorkloadDefinition): ReadonlyMap<string, number> {
  const [made] = definition.elaborate();
  const extents = new Map<string, number>();
  for (const { indices } of made?.kind === 'einsums' ? made.einsums : []) {
    for (const { name, extent } of indices) extents.set(name, Math.max(extent, extents.get(name) ?? 0));
  }
  return extents;
}

function sizeProblems(dimension: string, size: number, extent: number, at: Origin | undefined): readonly Diagnostic[] {
  if (!Number.isSafeInteger(size))
    return [diagnostic('E302', at, { what: `the tile of "${dimension}"`, expected: 'int', found: String(size) })];
  if (size >= 1 && size <= extent) return [];
  const most = extent === Infinity ? 'at least 1' : `between 1 and its extent, ${extent}`;
  return [diagnostic('E745', at, { dimension, most, value: String(size) })];
}

/** The instance at a path; E411 where a step leads nowhere. */
function instanceAt(on: Design, path: readonly string[], at: Origin | undefined): Instance | readonly Diagnostic[] {
  const steps = instanceSteps(on, path);
  const missing = steps.length < path.length ? path[steps.length] : undefined;
  const last = steps.at(-1);
  if (missing === undefined && last !== undefined) return last.instance;
  return [diagnostic('E411', at, { module: last?.kind ?? on.name, name: missing ?? '' })];
}

function levelProblems(on: Design, path: readonly string[], at: Origin | undefined): readonly Diagnostic[] {
  const found = instanceAt(on, path, at);
  return 'shape' in found ? [] : found;
}

/** The parameters of a block that are axes of its array. */
const axisNames: ReadonlySet<string> = new Set(['rows', 'cols', 'lanes']);

/** `core.cols`, an axis of a block's array, or `tile`, an array of instances. */
function axisProblems(on: Design, path: readonly string[], at: Origin | undefined): readonly Diagnostic[] {
  const axis = path.at(-1) ?? '';
  if (path.length === 1) {
    const found = instanceAt(on, path, at);
    if (!('shape' in found)) return found;
    return found.shape.length > 0
      ? []
      : [diagnostic('E743', at, { what: `the instance "${axis}"`, known: 'write instance.axis' })];
  }
  const owner = instanceAt(on, path.slice(0, -1), at);
  if (!('shape' in owner)) return owner;
  const { of } = owner;
  const block = of.kind === 'block' ? on.blocks.find(({ id }) => id === of.id) : undefined;
  const axes = Object.entries(block?.parameters ?? {}).flatMap(([name, value]) =>
    axisNames.has(name) && value.kind === 'int' ? [name] : [],
  );
  if (axes.includes(axis)) return [];
  const name = block?.name ?? (of.kind === 'module' ? of.name : of.id);
  return [diagnostic('E743', at, { what: `"${axis}" of ${name}`, known: `axes of ${name} are ${listNames(axes)}` })];
}
