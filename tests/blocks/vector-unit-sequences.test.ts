import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { executeProgram, type VectorRows } from '../../src/blocks/vector-unit/golden-program.js';
import type { VectorUnitParameters } from '../../src/blocks/vector-unit/parameters.js';
import { vectorUnit } from '../../src/blocks/vector-unit/rtl.js';
import {
  gelu,
  layerNorm,
  programCycles,
  rmsNorm,
  rotary,
  silu,
  softmax,
  type VectorProgram,
} from '../../src/blocks/vector-unit/sequences.js';
import { convert, floatNamed, fp32, value, type FloatName } from '../../src/numbers/index.js';
import { compile } from '../../src/rtl/index.js';
import { random, type Random } from '../../src/verify/random.js';
import { codeOf } from '../numbers/codes.js';
import { resetVectorUnit, runVectorUnit, smallVectorUnit } from './vector-unit-bench.js';

const epsilon = 1e-5;
const sum = (row: readonly number[]): number => row.reduce((total, each) => total + each, 0);
const mean = (row: readonly number[]): number => sum(row) / row.length;

type Rows = Readonly<Record<string, readonly number[]>>;

/** A sequence beside what it should give, in double precision, of rows with numbers up to `span`. */
interface Sequence {
  readonly name: string;
  readonly program: (unit: VectorUnitParameters, length: number) => VectorProgram;
  readonly span: number;
  readonly reference: (rows: Rows) => readonly number[];
}

const sequences: readonly Sequence[] = [
  {
    name: 'softmax',
    program: softmax,
    span: 8,
    reference: ({ x = [] }) => {
      const powers = x.map((each) => Math.exp(each - Math.max(...x)));
      return powers.map((power) => power / sum(powers));
    },
  },
  {
    name: 'RMSNorm',
    program: (unit, length) => rmsNorm(unit, length, epsilon),
    span: 4,
    reference: ({ x = [], gain = [] }) => {
      const scale = 1 / Math.sqrt(mean(x.map((each) => each * each)) + epsilon);
      return x.map((each, i) => each * scale * (gain[i] ?? 0));
    },
  },
  {
    name: 'LayerNorm',
    program: (unit, length) => layerNorm(unit, length, epsilon),
    span: 4,
    reference: ({ x = [], gain = [], bias = [] }) => {
      const apart = x.map((each) => each - mean(x));
      const scale = 1 / Math.sqrt(mean(apart.map((each) => each * each)) + epsilon);
      return apart.map((each, i) => each * scale * (gain[i] ?? 0) + (bias[i] ?? 0));
    },
  },
  {
    name: 'GELU',
    program: gelu,
    span: 6,
    reference: ({ x = [] }) =>
      x.map((each) => (each / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (each + 0.044715 * each ** 3)))),
  },
  { name: 'SiLU', program: silu, span: 8, reference: ({ x = [] }) => x.map((each) => each / (1 + Math.exp(-each))) },
  {
    name: 'rotary embedding',
    program: rotary,
    span: 4,
    reference: ({ x = [], cos = [], sin = [] }) =>
      x.map((each, i) => each * (cos[i] ?? 0) + (x[i % 2 === 0 ? i + 1 : i - 1] ?? 0) * (sin[i] ?? 0)),
  },
];

/** Rows of random numbers of a format, as beats of codes and as numbers; angles where a program takes them. */
function drawRows(
  unit: VectorUnitParameters,
  { inputs, beats }: VectorProgram,
  span: number,
  draw: Random,
): { readonly codes: VectorRows; readonly numbers: Rows } {
  const into = floatNamed(unit.operand as FloatName);
  const uniform = (): number => draw.below(2 ** 24) / 2 ** 23 - 1;
  const angles = Array.from({ length: (beats * unit.lanes) / 2 }, () => Math.PI * uniform());
  const drawn = (name: string, i: number): number => {
    const angle = angles[Math.floor(i / 2)] ?? 0;
    if (name === 'cos') return Math.cos(angle);
    if (name === 'sin') return i % 2 === 0 ? -Math.sin(angle) : Math.sin(angle);
    return name === 'gain' ? 1 + uniform() / 2 : span * uniform();
  };
  const codes: Record<string, number[][]> = {};
  const numbers: Record<string, number[]> = {};
  for (const name of inputs) {
    const row = Array.from({ length: beats * unit.lanes }, (_, i) => convert(codeOf(drawn(name, i)), fp32, into));
    codes[name] = Array.from({ length: beats }, (_, beat) => row.slice(beat * unit.lanes, (beat + 1) * unit.lanes));
    numbers[name] = row.map((code) => value(code, into));
  }
  return { codes, numbers };
}

