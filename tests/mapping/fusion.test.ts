import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bestGroups,
  discoverMachine,
  finish,
  fuse,
  groupsOf,
  mapMatrixSteps,
  sliceOf,
  withOperandStores,
  type Chosen,
  type Cost,
  type CostedGroup,
  type Fusing,
  type Group,
  type Machine,
  type Steps,
} from '../../src/mapping/index.js';
import { isMatrix, macsOf, madeElements, type Operation } from '../../src/workload/index.js';
import { attention, convolution, linear, vector } from '../../src/workload/operations.js';
import { chip, KiB, MiB, type ChipOptions } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

/** All ways to cut a chain into groups, tried one after another. */
function cheapest(count: number, groupOf: (first: number, last: number) => Cost | undefined): Cost {
  let best: Cost = [Infinity, Infinity];
  for (let cuts = 0; cuts < 2 ** (count - 1); cuts++) {
    let [first, sum]: [number, Cost | undefined] = [0, [0, 0]];
    for (let last = 0; last < count && sum !== undefined; last++) {
      if (last < count - 1 && (cuts & (1 << last)) === 0) continue;
      const cost = groupOf(first, last);
      sum = cost === undefined ? undefined : [sum[0] + cost[0], sum[1] + cost[1]];
      first = last + 1;
    }
    if (sum !== undefined && (sum[0] < best[0] || (sum[0] === best[0] && sum[1] < best[1]))) best = sum;
  }
  return best;
}

const total = (groups: readonly CostedGroup[]): Cost =>
  groups.reduce<Cost>(([a, b], { cost }) => [a + cost[0], b + cost[1]], [0, 0]);

test('the groups cost as little as any cut of the chain does', () => {
  const chains = fc.integer({ min: 1, max: 8 }).chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(fc.option(fc.tuple(fc.nat(20), fc.nat(3)), { freq: 3 }), {
        minLength: count ** 2,
        maxLength: count ** 2,
      }),
    ),
  );
  fc.assert(
    fc.property(chains, ([count, costs]) => {
      const costOf = (first: number, last: number): Cost | undefined =>
        first === last ? [first + 5, 1] : (costs[first * count + last] ?? undefined);
      const found = finish(
        bestGroups(count, count, function* (first, last): Steps<CostedGroup | undefined> {
          yield;
          const cost = costOf(first, last);
          return cost === undefined ? undefined : { cost };
        }),
      );
      expect(total(found)).toEqual(cheapest(count, costOf));
    }),
    { numRuns: cases(200) },
  );
});

function machineOf(options: ChipOptions): Machine {
  const [found] = discoverMachine(
    chip({ operand: 'bf16', lanes: 16, requantise: true, convolution: true, ...options }),
    'w',
  );
  if (found === undefined) throw new Error('no machine');
  return found;
}

/** What fuses on a machine by time, then traffic. */
function fusing(machine: Machine): Fusing {
  const score = {
    of: ({
      cycles,
      far,
      near,
    }: {
      cycles: number;
      far: { read: number; written: number };
      near: { read: number; written: number };
    }) => [cycles, far.read + far.written + near.read + near.written] as const,
    atLeast: (cycles: number) => cycles,
  };
  const known = new Map<string, Chosen | undefined>();
  return {
    machine,
    choose: function* (operation) {
      const key = JSON.stringify({ ...operation, name: '', uses: [] });
      if (!known.has(key)) known.set(key, yield* mapMatrixSteps(machine, operation, score));
      return known.get(key);
    },
    score: () => score,
    cost: ({ mapping }, times) => {
      const [cycles, bits] = score.of(mapping);
      return [cycles * times, bits * times];
    },
  };
}

function fused(operations: readonly Operation[], options: ChipOptions = {}, fuses = true): readonly Group[] {
  const machine = machineOf(options);
  return finish(fuse(withOperandStores(operations, machine.parameters), fusing(machine), fuses));
}

const farBits = (groups: readonly Group[]): number =>
  groups.reduce(
    (sum, { planned, parts }) =>
      sum + parts * planned.reduce((bits, { mapping }) => bits + mapping.far.read + mapping.far.written, 0),
    0,
  );
const names = ({ planned }: Group): readonly string[] => planned.map(({ operation }) => operation.name);

const gelu = (name: string, of: string, count: number): Operation =>
  vector('activation', 'gelu', name, count, { readsResults: count, of: [[of, count]] });

test('of an MLP only what comes in, the weights and what comes out passes the outermost memory', () => {
  const mlp = [linear('up', 64, 128, 256), gelu('h', 'up', 64 * 256), linear('down', 64, 256, 128, { of: 'h' })];
  const groups = fused(mlp);
  expect(groups.map(names)).toEqual([['up', 'h', 'down']]);
  expect(groups[0]).toMatchObject({ parts: 1, stays: ['up', 'h'], buffer: 2 * 64 * 256 * 16 });
  // The last product leaves sums.
  expect(farBits(groups)).toBe((64 * 128 + 2 * 128 * 256) * 16 + 64 * 128 * 32);
});

