import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  blockDotAdd,
  blockFormats,
  convert,
  dotAdd,
  floatNamed,
  floatNames,
  fp32Value,
  maximum,
  minimum,
  multiply,
  multiplyAdd,
  negate,
  value,
  type FloatName,
} from '../../src/numbers/index.js';
import { cases, count } from '../support/tier.js';
import { codeOf, corners, randomCodes } from './codes.js';
import { meaning, multiplyAddExactly, nearestCode, productOf, rational, sumOf, times, type Real } from './exact.js';

const hex = (code: number): string => code.toString(16);
const fp32 = floatNamed('fp32');

describe('codes', () => {
  it.each(floatNames.filter((name) => floatNamed(name).width <= 16))('every code of %s means what it says', (name) => {
    for (let code = 0; code < 2 ** floatNamed(name).width; code++) {
      const exact = meaning(code, name);
      const number =
        typeof exact === 'string'
          ? { nan: NaN, inf: Infinity, '-inf': -Infinity }[exact]
          : Number(exact.numerator) * 2 ** exact.power;
      const ours = value(code, floatNamed(name));
      if (!(Object.is(ours, number) || (ours === 0 && number === 0))) expect([code, ours]).toEqual([code, number]);
    }
  });

  it('the ends of the formats are those of their standards', () => {
    const ends = { fp4_e2m1: 6, fp6_e2m3: 7.5, fp6_e3m2: 28, fp8_e4m3: 448, fp8_e5m2: 57344, fp16: 65504 };
    for (const name of Object.keys(ends) as (keyof typeof ends)[])
      expect(value(convert(0x7f7fffff, fp32, floatNamed(name), 'saturate'), floatNamed(name))).toBe(ends[name]);
  });

  it('NaN is canonical', () => {
    const nans = (['fp32', 'fp16', 'bf16', 'fp8_e5m2', 'fp8_e4m3'] as const).map((name) =>
      hex(convert(0xffffffff, fp32, floatNamed(name))),
    );
    expect(nans).toEqual(['7fc00000', '7e00', '7fc0', '7e', '7f']);
  });

  it.each([
    [464, 'infinity', '7e'],
    [464.0001, 'infinity', '7f'],
    [464.0001, 'saturate', '7e'],
    [Infinity, 'saturate', '7e'],
    [-Infinity, 'infinity', '7f'],
    [-1000, 'saturate', 'fe'],
  ] as const)('%f in e4m3, %s, is %s', (number, overflow, code) => {
    expect(hex(convert(codeOf(number), fp32, floatNamed('fp8_e4m3'), overflow))).toBe(code);
  });

  it.each([
    [61439.99, 'infinity', '7b'],
    [61440, 'infinity', '7c'],
    [61440, 'saturate', '7b'],
    [-Infinity, 'saturate', 'fb'],
  ] as const)('%f in e5m2, %s, is %s', (number, overflow, code) => {
    expect(hex(convert(codeOf(number), fp32, floatNamed('fp8_e5m2'), overflow))).toBe(code);
  });
});

describe('conversion', () => {
  it.each(floatNames)('to %s is to the nearest, ties to even', (name) => {
    const random = randomCodes('fp32', name);
    for (let i = 0, runs = count(cases(1000)); i < runs; i++) {
      const code = random();
      for (const overflow of ['saturate', 'infinity'] as const) {
        const theirs = nearestCode(meaning(code, 'fp32'), name, overflow);
        const ours = convert(code, fp32, floatNamed(name), overflow);
        // The second implementation has no negative zero.
        const signed = theirs === 0 && code >= 0x80000000 ? negate(0, floatNamed(name)) : theirs;
        if (ours !== signed) expect([hex(code), overflow, hex(ours)]).toEqual([hex(code), overflow, hex(signed)]);
      }
    }
  });
});

