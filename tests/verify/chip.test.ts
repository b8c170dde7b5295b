import { expect, test } from 'vitest';
import { encodeCommand } from '../../src/blocks/hardware.js';
import { scheduleOperations } from '../../src/estimate/index.js';
import { buildChip } from '../../src/hardware/index.js';
import { compile, type Simulator } from '../../src/rtl/index.js';
import { productJob } from '../../src/verify/workload-job.js';
import { parseWorkload } from '../../src/workload/index.js';
import { canonicalOf } from '../support/language.js';

const source = `
import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { Dma } from "std/move";
import { LpddrDram } from "std/memory";
import { tsmc_n7 } from "std/process";

design Npu {
  process tsmc_n7;
  clock main = 800 MHz;

  port in work: commands;
  port in moves: commands;

  core: MatrixCore { rows: 4, cols: 8, activation_capacity: 1 KiB, weight_capacity: 1 KiB, accumulator_capacity: 2 KiB, address_space: 32 KiB };
  buffer: Sram { capacity: 32 KiB, word: 128 b };
  dma: Dma { width: 128 b, local_space: 32 KiB };
  dram: LpddrDram;

  work -> core.commands;
  moves -> dma.commands;
  core.spill <-> buffer.serve;
  dma.local <-> buffer.fill;
  dma.memory <-> dram.data;
  unused core.results;
}
`;

const beatBytes = 16;

/** Stands where the DMA would: writes bytes into the chip's buffer. */
function write(chip: Simulator, bytes: Uint8Array): void {
  chip.set('dma_local_valid', 1);
  chip.set('dma_local_write', 1);
  chip.set('dma_local_mask', 2 ** beatBytes - 1);
  for (let at = 0; at < bytes.length; at += beatBytes) {
    chip.set('dma_local_address', at / beatBytes);
    chip.setElements('dma_local_data', 8, bytes.subarray(at, at + beatBytes));
    expect(chip.get('dma_local_ready')).toBe(1);
    chip.step();
  }
  chip.set('dma_local_valid', 0);
  chip.set('dma_local_write', 0);
}

function read(chip: Simulator, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += beatBytes) {
    chip.set('dma_local_valid', 1);
    chip.set('dma_local_address', at / beatBytes);
    chip.step();
    chip.set('dma_local_valid', 0);
    expect(chip.get('dma_local_response_valid')).toBe(1);
    bytes.set(chip.getElements('dma_local_response_data', { width: 8, signed: false }), at);
  }
  return bytes;
}

test('the whole chip multiplies: operands in and results out by the DMA’s port, commands by its own', () => {
  const { design, origins } = canonicalOf(source);
  const [made, problems] = buildChip(design, origins);
  expect(problems).toEqual([]);
  const [schedules] = scheduleOperations(design, parseWorkload('gemm(21, 30, 19)')[0]!);
  const { parameters, schedule, cycles, latency } = schedules![0]!;
  const { job, wrongElements } = productJob(parameters, schedule, latency, 1);

  const chip = compile(made!.top);
  chip.set('rst', 1);
  chip.step();
  chip.set('rst', 0);
  write(chip, job.memory);
  let [next, told, spent] = [0, 0, 0];
  for (let cycle = 0; told < job.commands.length && cycle < 2 * cycles; cycle++) {
    const command = job.commands[next];
    chip.set('work_valid', command === undefined ? 0 : 1);
    chip.set('work_data', command === undefined ? 0n : encodeCommand(parameters, command));
    if (chip.get('work_done') === 1) [told, spent] = [told + 1, cycle];
    if (command !== undefined && chip.get('work_ready') === 1) next++;
    chip.step();
  }
  expect(told).toBe(job.commands.length);
  expect(wrongElements(read(chip, job.memory.length))).toEqual([]);
  expect(spent).toBe(cycles);
});
