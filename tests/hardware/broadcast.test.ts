import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sums } from '../../src/blocks/pe-array/golden.js';
import { arrayOperands } from '../../src/blocks/pe-array/parameters.js';
import { assembleChip } from '../../src/hardware/chip.js';
import { build, buildChip } from '../../src/hardware/index.js';
import { compile, moduleBuilder, signed, unsigned, type Module, type Simulator } from '../../src/rtl/index.js';
import { lint, yosysCheck } from '../../src/tools/index.js';
import { canonicalOf } from '../support/language.js';
import { cases } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { block, design, instance, module, port } from './designs.js';

const relay = block('Relay', 'Relay', [port('in', 'values', 'stream'), port('out', 'copy', 'stream')]);
const outside = block('Outside', 'Outside', [port('in', 'values', 'stream')]);

/** Wires only: what happens at its sink can be seen and decided at the chip's ports. */
function relayModule(): Module {
  const m = moduleBuilder('Relay');
  m.output('values_ready', m.input('copy_ready'));
  m.output('copy_valid', m.input('values_valid'));
  m.output('copy_data', m.input('values_data', unsigned(8)));
  return m.build();
}

/** A port of the chip to two parts and to one outside, all seen at the ports. */
const ofPort = design(
  [relay, outside],
  module('Chip', {
    ports: [port('in', 'go', 'stream'), port('out', 'copy', 'stream', 2)],
    instances: [instance('relay[2]', relay), instance('far', outside)],
    connections: [
      'go -> relay[0].values',
      'go -> relay[1].values',
      'go -> far.values',
      'copy[0..2] -> relay[0..2].copy',
    ],
  }),
);

/** The same from a part. */
const ofPart = design(
  [relay, outside],
  module('Chip', {
    ports: [port('in', 'go', 'stream'), port('out', 'copy', 'stream', 2)],
    instances: [instance('source', relay), instance('relay[2]', relay), instance('far', outside)],
    connections: [
      'go -> source.values',
      'source.copy -> relay[0].values',
      'source.copy -> relay[1].values',
      'source.copy -> far.values',
      'copy[0..2] -> relay[0..2].copy',
    ],
  }),
);

function simulated(of: typeof ofPort): Simulator {
  const facts = { isModelled: ({ name }: { name: string }) => name === 'Outside', commandBits: () => 32 };
  const [chip, problems] = assembleChip(of, new Map(), { ...facts, build: relayModule });
  expect(problems).toEqual([]);
  return compile(chip!.top);
}

describe.each([
  ['a port', ofPort],
  ['a part', ofPart],
])('a stream of %s to several sinks', (_, of) => {
  const sinks = ['copy_0', 'copy_1', 'far_values'];

  test('moves when all are ready: no sink receives a beat that the others do not receive in the same cycle', () => {
    const simulator = simulated(of);
    const cycle = fc.record({
      valid: fc.boolean(),
      data: fc.nat(255),
      ready: fc.tuple(...sinks.map(() => fc.boolean())),
    });
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(cycle, ({ valid, data, ready }) => {
        simulator.set('go_valid', valid ? 1 : 0);
        simulator.set('go_data', data);
        for (const [i, sink] of sinks.entries()) simulator.set(`${sink}_ready`, ready[i] === true ? 1 : 0);
        const moves = valid && ready.every((each) => each);
        seen.add(moves);
        const received = sinks.map((sink, i) => simulator.get(`${sink}_valid`) === 1 && ready[i]);
        expect(received).toEqual(sinks.map(() => moves));
        expect(valid && simulator.get('go_ready') === 1).toBe(moves);
        if (moves) expect(sinks.map((sink) => simulator.get(`${sink}_data`))).toEqual(sinks.map(() => data));
      }),
      { numRuns: cases(500) },
    );
    expect(seen).toEqual(new Set([true, false]));
  });
});