const heads = (count: number, tokens: number): readonly Operation[] => [
  attention('scores', count, tokens, 64, tokens, 1),
  vector('softmax', 'softmax', 'softmax', count * tokens ** 2, {
    readsResults: count * tokens ** 2,
    row: tokens,
    of: [['scores', count * tokens ** 2]],
  }),
  attention('context', count, tokens, tokens, 64, 1, { left: 'softmax' }),
];

test('attention is done head by head where the scores of all do not fit', () => {
  // A memory slow enough that scores which pass it cost more than that each head waits for its own operands.
  const groups = fused(heads(8, 256), { capacity: MiB, rate: 0.5 });
  expect(groups.map(names)).toEqual([['scores', 'softmax', 'context']]);
  const [group] = groups;
  expect(group!.parts).toBeGreaterThan(1);
  expect(group!.buffer).toBe((2 * 8 * 256 ** 2 * 16) / group!.parts);
  expect(group!.buffer).toBeLessThanOrEqual(MiB);
  expect(group!.stays).toEqual(['scores', 'softmax']);
  expect(farBits(groups)).toBe(8 * 256 * 64 * (16 * 3 + 32));
});

test('what does not fit even in parts is not fused', () => {
  expect(fused(heads(1, 1024), { capacity: MiB }).every(({ planned }) => planned.length === 1)).toBe(true);
});

test('a residual stays near until it is added; what something else reads leaves as well', () => {
  const conv = { batch: 1, channels: 32, filters: 32, size: 16, kernel: 3, stride: 1, padding: 1 };
  const count = 32 * 256;
  const block: readonly Operation[] = [
    convolution('a', conv),
    vector('activation', 'relu', 'a.relu', count, { readsResults: count, of: [['a', count]] }),
    convolution('b', conv, 'a.relu'),
    vector('addition', 'add_relu', 'sum', count, {
      readsResults: count,
      readsOperands: count,
      of: [
        ['b', count],
        ['a.relu', count],
      ],
    }),
    linear('classes', 1, count, 8, { of: 'sum' }),
  ];
  const [group] = fused(block);
  expect(names(group!)).toEqual(['a', 'b', 'sum', 'classes']);
  expect(group!.stays).toEqual(['a', 'b', 'sum']);
  expect(group!.buffer).toBe(3 * count * 16);
  const kept = block.map((each) => (each.name === 'sum' ? { ...each, leaves: count } : each));
  expect(fused(kept)[0]?.stays).toEqual(['a', 'b']);
});

test('operations without a unit are never fused, and nothing is on a chip that does not requantise or has no near memory', () => {
  const mlp = [linear('up', 64, 128, 256), gelu('h', 'up', 64 * 256), linear('down', 64, 256, 128, { of: 'h' })];
  expect(fused(mlp, { functions: 'none' }).map(names)).toEqual([['up'], ['h'], ['down']]);
  expect(fused(mlp, { far: 'nothing' }).map(names)).toEqual([['up'], ['h'], ['down']]);
  expect(fused(mlp, { tiles: 2 }).map(names)).toEqual([['up'], ['h'], ['down']]);
  expect(fused(mlp, {}, false).map(names)).toEqual([['up'], ['h'], ['down']]);
});

/** Short chains: products and what follows them, each of the one before, some of an earlier one too. */
const chains: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    fc.constantFrom(4, 12, 64),
    fc.array(
      fc.record({
        kind: fc.constantFrom('linear', 'gelu', 'norm', 'add'),
        width: fc.constantFrom(16, 48, 320),
        leaves: fc.boolean(),
      }),
      { minLength: 2, maxLength: 5 },
    ),
  )
  .map(([rows, parts]) => {
    const made: Operation[] = [linear('op0', rows, 64, parts[0]?.width ?? 16)];
    let width = parts[0]?.width ?? 16;
    for (const [index, { kind, width: next, leaves }] of parts.entries()) {
      const name = `op${index + 1}`;
      const before = made.at(-1)!;
      const count = rows * width;
      const earlier = made.findLast((each) => each !== before && madeElements(each) === count);
      const of: [string, number][] = [
        [before.name, count],
        ...(kind === 'add' && earlier !== undefined ? [[earlier.name, count] as [string, number]] : []),
      ];
      const sums = of.filter(([each]) => isMatrix(made.find(({ name: other }) => other === each)!)).length * count;
      const reads = {
        readsResults: sums,
        readsOperands: of.length * count - sums,
        of,
        ...(leaves ? { leaves: count } : {}),
      };
      // A product reads operands, so that one behind a product has something between.
      if (kind === 'linear' && !isMatrix(before)) {
        made.push(linear(name, rows, width, next, { of: before.name }));
        width = next;
      } else if (kind === 'norm')
        made.push(vector('normalisation', 'rms_norm', name, count, { ...reads, row: width, parameters: width }));
      else made.push(vector('activation', kind === 'add' && of.length > 1 ? 'add' : 'gelu', name, count, reads));
    }
    return made;
  });
