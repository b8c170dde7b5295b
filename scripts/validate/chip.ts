/** A whole chip, emitted and simulated: what stands where the DMA would writes operands and reads results, and commands come by their port. */
import { encodeCommand } from '../../src/blocks/hardware.js';
import { scheduleOperations } from '../../src/estimate/index.js';
import { buildChip } from '../../src/hardware/index.js';
import type { Design, Origins } from '../../src/ir/index.js';
import { compile, type Simulator } from '../../src/rtl/index.js';
import { productJob } from '../../src/verify/workload-job.js';
import type { WorkloadGraph } from '../../src/workload/index.js';

/** A chip with a core `core`, whose buffer a DMA `dma` would fill by the ports `dma_local_...`. */
export const smallChip = `
import { MatrixCore } from "std/compute";
import { LpddrDram, Sram } from "std/memory";
import { Dma } from "std/move";
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

/** What a product on the chip showed. */
export interface ChipRun {
  readonly cycles: number;
  readonly estimated: number;
  readonly commandsTold: number;
  readonly commands: number;
  readonly wrongElements: number;
}

/** Runs the first operation of a workload on the whole chip of `design`, which must be like `smallChip`. */
export function runChip(design: Design, origins: Origins, graph: WorkloadGraph): ChipRun {
  const [made, problems] = buildChip(design, origins);
  const [schedules] = scheduleOperations(design, graph);
  const first = schedules?.[0];
  if (made === null || first === undefined || problems.length > 0)
    throw new Error(`the chip is not built: ${JSON.stringify(problems)}`);
  const { parameters, schedule, cycles: estimated, latency } = first;
  const { job, wrongElements } = productJob(parameters, schedule, latency, 1);
  const chip = compile(made.top);
  chip.set('rst', 1);
  chip.step();
  chip.set('rst', 0);
  write(chip, job.memory);
  let [next, told, spent] = [0, 0, 0];
  for (let cycle = 0; told < job.commands.length && cycle < 2 * estimated; cycle++) {
    const command = job.commands[next];
    chip.set('work_valid', command === undefined ? 0 : 1);
    chip.set('work_data', command === undefined ? 0n : encodeCommand(parameters, command));
    if (chip.get('work_done') === 1) [told, spent] = [told + 1, cycle];
    if (command !== undefined && chip.get('work_ready') === 1) next++;
    chip.step();
  }
  const wrong = wrongElements(read(chip, job.memory.length)).length;
  return { cycles: spent, estimated, commandsTold: told, commands: job.commands.length, wrongElements: wrong };
}

function write(chip: Simulator, bytes: Uint8Array): void {
  chip.set('dma_local_valid', 1);
  chip.set('dma_local_write', 1);
  chip.set('dma_local_mask', 2 ** beatBytes - 1);
  for (let at = 0; at < bytes.length; at += beatBytes) {
    chip.set('dma_local_address', at / beatBytes);
    chip.setElements('dma_local_data', 8, bytes.subarray(at, at + beatBytes));
    if (chip.get('dma_local_ready') !== 1) throw new Error('the buffer takes no beat, though nobody else asks');
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
    if (chip.get('dma_local_response_valid') !== 1) throw new Error('the buffer does not answer');
    bytes.set(chip.getElements('dma_local_response_data', { width: 8, signed: false }), at);
  }
  return bytes;
}