describe('multiply-add into fp32', () => {
  const operands = floatNames.filter((name) => name !== 'fp32');
  const check = (accumulator: number, a: number, an: FloatName, b: number, bn: FloatName): void => {
    const ours = multiplyAdd(accumulator, a, floatNamed(an), b, floatNamed(bn));
    const theirs = multiplyAddExactly(accumulator, a, an, b, bn);
    if (ours !== theirs) expect([accumulator, a, b, ours].map(hex)).toEqual([accumulator, a, b, theirs].map(hex));
  };

  it.each(floatNames)('of %s operands is rounded once', (name) => {
    const [random, sums] = [randomCodes(name, name), randomCodes('fp32', name)];
    for (let i = 0, runs = count(cases(9000)); i < runs; i++) check(sums(), random(), name, random(), name);
  });

  it('of corners of every two formats', () => {
    for (const an of operands)
      for (const bn of operands)
        for (const a of corners(an))
          for (const b of corners(bn)) check(corners('fp32')[(a + b) % corners('fp32').length] ?? 0, a, an, b, bn);
  });

  it.each(['fp8_e4m3', 'fp8_e5m2'] as const)('of all 65,536 pairs of %s', (name) => {
    const sums = corners('fp32');
    for (let a = 0; a < 256; a++)
      for (let b = 0; b < 256; b++) check(sums[(a * 7 + b) % sums.length] ?? 0, a, name, b, name);
  });

  it('cancels exactly to +0, and keeps -0 only where both addends are', () => {
    const bf16 = floatNamed('bf16');
    expect(hex(multiplyAdd(codeOf(-6), 0x4000, bf16, 0x4040))).toBe('0');
    expect(hex(multiplyAdd(codeOf(-0), 0x8000, bf16, 0x3f80))).toBe('80000000');
    expect(hex(multiplyAdd(codeOf(-0), 0x0000, bf16, 0x3f80))).toBe('0');
  });
});

describe('fp32 beside the machine', () => {
  const random = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const same = (ours: number, theirs: number): void => expect(hex(ours)).toBe(hex(codeOf(theirs)));

  it('adds and multiplies as the processor does', () => {
    fc.assert(
      fc.property(random, random, (a, b) => {
        same(add(a, b, fp32), Math.fround(fp32Value(a) + fp32Value(b)));
        same(multiply(a, b, fp32), Math.fround(fp32Value(a) * fp32Value(b)));
        same(maximum(a, b, fp32), Math.max(fp32Value(a), fp32Value(b)));
        same(minimum(a, b, fp32), Math.min(fp32Value(a), fp32Value(b)));
      }),
      { numRuns: cases(3000) },
    );
  });
});

describe('exact sums', () => {
  const agree = (ours: number, exact: Real): void => {
    const theirs = nearestCode(exact, 'fp32', 'infinity');
    if (ours !== theirs) expect(hex(ours)).toBe(hex(theirs));
  };

  it.each(floatNames)('a group of %s products is rounded once', (name) => {
    const [random, sums] = [randomCodes(name, name), randomCodes('fp32', name)];
    for (let i = 0, runs = count(cases(50)); i < runs; i++) {
      const [a, b] = [1, 2].map(() => Array.from({ length: 1 + (i % 9) }, random)) as [number[], number[]];
      const accumulator = sums();
      const ours = dotAdd(accumulator, { codes: a, format: floatNamed(name) }, { codes: b, format: floatNamed(name) });
      const products = a.map((code, j) => productOf(code, name, b[j] ?? 0, name));
      agree(ours, sumOf([meaning(accumulator, 'fp32'), ...products]));
    }
  });

  it.each([...blockFormats.values()])('a block of $name is scaled exactly and rounded once', (format) => {
    const name = format.element.name as FloatName;
    const [random, sums] = [randomCodes(name, name), randomCodes('fp32', name)];
    const scales = randomCodes('fp8_e4m3', 'fp8_e4m3');
    const scaleMeans = (code: number): Real =>
      format.scale === 'e4m3' ? meaning(code, 'fp8_e4m3') : code === 255 ? 'nan' : rational(1n, code - 127);
    for (let i = 0, runs = count(cases(50)); i < runs; i++) {
      const [a, b] = [1, 2].map(() => Array.from({ length: format.elements }, random)) as [number[], number[]];
      const [accumulator, left, right] = [sums(), scales(), scales()];
      const ours = blockDotAdd(
        accumulator,
        { codes: a, format: format.element, scale: left },
        { codes: b, format: format.element, scale: right },
        format.scale,
      );
      const [x, y] = [scaleMeans(left), scaleMeans(right)];
      const dot = sumOf(a.map((code, j) => productOf(code, name, b[j] ?? 0, name)));
      const scaled: Real =
        typeof x === 'string' || typeof y === 'string'
          ? 'nan'
          : typeof dot === 'string'
            ? dot
            : times(dot, times(x, y));
      agree(ours, sumOf([meaning(accumulator, 'fp32'), scaled]));
    }
  });
});
