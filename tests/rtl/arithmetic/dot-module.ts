import { expect } from 'vitest';
import { blockDotAdd, dotAdd, fp32, negate, type FloatFormat, type FloatName } from '../../../src/numbers/index.js';
import { dotAddFloat, groupBits, type GroupScale, type Structures } from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, unsigned, type Module } from '../../../src/rtl/index.js';
import { randomCodes } from '../../numbers/codes.js';
import { count } from '../../support/tier.js';

/** A dot product of two groups; without registers and not counted where nothing else is given. */
export interface DotUnit {
  readonly a: FloatFormat;
  readonly b: FloatFormat;
  readonly count: number;
  readonly scale: GroupScale;
  readonly structures: Structures;
  readonly productRegisters: 0 | 1 | 2;
  readonly sumRegisters: 0 | 1 | 2;
  readonly counted: boolean;
}

export const fast: Structures = { multiplier: 'booth', adder: 'sklansky' };
export const plain: Structures = { multiplier: 'plain', adder: 'plain' };

export function unit(a: FloatFormat, count: number, given: Partial<DotUnit> = {}): DotUnit {
  const none = { productRegisters: 0, sumRegisters: 0, counted: false } as const;
  return { a, b: a, count, scale: 'none', structures: plain, ...none, ...given };
}

export function dotModule(name: string, { counted, ...options }: DotUnit): Module {
  const { a, b, count, scale } = options;
  const m = moduleBuilder(name, { description: `fp32 + ${count} products of ${a.name} and ${b.name}, rounded once.` });
  const operands = {
    a: m.input('a', unsigned(groupBits(a, count, scale))),
    b: m.input('b', unsigned(groupBits(b, count, scale))),
    addend: m.input('addend', unsigned(32)),
    ...(counted ? { counts: m.input('counts') } : {}),
  };
  m.output('code', dotAddFloat(m, 'dot', options, operands));
  return m.build();
}

/** Numbers of a group, and their scale, which is zero where there is none. */
export interface Group {
  readonly codes: readonly number[];
  readonly scale: number;
}

export type Case = readonly [a: Group, b: Group, addend: number];

/** A group as bits: the first number in the low ones. */
export function bitsOf({ codes, scale }: Group, { width }: FloatFormat): bigint {
  return [...codes, scale].reduceRight((high, code) => (high << BigInt(width)) | BigInt(code), 0n);
}

export function golden({ a, b, scale }: DotUnit, [left, right, addend]: Case): number {
  if (scale === 'none') return dotAdd(addend, { ...left, format: a }, { ...right, format: b });
  return blockDotAdd(addend, { ...left, format: a }, { ...right, format: b }, scale);
}

export function check(made: DotUnit, given: Iterable<Case>): void {
  const sim = compile(dotModule('dot', made));
  for (const one of given) {
    const [left, right, addend] = one;
    sim.set('a', bitsOf(left, made.a));
    sim.set('b', bitsOf(right, made.b));
    sim.set('addend', addend);
    const [found, wanted] = [sim.get('code'), golden(made, one)];
    if (found !== wanted) expect([one, found.toString(16)]).toEqual([one, wanted.toString(16)]);
  }
}

/** Scales near one, so that sums meet their addends, any, and corners. */
const scaleCodes = {
  none: [0],
  e8m0: [127, 126, 131, 120, 0, 1, 254, 255, 90, 160],
  e4m3: [0x38, 0x30, 0, 1, 0x7e, 0x7f, 0xb9, 0x07],
};

/**
 * Random groups with random addends, and with addends near the sum's negative, so that little is left of it or a tie: of whole groups, of groups whose
 * second half takes the first half away but for a product, and of groups with few numbers that are not zero.
 */
export function* groups({ a, b, count: length, scale }: DotUnit, number: number): Iterable<Case> {
  const [left, right, addend, any] = [
    randomCodes(a.name as FloatName, b.name as FloatName),
    randomCodes(b.name as FloatName, a.name as FloatName),
    randomCodes('fp32', a.name as FloatName),
    randomCodes('fp8_e4m3', 'fp8_e4m3'),
  ];
  const near = [0, 1, -1, 2, 2 ** 23, -(2 ** 23), 2 ** 23 - 1, 1 - 2 ** 23, 2 ** 24, 3 * 2 ** 23 + 1];
  const finite = (code: number, format: FloatFormat): number =>
    format.specials === 'none'
      ? code
      : code % 2 ** (format.width - 1) >= 2 ** (format.width - 1) - 2 ** (format.mantissaBits + 1)
        ? 1
        : code;
  for (let i = 0, runs = count(number); i < runs; i++) {
    const scales = scaleCodes[scale];
    const pick = (at: number): number => (i % 5 === 4 && scale !== 'none' ? any() : (scales[at % scales.length] ?? 0));
    const specials = i % 4 === 0;
    const numbers = (next: () => number, format: FloatFormat): number[] =>
      Array.from({ length }, () => (specials ? next() : finite(next(), format)));
    const [x, y] = [numbers(left, a), numbers(right, b)];
    if (i % 3 === 1) for (let j = 0; j + 1 < length; j += 2) [x[j + 1], y[j + 1]] = [negate(x[j] ?? 0, a), y[j] ?? 0];
    if (i % 3 === 2) x.fill(0, 1 + (i % length));
    const [one, other] = [
      { codes: x, scale: pick(i) },
      { codes: y, scale: pick(Math.floor(i / 3)) },
    ];
    yield [one, other, addend()];
    const sum = golden({ a, b, count: length, scale } as DotUnit, [one, other, 0]);
    const back = negate(sum, fp32) + (near[i % near.length] ?? 0);
    yield [one, other, Math.min(Math.max(0, back), 2 ** 32 - 1)];
  }
}
