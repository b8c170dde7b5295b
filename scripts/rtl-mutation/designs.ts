/** Small blocks of every kind, whose hardware is changed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockHardware } from '../../src/blocks/hardware.js';
import type { Design } from '../../src/ir/index.js';
import { placement } from '../../src/mapping/index.js';
import { optimise, type Module } from '../../src/rtl/index.js';
import { loadText } from '../../src/workspace/index.js';
import { root } from '../bundles.js';

/** A name and the instance that it stands for. */
const instances: readonly (readonly [name: string, block: string, parameters: string])[] = [
  ['array', 'PEArray', 'rows: 3, cols: 4, steps: 6'],
  ['array of structures', 'PEArray', 'rows: 3, cols: 3, steps: 6, multiplier: .booth, adder: .kogge_stone'],
  [
    'array of two stages',
    'PEArray',
    'rows: 2, cols: 3, steps: 4, multiplier: .baugh_wooley, adder: .sklansky, multiplier_registers: 1, dataflow: .output_stationary',
  ],
  [
    'array of floats',
    'PEArray',
    'rows: 4, cols: 2, steps: 6, operand: bf16, accumulator: fp32, multiplier_registers: 1, adder_registers: 3',
  ],
  ['core', 'MatrixCore', 'rows: 3, cols: 4, requantise: true, convolution: true, counters: true'],
  [
    'core that overlaps commands',
    'MatrixCore',
    'rows: 3, cols: 3, weight_rows: 3, overlap_commands: true, psum_in: .top, counters: true',
  ],
  ['core of floats', 'MatrixCore', 'rows: 4, cols: 2, operand: bf16, accumulator: fp32, adder_registers: 2'],
  ['core of outputs', 'MatrixCore', 'rows: 3, cols: 2, dataflow: .output_stationary, multiplier_registers: 1'],
  [
    'core of outputs in parts',
    'MatrixCore',
    'rows: 3, cols: 2, operand: bf16, accumulator: fp32, dataflow: .output_stationary, adder_registers: 2, psum_in: .bottom',
  ],
  ['core that loads two rows', 'MatrixCore', 'rows: 4, cols: 2, weight_rows: 2, hide_loading: false'],
  ['memory', 'Sram', 'capacity: 1 KiB, word: 32 b'],
  ['vector unit', 'VectorUnit', 'lanes: 2, operand: fp32, result: fp32'],
];

const capacities =
  'activation_capacity: 512 B, weight_capacity: 512 B, accumulator_capacity: 1 KiB, address_space: 8 KiB';

/** A design of one block, and the hardware of it that is printed. */
export interface Subject {
  readonly name: string;
  readonly design: Design;
  readonly top: Module;
}

/** The designs of the instances alone, each of its name. */
export function subjects(): readonly Subject[] {
  return instances.map(([name, kind, parameters]) => {
    const design = designOf(kind, parameters);
    const block = placement(design).blocks[0]?.block;
    const hardware = blockHardware.get(kind);
    if (block === undefined || hardware === undefined) throw new Error(`${kind} has no hardware`);
    return { name, design, top: optimise(hardware.module(block, 'part')) };
  });
}

function designOf(block: string, parameters: string): Design {
  const module = block === 'Sram' ? 'memory' : 'compute';
  const all = block === 'MatrixCore' ? `${parameters}, ${capacities}` : parameters;
  const text = `
import { ${block} } from "std/${module}";
import { tsmc_n7 } from "std/process";
design Chip {
  process tsmc_n7;
  clock main = 800 MHz;
  part: ${block} { ${all} };
  ${portsOf[block]?.map((port) => `unused part.${port};`).join('\n  ') ?? ''}
}
`;
  const { loaded, diagnostics } = loadText(host(text), 'main.accel');
  if (loaded === undefined) throw new Error(`${block}: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return loaded.design;
}

const portsOf: Readonly<Record<string, readonly string[]>> = {
  PEArray: ['weights', 'activations', 'sums'],
  MatrixCore: ['commands', 'results', 'spill'],
  Sram: ['serve', 'fill'],
  VectorUnit: ['commands', 'a', 'b', 'results'],
};

function host(text: string): Parameters<typeof loadText>[0] {
  return {
    root: '',
    read: (path) => (path === 'main.accel' ? { kind: 'text', text } : { kind: 'missing' }),
    standard: (name) => {
      const file = join(root, `stdlib/${name}.accel`);
      return existsSync(file) ? { kind: 'text', text: readFileSync(file, 'utf8') } : { kind: 'missing' };
    },
  };
}