const memories: fc.Arbitrary<ChipOptions> = fc.record({
  capacity: fc.constantFrom(16 * KiB, 64 * KiB, MiB),
  ports: fc.constantFrom('one_rw' as const, 'one_r_one_w' as const),
  far: fc.constantFrom('lpddr4x' as const, 'ddr3' as const),
  rate: fc.constantFrom(0.5, 4),
});

test('of short chains the groups are those of the cheapest of all cuts, never dearer than none, and fit the near memory', () => {
  fc.assert(
    fc.property(chains, memories, (chain, options) => {
      const machine = machineOf(options);
      const operations = withOperandStores(chain, machine.parameters);
      const by = fusing(machine);
      const found = finish(fuse(operations, by, true));
      const { count, groupOf } = groupsOf(operations, by, true);
      const costOf = (first: number, last: number): Cost | undefined => finish(groupOf(first, last))?.cost;
      expect(total(found)).toEqual(cheapest(count, costOf));
      const alone = total(finish(fuse(operations, by, false)));
      expect(total(found)[0]).toBeLessThanOrEqual(alone[0]);
      for (const { buffer, planned, parts } of found) {
        expect(buffer).toBeLessThanOrEqual(options.capacity!);
        for (const { mapping } of planned) expect(mapping.cycles).toBeGreaterThan(0);
        expect(parts).toBeGreaterThanOrEqual(1);
      }
      expect(found.flatMap(names)).toEqual(
        operations.filter((each) => isMatrix(each) || each.fusedInto === undefined).map(({ name }) => name),
      );
    }),
    { numRuns: cases(25) },
  );
});

/** Chains of layers that are mostly alike: two chains in turn, each beginning with what a layer some way before it made, if there is one. */
const layered: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    chains,
    chains,
    fc.array(fc.record({ other: fc.boolean(), back: fc.constantFrom(1, 1, 1, 2, 3) }), { minLength: 2, maxLength: 4 }),
  )
  .map(([first, second, layers]) =>
    layers.flatMap(({ other, back }, layer) =>
      (other ? second : first).map((each, index): Operation => {
        const uses = each.uses?.map((use) => ({ ...use, of: `l${layer}_${use.of}` }));
        const from =
          index === 0 && layer >= back ? [{ of: `l${layer - back}_op1`, elements: 1, as: 'left' } as const] : uses;
        return { ...each, name: `l${layer}_${each.name}`, ...(from === undefined ? {} : { uses: from }) };
      }),
    ),
  );

test('groups of layers that are alike are those that each layer has when looked at alone', () => {
  fc.assert(
    fc.property(layered, memories, (chain, options) => {
      const machine = machineOf(options);
      const operations = withOperandStores(chain, machine.parameters);
      const by = fusing(machine);
      const { count, longest, groupOf, groupAt } = groupsOf(operations, by, true);
      const done = operations.flatMap((each) => (isMatrix(each) || each.fusedInto === undefined ? [each.name] : []));
      for (let first = 0; first < count; first++)
        for (let last = first; last < Math.min(count, first + longest); last++) {
          const found = finish(groupOf(first, last));
          const alone = groupsOf(operations, by, true);
          const expected = finish(alone.groupOf(first, last));
          const group = found && groupAt(first, found);
          expect(group).toEqual(expected && alone.groupAt(first, expected));
          if (group) expect(names(group)).toEqual(done.slice(first, last + 1));
        }
    }),
    { numRuns: cases(2) },
  );
});

test('equal parts of an operation are the whole of it, parameters read for each', () => {
  const wholes: readonly Operation[] = [
    linear('rows', 24, 16, 8),
    attention('products', 24, 5, 6, 7, 1),
    convolution('images', { batch: 24, channels: 3, filters: 4, size: 6, kernel: 3, stride: 1, padding: 1 }),
    convolution('pixels', { batch: 1, channels: 3, filters: 4, size: 24, kernel: 1, stride: 1, padding: 0 }),
    vector('normalisation', 'layer_norm', 'norm', 24 * 8, { readsOperands: 24 * 8, parameters: 16, row: 8 }),
  ];
  for (const whole of wholes)
    for (const parts of [1, 2, 3, 8, 24]) {
      const part = sliceOf(whole, parts)!;
      expect([whole.name, parts * macsOf(part), parts * madeElements(part)]).toEqual([
        whole.name,
        macsOf(whole),
        madeElements(whole),
      ]);
      if (!isMatrix(part) && !isMatrix(whole))
        expect(parts * (part.readsOperands - part.parameters)).toBe(whole.readsOperands - whole.parameters);
    }
  const conv = { batch: 1, channels: 3, filters: 4, size: 24, kernel: 3, stride: 1, padding: 1 };
  expect(sliceOf(convolution('neighbours', conv), 2)).toBeUndefined();
  expect(sliceOf(wholes[0]!, 5)).toBeUndefined();
});