/** Each row and each column of beats goes to two arrays, which take the two in step: their readys wait for valids. */
const grid = `
import { PEArray } from "std/compute";
import { tsmc_n7 } from "std/process";

design Grid {
  process tsmc_n7;
  clock main = 1 GHz;

  port in left: stream<int8, 3>[2];
  port in top: stream<int8, 2>[2];
  port out sums: stream<int32, 2>[4];

  array: PEArray[2, 2] { rows: 3, cols: 2, dataflow: .output_stationary, steps: 4 };
  for r in 0..2 {
    for c in 0..2 {
      left[r] -> array[r, c].activations;
      top[c] -> array[r, c].weights;
      array[r, c].sums -> sums[2 * r + c];
    }
  }
}
`;

describe('streams to arrays that take two streams in step', () => {
  const { design: gridDesign, origins } = canonicalOf(grid);
  const shape = {
    rows: 3,
    cols: 2,
    ...arrayOperands('int8'),
    accumulator: 'int32',
    accumulatorBits: 32,
    dataflow: 'output_stationary' as const,
    hideLoading: true,
    multiplierRegisters: 0,
    adderRegisters: 1,
    multiplier: 'plain' as const,
    adder: 'plain' as const,
    steps: 4,
  };

  test('no combinational loop; each array multiplies what it would alone, and beats enter in the same cycle', () => {
    const [chip, problems] = buildChip(gridDesign, origins);
    expect(problems).toEqual([]);
    const simulator = compile(chip!.top, { keep: true });
    const random = randomBits(7);
    const vectors = (width: number): readonly Int8Array[] =>
      Array.from({ length: 3 * shape.steps }, () => Int8Array.from({ length: width }, () => random(256) - 128));
    const left = [vectors(3), vectors(3)];
    const top = [vectors(2), vectors(2)];
    const streams = [
      ...left.map((beats, r) => ({
        port: `left_${r}`,
        sinks: [0, 1].map((c) => `array_${r}_${c}_activations`),
        beats,
      })),
      ...top.map((beats, c) => ({ port: `top_${c}`, sinks: [0, 1].map((r) => `array_${r}_${c}_weights`), beats })),
    ];
    const sent = streams.map(() => 0);
    const results: number[][][] = [[], [], [], []];
    simulator.set('rst', 1);
    simulator.step();
    simulator.set('rst', 0);
    for (let cycle = 0; cycle < 400; cycle++) {
      const offered = streams.map(({ port, beats }, i) => {
        const beat = random(3) > 0 ? beats[sent[i]!] : undefined;
        simulator.set(`${port}_valid`, beat === undefined ? 0 : 1);
        if (beat !== undefined) simulator.setElements(`${port}_data`, 8, beat);
        return beat !== undefined;
      });
      const open = results.map((_, i) => {
        const ready = random(3) > 0;
        simulator.set(`sums_${i}_ready`, ready ? 1 : 0);
        return ready;
      });
      for (const [i, { port, sinks }] of streams.entries()) {
        const moves = offered[i] === true && simulator.get(`${port}_ready`) === 1;
        expect(sinks.map((sink) => simulator.peek(`${port}_${sink}_enters`))).toEqual(
          sinks.map(() => (moves ? 1n : 0n)),
        );
        if (moves) sent[i]!++;
      }
      for (const [i, ready] of open.entries())
        if (ready && simulator.get(`sums_${i}_valid`) === 1)
          results[i]!.push(simulator.getElements(`sums_${i}_data`, signed(32)));
      simulator.step();
    }
    for (const [i, rows] of results.entries())
      expect(rows).toEqual(sums(shape, top[i % 2]!, left[i >> 1]!).map((row) => [...row]));
  });

  const files = build(gridDesign, origins, { version: '0.0.0' })[0]!.files;
  describeWithTool(['verilator', 'icarus', 'yosys'], 'its Verilog', () => {
    test('is accepted without a warning', async () => {
      const clean = [expect.objectContaining({ messages: [] }), []];
      expect(await lint(files, 'Grid', 'verilator')).toEqual(clean);
      expect(await lint(files, 'Grid', 'icarus')).toEqual(clean);
      expect(await yosysCheck(files, 'Grid')).toEqual(clean);
    });
  });
});

/** Numbers below a limit, the same for the same seed. */
function randomBits(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
}
