import { isMatrix, type MatrixOperation, type Operation, type VectorOperation } from '../../workload/index.js';
import type { Machine } from '../machine.js';
import { mapResident, type Chosen, type MatrixMapping, type Score } from '../matrix.js';
import type { Steps } from '../pausing.js';
import { outside } from '../residence.js';
import { mapVector, mapVectorResident, type VectorMapping, type VectorResidence } from '../vector.js';
import { contentOf, windowsOf } from './alike.js';
import { bestGroups, cheaper, type Cost, type CostedGroup, type GroupOf } from './chain.js';
import { alongOf, largestParts, sliceOf } from './slices.js';
import { heldBy, isSums, makersOf, type Held, type Makers, type Taken } from './tensors.js';

/** An operation with how it is done: one part of it where its group is cut into parts, which is then repeated as many times more. */
export type Planned =
  | { readonly operation: MatrixOperation; readonly chosen: Chosen; readonly mapping: MatrixMapping }
  | {
      readonly operation: VectorOperation;
      readonly mapping: VectorMapping;
      readonly residence: VectorResidence | null;
    };

/** Operations that are done together, part by part, so that what they hand to each other stays in the near memory. */
export interface Group extends Pattern {
  /** Names of the operations whose results do not leave. */
  readonly stays: readonly string[];
}

/** A group wherever its operations stand in a chain: those that are planned bear the names that they have at some place. */
export interface Pattern extends CostedGroup {
  readonly planned: readonly Planned[];
  readonly parts: number;
  /** Bits of the near memory that what they hand to each other takes at a time, at most. */
  readonly buffer: number;
  /** Whether the result of each operation stays, and does not leave. */
  readonly staying: readonly boolean[];
}

/** What a group is found with. */
export interface Fusing {
  readonly machine: Machine;
  /** The best mapping of a product by itself; every one has been found to have one. */
  readonly choose: (operation: MatrixOperation) => Steps<Chosen | undefined>;
  readonly score: (operation: MatrixOperation) => Score;
  /** What an operation costs with all repeats of a part. */
  readonly cost: (planned: Planned, times: number) => Cost;
}

/** Operations that are fused at most. */
export const longestGroup = 16;

/** Parts of the near memory by which room in it is reserved. */
const steps = 16;

/**
 * The operations of a workload, fused where that costs less: the cheapest cut into groups of neighbours, of which each is done whole, or in as few equal parts
 * along rows, images or products as let all that it hands on lie in the near memory, or the next number of parts. Operations of a group have equal repeats and a unit each.
 * With `fuses` false each operation is a group.
 */
export function* fuse(operations: readonly Operation[], fusing: Fusing, fuses: boolean): Steps<readonly Group[]> {
  const { count, longest, groupOf, groupAt } = groupsOf(operations, fusing, fuses);
  let first = 0;
  return (yield* bestGroups(count, longest, groupOf)).map((pattern) => {
    const group = groupAt(first, pattern);
    first += pattern.planned.length;
    return group;
  });
}

/** The groups that there may be: of how many operations, how long, each of them, and one with the names of its place. */
export interface Groups {
  readonly count: number;
  readonly longest: number;
  readonly groupOf: GroupOf<Pattern>;
  readonly groupAt: (first: number, pattern: Pattern) => Group;
}

export function groupsOf(operations: readonly Operation[], fusing: Fusing, fuses: boolean): Groups {
  const makers = makersOf(operations);
  const { machine } = fusing;
  const able =
    fuses && machine.near !== null && machine.far !== null && machine.cores === 1 && machine.parameters.dot === 1;
  const windows = windowsOf<Pattern | null | undefined>(makers, longestGroup);
  const known = new Map<string, Planned | undefined>();
  const find: GroupOf<Pattern> = function* (first, last) {
    if (first === last) return yield* singleGroup(fusing, makers.operations[first]);
    for (const index of [first, last]) if (!isDone(yield* groupOf(index, index))) return null;
    if (makers.operations[first]?.repeat !== makers.operations[last]?.repeat) return null;
    return yield* groupBetween(fusing, makers, first, last, known);
  };
  const groupOf: GroupOf<Pattern> = function* (first, last) {
    const before = windows.known(first, last);
    if (before !== undefined) return before.value;
    const found = yield* find(first, last);
    windows.keep(first, last, found);
    return found;
  };
  return {
    count: makers.operations.length,
    longest: able ? longestGroup : 1,
    groupOf,
    groupAt: (first, pattern) => placed(pattern, makers.operations.slice(first, first + pattern.planned.length)),
  };
}

/** A pattern of operations that are alike, done by these. */
function placed(pattern: Pattern, operations: readonly Operation[]): Group {
  const { parts, staying } = pattern;
  const planned = pattern.planned.map((each, index): Planned => {
    const whole = operations[index];
    const operation = whole === undefined ? undefined : sliceOf(whole, parts);
    if (operation === undefined) throw new Error('an operation that is alike has other parts');
    if ('chosen' in each) return isMatrix(operation) ? { ...each, operation } : each;
    return isMatrix(operation) ? each : { ...each, operation };
  });
  const stays = operations.flatMap(({ name }, index) => (staying[index] === true ? [name] : []));
  return { ...pattern, planned, stays };
}

/** Whether a core or a vector unit does it. */
function isDone(group: Pattern | null | undefined): boolean {
  return group?.planned.every((each) => 'chosen' in each || each.mapping.unit !== null) === true;
}

function* singleGroup(fusing: Fusing, operation: Operation | undefined): Steps<Pattern> {
  if (operation === undefined) throw new Error('no operation');
  const planned = yield* plannedAlone(fusing, operation);
  return { planned: [planned], parts: 1, buffer: 0, staying: [false], cost: fusing.cost(planned, 1) };
}

