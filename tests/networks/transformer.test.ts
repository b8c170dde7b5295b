import { expect, test } from 'vitest';
import { rmsNorm, rotary, silu, softmax } from '../../src/blocks/hardware.js';
import { add, convert, floatNamed, fp32, fp32Value, multiply as times, multiplyAdd } from '../../src/numbers/index.js';
import { random } from '../../src/verify/random.js';
import { smallCore } from '../blocks/matrix-core-bench.js';
import { smallVectorUnit } from '../blocks/vector-unit-bench.js';
import { multiply, readyCore } from './core-layer.js';
import { byLanes, readyVectorUnit, runProgram, runSteps } from './vector-layer.js';

type Matrix = readonly (readonly number[])[];

const bf16 = floatNamed('bf16');
const KiB = 8 * 1024;
const [tokens, width, heads, hidden, lanes] = [8, 32, 2, 64, 8];
const headWidth = width / heads;
const epsilon = 1e-5;

const core = readyCore(
  smallCore({
    rows: 8,
    cols: 8,
    operand: 'bf16',
    accumulator: 'fp32',
    multiplierRegisters: 1,
    adderRegisters: 3,
    convolution: false,
    activationCapacityBits: 16 * KiB,
    weightCapacityBits: 32 * KiB,
    accumulatorCapacityBits: 16 * KiB,
  }),
);
/** Everything between products, in fp32. */
const vector = readyVectorUnit(smallVectorUnit({ lanes, functions: 'single', reductions: true }));
/** What makes operands of the core of it. */
const rounding = readyVectorUnit(smallVectorUnit({ lanes, operand: 'fp32', result: 'bf16' }));

const draw = random(2017);
const code = (number: number): number => new Uint32Array(Float32Array.of(number).buffer)[0] ?? 0;
const uniform = (scale: number): number => (draw.below(2 ** 16) / 2 ** 15 - 1) * scale;
const rowOf = (length: number, make: (i: number) => number): readonly number[] =>
  Array.from({ length }, (_, i) => make(i));
/** Codes of bf16. */
const weights = (rows: number, cols: number): Matrix =>
  Array.from({ length: rows }, () => rowOf(cols, () => code(uniform(Math.sqrt(3 / rows))) >>> 16));

const model = {
  gains: [rowOf(width, () => code(1 + uniform(0.2))), rowOf(width, () => code(1 + uniform(0.2)))],
  ...{
    query: weights(width, width),
    key: weights(width, width),
    value: weights(width, width),
    out: weights(width, width),
  },
  ...{ gate: weights(width, hidden), up: weights(width, hidden), down: weights(hidden, width) },
};

/** Angles by position and pair: codes of cosines, and of sines, negated the first time. */
function rotation(position: number): { readonly cos: readonly number[]; readonly sin: readonly number[] } {
  const angle = (i: number): number => position / 10_000 ** (Math.floor(i / 2) / (headWidth / 2));
  return {
    cos: rowOf(headWidth, (i) => code(Math.cos(angle(i)))),
    sin: rowOf(headWidth, (i) => code(Math.sin(angle(i)) * (i % 2 === 0 ? -1 : 1))),
  };
}

/** What a block is made of: on the emitted hardware, or by the definition of each step in numbers of fp32 and of bf16. */
interface Machine {
  readonly product: (title: string, left: Matrix, right: Matrix) => Matrix;
  /** fp32 to bf16. */
  readonly round: (row: readonly number[]) => readonly number[];
  readonly combine: (kind: 'add' | 'multiply', a: readonly number[], b: readonly number[]) => readonly number[];
  readonly normalise: (row: readonly number[], gain: readonly number[]) => readonly number[];
  readonly rotate: (row: readonly number[], position: number) => readonly number[];
  readonly softmax: (row: readonly number[]) => readonly number[];
  readonly silu: (row: readonly number[]) => readonly number[];
}

const onHardware: Machine = {
  product: (title, left, right) => multiply(core, title, left, right),
  round: (row) => {
    const command = { kind: 'run', beats: row.length / lanes } as const;
    return runSteps(rounding, [{ command, a: byLanes(row, lanes) }]).flat();
  },
  combine: (kind, a, b) => {
    const what = kind === 'add' ? { combine: { operation: 'add', by: 'b' } as const } : { factor: 'b' as const };
    const command = { kind: 'run', beats: a.length / lanes, ...what } as const;
    return runSteps(vector, [{ command, a: byLanes(a, lanes), b: byLanes(b, lanes) }]).flat();
  },
  normalise: (x, gain) => runProgram(vector, rmsNorm({ lanes }, x.length, epsilon), { x, gain }),
  rotate: (x, position) => runProgram(vector, rotary({ lanes }, x.length), { x, ...rotation(position) }),
  softmax: (x) => runProgram(vector, softmax({ lanes }, x.length), { x }),
  silu: (x) => runProgram(vector, silu({ lanes }, x.length), { x }),
};