describe('a sequence on the hardware', () => {
  const unit = smallVectorUnit({ lanes: 2, functions: 'single', reductions: true });
  const sim = compile(vectorUnit('vector', unit));

  test.each(sequences)('$name: bit for bit and cycle for cycle', ({ program, span }) => {
    const made = program(unit, 6);
    const { codes } = drawRows(unit, made, span, random(11));
    const expected = executeProgram(unit, made, codes);
    const rows: Record<string, readonly (readonly number[])[]> = Object.fromEntries(
      Object.entries(codes).map(([name, beats]) => [name, beats.map((beat) => Array.from(beat))]),
    );
    resetVectorUnit(sim);
    let cycles = 0;
    for (const { command, a, b, to } of made.steps) {
      const work = { command, a: rows[a ?? ''] ?? [], b: rows[b ?? ''] ?? [] };
      const { results, taken, done } = runVectorUnit(sim, unit, [work]);
      cycles += (done[0] ?? 0) - (taken[0] ?? 0);
      if (to !== undefined) rows[to] = results;
    }
    expect(rows).toEqual(expected);
    expect(rows['y']).toHaveLength(3);
    expect(cycles).toBe(programCycles(unit, made));
  });
});

/** Number types with the tables that they need, and what a result may be away from the exact one, as a part of its row's greatest. */
const formats = [
  { name: 'fp32', functions: 'single', bound: 2 ** -22 },
  { name: 'fp16', functions: 'half', bound: 2 ** -10 },
  { name: 'bf16', functions: 'half', bound: 2 ** -7 },
] as const;

test('how far results are from those in double precision', async () => {
  const [length, rowCount] = [256, 20];
  const lines = [
    '<!-- Generated by `npx vitest run tests/blocks/vector-unit-sequences.test.ts -u`. Do not edit. -->',
    '',
    "# Errors of a VectorUnit's sequences",
    '',
    `Rows of ${length} random numbers, ${rowCount} of each, on 16 lanes; operands, what commands leave for later ones and results have the same number type. The greatest distance from the result in double precision of the same operands, as a part of the greatest result of the row; cycles are those of the commands one after another, with three registers of a sum.`,
    '',
    `| sequence | commands | cycles | ${formats.map(({ name, functions }) => `\`${name}\`, \`.${functions}\``).join(' | ')} |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const { name, program, span, reference } of sequences) {
    const errors = formats.map(({ name: operand, functions, bound }) => {
      const unit = smallVectorUnit({ lanes: 16, operand, result: operand, functions, reductions: true });
      const made = program(unit, length);
      const draw = random(3);
      let worst = 0;
      for (let row = 0; row < rowCount; row++) {
        const { codes, numbers } = drawRows(unit, made, span, draw);
        const found = (executeProgram(unit, made, codes)['y'] ?? []).flatMap((beat) =>
          Array.from(beat, (code) => value(code, floatNamed(operand))),
        );
        const wanted = reference(numbers);
        const greatest = Math.max(...wanted.map(Math.abs));
        expect(found).toHaveLength(length);
        for (const [i, each] of wanted.entries())
          worst = Math.max(worst, Math.abs((found[i] ?? NaN) - each) / greatest);
      }
      expect(worst).toBeLessThan(bound);
      return worst.toExponential(1);
    });
    const unit = smallVectorUnit({ lanes: 16, functions: 'single', reductions: true });
    const made = program(unit, length);
    lines.push(`| ${name} | ${made.steps.length} | ${programCycles(unit, made)} | ${errors.join(' | ')} |`);
  }
  const page = '../../docs/blocks/vector-sequences.md';
  const options = await resolveConfig(new URL(page, import.meta.url));
  await expect(await format(lines.join('\n'), { ...options, parser: 'markdown' })).toMatchFileSnapshot(page);
}, 120_000);

test('what is masked by -infinity has no part in a softmax', () => {
  const unit = smallVectorUnit({ lanes: 2, functions: 'single', reductions: true });
  const x = [
    [0, -Infinity],
    [0, -Infinity],
  ].map((beat) => beat.map((each) => (each === 0 ? 0 : 0xff800000)));
  const half = codeOf(0.5);
  expect(executeProgram(unit, softmax(unit, 4), { x })['y']).toEqual([
    [half, 0],
    [half, 0],
  ]);
});

test('a row that does not fill its beats is refused', () => {
  expect(() => softmax({ lanes: 4 }, 6)).toThrow(RangeError);
  expect(() => rotary({ lanes: 3 }, 6)).toThrow(RangeError);
});