function* plannedAlone({ machine, choose }: Fusing, operation: Operation): Steps<Planned> {
  if (!isMatrix(operation)) return { operation, mapping: mapVector(machine, operation), residence: null };
  const chosen = yield* choose(operation);
  if (chosen === undefined) throw new Error(`${operation.name} is not mapped`);
  return { operation, chosen, mapping: chosen.mapping };
}

/** The group from one operation to another one in the cheapest number of parts; null where none that is longer fits either. */
function* groupBetween(
  fusing: Fusing,
  makers: Makers,
  first: number,
  last: number,
  known: Map<string, Planned | undefined>,
): Steps<Pattern | null | undefined> {
  const { held, taken } = heldBy(makers, first, last);
  if (held.length === 0) return undefined;
  const operations = makers.operations.slice(first, last + 1);
  const capacity = fusing.machine.near?.parameters.capacityBits ?? 0;
  const needs = operations.map((_, index) => reservedBits(fusing.machine, makers, held, first + index));
  const fitting = partsOf(operations, taken).filter((parts) => needs.every((bits) => bits / parts <= capacity));
  // A longer group holds no less, and cannot be cut into more parts.
  if (fitting.length === 0) return null;
  let best: Pattern | undefined;
  for (const parts of fitting[0] === 1 ? [1] : fitting.slice(0, 2)) {
    const found = yield* groupIn(fusing, { first, operations, held, taken, needs }, parts, known);
    if (found !== undefined && (best === undefined || cheaper(found.cost, best.cost))) best = found;
  }
  return best;
}

interface Draft {
  readonly first: number;
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
  readonly taken: readonly Taken[];
  readonly needs: readonly number[];
}

function* groupIn(
  fusing: Fusing,
  { first, operations, held, taken, needs }: Draft,
  parts: number,
  known: Map<string, Planned | undefined>,
): Steps<Pattern | undefined> {
  const capacity = fusing.machine.near?.parameters.capacityBits ?? 0;
  const planned: Planned[] = [];
  let cost: Cost = [0, 0];
  for (const [index, operation] of operations.entries()) {
    const of = held.find(({ maker }) => maker === first + index);
    const use = taken[index];
    if (use === undefined) return undefined;
    const share = Math.min(capacity, Math.ceil(((needs[index] ?? 0) / parts / capacity) * steps) * (capacity / steps));
    const key = JSON.stringify([contentOf(operation), parts, share, use, of?.stays]);
    if (!known.has(key))
      known.set(key, yield* plannedIn(fusing, operation, parts, { use, stays: of?.stays === true, reserved: share }));
    const found = known.get(key);
    if (found === undefined) return undefined;
    planned.push(found);
    const each = fusing.cost(found, parts);
    cost = [cost[0] + each[0], cost[1] + each[1]];
  }
  const staying = operations.map((_, index) => held.some(({ maker, stays }) => stays && maker === first + index));
  return { planned, parts, buffer: Math.max(...needs) / parts, staying, cost };
}

interface Place {
  readonly use: Taken;
  readonly stays: boolean;
  readonly reserved: number;
}

function* plannedIn(
  fusing: Fusing,
  whole: Operation,
  parts: number,
  { use, stays, reserved }: Place,
): Steps<Planned | undefined> {
  const { machine, choose, score } = fusing;
  const operation = sliceOf(whole, parts);
  if (operation === undefined) return undefined;
  if (isMatrix(operation)) {
    const chosen = yield* choose(operation);
    if (chosen === undefined) return undefined;
    const { left, right } = use;
    const residence = left || right || stays || reserved > 0 ? { left, right, results: stays, reserved } : outside;
    const mapping = mapResident(machine, operation, chosen, residence, score(operation));
    return mapping === undefined ? undefined : { operation, chosen, mapping };
  }
  const { activationBits, accumulatorBits } = machine.parameters;
  const read = (use.sums * accumulatorBits + (use.elements - use.sums) * activationBits) / parts;
  const residence = { read, results: stays, reserved };
  const mapping = mapVectorResident(machine, operation, residence);
  return mapping === undefined ? undefined : { operation, mapping, residence };
}

/** Bits that lie in the near memory while an operation runs, of a group that is not cut. */
function reservedBits({ parameters }: Machine, makers: Makers, held: readonly Held[], at: number): number {
  return held
    .filter(({ maker, last }) => maker <= at && at <= last)
    .reduce((sum, { maker, elements }) => {
      const bits = isSums(makers.operations[maker]) ? parameters.accumulatorBits : parameters.activationBits;
      return sum + elements * bits;
    }, 0);
}

/** The numbers of equal parts that a group can be cut into, from 1 on: all its operations along the same. */
function partsOf(operations: readonly Operation[], taken: readonly Taken[]): readonly number[] {
  const products = operations.filter((operation) => isMatrix(operation));
  const [along, ...others] = new Set(products.map(alongOf));
  const aligned =
    others.length === 0 &&
    operations.every((operation, index) => {
      const use = taken[index];
      // The right operand is whole for each part of the left one; rows of a product along products are those of elements that come of it.
      if (isMatrix(operation)) return use?.right !== true;
      return along !== 'products' || (use?.elements ?? 0) > 0;
    });
  const most = aligned ? Math.min(...(products.length > 0 ? products : operations).map(largestParts)) : 1;
  const found: number[] = [];
  for (let parts = 1; parts <= most && found.length < mostParts; parts++)
    if (most % parts === 0 && operations.every((operation) => sliceOf(operation, parts) !== undefined))
      found.push(parts);
  return found;
}

/** Numbers of parts that are looked at. */
const mostParts = 64;
