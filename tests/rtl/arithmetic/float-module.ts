import { expect } from 'vitest';
import { floatNamed, multiplyAdd as golden, type FloatName } from '../../../src/numbers/index.js';
import { multiplyAddFloat, type Structures } from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, unsigned, type Module } from '../../../src/rtl/index.js';

export interface FloatUnit {
  readonly a: FloatName;
  readonly b: FloatName;
  readonly structures: Structures;
  readonly productRegisters: 0 | 1;
  readonly sumRegisters: 0 | 1 | 2;
  /** With an input that says whether the product counts. */
  readonly counted: boolean;
}

export const fast: Structures = { multiplier: 'booth', adder: 'sklansky' };

/** A multiplication and addition of one format, without registers; what is given differs. */
export function unit(a: FloatName, given: Partial<FloatUnit> = {}): FloatUnit {
  return { a, b: a, structures: fast, productRegisters: 0, sumRegisters: 0, counted: false, ...given };
}

/** `code = a * b + addend` as a module. */
export function floatModule(name: string, { a, b, counted, ...options }: FloatUnit): Module {
  const m = moduleBuilder(name, { description: `fp32 + ${a} x ${b}, rounded once.` });
  const formats = { a: floatNamed(a), b: floatNamed(b) };
  const operands = {
    a: m.input('a', unsigned(formats.a.width)),
    b: m.input('b', unsigned(formats.b.width)),
    addend: m.input('addend', unsigned(32)),
    ...(counted ? { counts: m.input('counts') } : {}),
  };
  m.output('code', multiplyAddFloat(m, 'mac', { ...formats, ...options }, operands));
  return m.build();
}

export type Triple = readonly [a: number, b: number, addend: number];

const hex = (code: number): string => code.toString(16).padStart(8, '0');

/** Expects the golden sum of each from a unit without registers; only what differs reaches `expect`, which is slow. */
export function check(made: FloatUnit, triples: Iterable<Triple>): void {
  const sim = compile(floatModule('float', made));
  const [aFormat, bFormat] = [floatNamed(made.a), floatNamed(made.b)];
  for (const [a, b, addend] of triples) {
    sim.set('a', a);
    sim.set('b', b);
    sim.set('addend', addend);
    const [found, wanted] = [sim.get('code'), golden(addend, a, aFormat, b, bFormat)];
    if (found !== wanted) expect([a, b, addend, found].map(hex)).toEqual([a, b, addend, wanted].map(hex));
  }
}