const numbers = (row: readonly number[]): readonly number[] => row.map(fp32Value);
const total = (row: readonly number[]): number => row.reduce((sum, each) => sum + each, 0);

/** The functions in double precision, rounded once where they end; products and sums by the rules of the number formats. */
const byDefinition: Machine = {
  product: (_, left, right) =>
    left.map((row) =>
      rowOf(right[0]?.length ?? 0, (n) =>
        row.reduce((sum, each, k) => multiplyAdd(sum, each, bf16, right[k]?.[n] ?? 0), 0),
      ),
    ),
  round: (row) => row.map((each) => convert(each, fp32, bf16)),
  combine: (kind, a, b) => a.map((each, i) => (kind === 'add' ? add : times)(each, b[i] ?? 0, fp32)),
  normalise: (row, gain) => {
    const x = numbers(row);
    const scale = 1 / Math.sqrt(total(x.map((each) => each * each)) / x.length + epsilon);
    return x.map((each, i) => code(each * scale * fp32Value(gain[i] ?? 0)));
  },
  rotate: (row, position) => {
    const x = numbers(row);
    const { cos, sin } = rotation(position);
    return x.map((each, i) => code(each * fp32Value(cos[i] ?? 0) + (x[i ^ 1] ?? 0) * fp32Value(sin[i] ?? 0)));
  },
  softmax: (row) => {
    const x = numbers(row);
    const powers = x.map((each) => Math.exp(each - Math.max(...x)));
    return powers.map((power) => code(power / total(powers)));
  },
  silu: (row) => numbers(row).map((each) => code(each / (1 + Math.exp(-each)))),
};

const transposed = (matrix: Matrix): Matrix =>
  rowOf(matrix[0]?.length ?? 0, (i) => i).map((i) => matrix.map((row) => row[i] ?? 0));

/** Attention over all tokens: queries and keys turned by their position, a softmax of each row of scores. */
function attention(on: Machine, x: Matrix): Matrix {
  const [query, key, value] = (['query', 'key', 'value'] as const).map((name) => on.product(name, x, model[name]));
  const scale = rowOf(tokens, () => code(1 / Math.sqrt(headWidth)));
  const parts = Array.from({ length: heads }, (_, head) => {
    const own = (matrix: Matrix = []): Matrix =>
      matrix.map((row) => row.slice(head * headWidth, (head + 1) * headWidth));
    const turned = (matrix: Matrix): Matrix => matrix.map((row, position) => on.round(on.rotate(row, position)));
    const scores = on.product(`scores of head ${head}`, turned(own(query)), transposed(turned(own(key))));
    const shares = scores.map((row) => on.round(on.softmax(on.combine('multiply', row, scale))));
    return on.product(`head ${head}`, shares, own(value).map(on.round));
  });
  return rowOf(tokens, (i) => i).map((i) => parts.flatMap((part) => part[i] ?? []));
}

/** A block as Llama has it: attention and a gated MLP, each behind a norm and added to what came in. Codes of fp32 in and out. */
function block(on: Machine, x: Matrix): Matrix {
  const [first = [], second = []] = model.gains;
  const normed = (rows: Matrix, gain: readonly number[]): Matrix =>
    rows.map((row) => on.round(on.normalise(row, gain)));
  const added = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => on.combine('add', row, b[i] ?? []));
  const attended = added(x, on.product('out', attention(on, normed(x, first)).map(on.round), model.out));
  const input = normed(attended, second);
  const [gate, up] = (['gate', 'up'] as const).map((name) => on.product(name, input, model[name]));
  const mixed = (gate ?? []).map((row, i) => on.round(on.combine('multiply', on.silu(row), up?.[i] ?? [])));
  return added(attended, on.product('down', mixed, model.down));
}

test('a transformer block with random weights runs on MatrixCore and VectorUnit, near what its definition gives', () => {
  const x: Matrix = rowOf(tokens, (i) => i).map(() => rowOf(width, () => code(uniform(1.7))));
  const [found, wanted] = [block(onHardware, x), block(byDefinition, x)].map((rows) => rows.map(numbers));
  const errors = (found ?? []).flatMap((row, i) => row.map((each, j) => Math.abs(each - (wanted?.[i]?.[j] ?? NaN))));
  expect(errors).toHaveLength(tokens * width);
  // Operands are rounded to bf16, eight bits; one that falls to the other side moves a sum by a part of its last place.
  expect(Math.max(...errors)).toBeLessThan(2 ** -9);
  expect(total(errors) / errors.length).toBeLessThan(2 ** -13);
  expect(new Set((found ?? []).flat()).size).toBeGreaterThan(200);
}, 120_000);
