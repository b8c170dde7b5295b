import { expect, test } from 'vitest';
import { vectorUnitParameters } from '../../src/blocks/hardware.js';
import { designOf } from '../../src/testing.js';
import { random } from '../../src/verify/random.js';
import { drawVectorJob } from '../../src/verify/vector-job.js';

const { design } = designOf(`
import { VectorUnit } from "std/compute";
import { tsmc_n7 } from "std/process";
design Lanes {
  process tsmc_n7;
  clock main = 1 GHz;
  port in work: commands;
  port in a: stream<fp32, 2>;
  port in b: stream<fp32, 2>;
  port out results: stream<fp32, 2>;
  unit: VectorUnit { lanes: 2 };
  work -> unit.commands;
  a -> unit.a;
  b -> unit.b;
  unit.results -> results;
}`);
const [block] = design.blocks;
if (block === undefined) throw new Error('the design has a block');
const jobs = Array.from({ length: 400 }, (_, seed) => drawVectorJob(vectorUnitParameters(block), random(seed)));

/** The streams of all commands, as numbers. */
const streams = jobs.flatMap(({ commands }) =>
  commands.map(({ a, b }) => ({
    a: a.map((beat) => Array.from(beat, Number)),
    b: b.map((beat) => Array.from(beat, Number)),
  })),
);

/** The bit in which two numbers of opposite sign differ, where it is one. */
function bitBetween(left: number | undefined, right: number | undefined): number | undefined {
  const [one, other] = [BigInt(left ?? 0), BigInt(right ?? 0)];
  const apart = one ^ other ^ 0x8000_0000n;
  return apart > 0n && apart < 2n ** 23n && (apart & (apart - 1n)) === 0n ? apart.toString(2).length - 1 : undefined;
}

test.each([
  ['neighbours', streams.flatMap(({ a }) => a.map(([one, other]) => [one, other]))],
  ['beats', streams.flatMap(({ a }) => a.map(([one], at) => [one, a[at + 1]?.[0]]))],
  ['streams', streams.flatMap(({ a, b }) => a.map(([one], at) => [one, b[at]?.[0]]))],
])('%s cancel each other but for any bit of the fraction', (_, pairs) => {
  const bits = new Set(pairs.map(([one, other]) => bitBetween(one, other)).filter((bit) => bit !== undefined));
  expect([...bits].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_bit, at) => at));
});

test('the least numbers begin at any place', () => {
  const least = streams.flatMap(({ a }) => a.flat()).map((code) => code % 2 ** 31);
  const places = new Set(least.filter((code) => code > 0 && code < 2 ** 23).map((code) => Math.floor(Math.log2(code))));
  expect([...places].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, at) => at));
});
