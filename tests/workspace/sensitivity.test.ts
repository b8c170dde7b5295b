import { describe, expect, test } from 'vitest';
import { estimate, explainOperation, sensitivityLines } from '../../src/estimate/index.js';
import { parseWorkload, type WorkloadGraph } from '../../src/workload/index.js';
import { loadText, sensitivities, type LoadedDesign, type LoadOptions } from '../../src/workspace/index.js';
import { hostOf } from '../support/language.js';

/** A core with little memory behind it: `pins` are the external memory's. */
const text = (pins: number, rows: number) => `
import { MatrixCore } from "std/compute";
import { LpddrDram, Sram } from "std/memory";
import { Dma } from "std/move";
import { tsmc_n7 } from "std/process";
design Chip(rows: int in 1 ..= 64 = ${rows}, cols: int in 1 ..= 64 = 16) {
  let word = 2 * cols * int8.width;
  process tsmc_n7;
  clock main = 800 MHz;
  core: MatrixCore { rows, cols };
  buffer: Sram { capacity: 1 MiB, word, ports: .one_r_one_w };
  dma: Dma { width: word };
  dram: LpddrDram { pins: ${pins}, rate: 1.0 Gb/s };
  core.spill <-> buffer.serve;
  dma.local <-> buffer.fill;
  dma.memory <-> dram.data;
  unused core.commands;
  unused core.results;
  unused dma.commands;
}
`;

function load(source: string, options: LoadOptions = {}): LoadedDesign {
  const { loaded, diagnostics } = loadText(hostOf({ 'main.accel': source }), 'main.accel', options);
  if (loaded === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return loaded;
}

function graphOf(workload: string): WorkloadGraph {
  const [graph] = parseWorkload(workload);
  if (graph === undefined) throw new Error(`no workload ${workload}`);
  return graph;
}

const graph = graphOf('gemm(256,256,256)');

const explained = (loaded: LoadedDesign): readonly string[] =>
  explainOperation(
    estimate(loaded.design, graph, { models: loaded.models })[0] ?? expect.fail('no estimate'),
    'gemm',
  ) ?? [];

const movers = (loaded: LoadedDesign): readonly string[] =>
  sensitivities(loaded, graph, 'gemm').map(({ path, from, to }) => `${path}: ${from} to ${to}`);

describe('what moves an operation', () => {
  test('is the memory where that limits it, by its pins as by their rate, and the array is next', () => {
    const slow = load(text(16, 16));
    const [first, second, ...others] = sensitivities(slow, graph, 'gemm');
    expect([first, second].map((each) => each?.path).toSorted()).toEqual(['dram.pins', 'dram.rate']);
    expect(first?.time_ratio).toBe(second?.time_ratio);
    expect(first?.time_ratio).toBeLessThan(0.6);
    expect(first?.time_ratio).toBeGreaterThan(0.5);
    // A larger buffer takes fewer bytes from the memory; more rows take none fewer.
    expect(others.map(({ path }) => path)).not.toContain('rows');
    expect(explained(slow).filter((line) => /^(limited|next)/.test(line))).toMatchInlineSnapshot(`
      [
        "limited by the memory dram; its core's commands take 144,491 cycles, 136,032 of them multiplications",
        "next the array of core: at least 144,491 cycles, 14.8 % less",
      ]
    `);
  });

  test('is the array where that limits it: by its rows and its columns', () => {
    expect(movers(load(text(512, 16)))).toEqual(['cols: 16 to 32', 'rows: 16 to 32']);
  });

  test('keeps to what a parameter may be', () => {
    // 64 is the most rows that there may be.
    expect(movers(load(text(512, 64)))).toEqual(['cols: 16 to 32']);
  });

  test('is not what the command line has set', () => {
    expect(movers(load(text(512, 16), { set: [['rows', '8']] }))).toEqual(['cols: 16 to 32']);
  });

  test('says what else it changes', () => {
    expect(
      sensitivityLines([
        { path: 'dram.rate', from: '2 Gb/s', to: '4 Gb/s', time_ratio: 0.52, energy_ratio: 1.013, area_ratio: 1 },
      ]),
    ).toEqual(['with dram.rate = 4 Gb/s, not 2 Gb/s: time 48.0 % less; energy 1.3 % more, area as before']);
  });
});
