import { expect } from 'vitest';
import { dtypeNamed, type Design } from '../../src/ir/index.js';
import { simulate, synthesize } from '../../src/tools/index.js';
import { verify, type Verification, type VerifyRequest } from '../../src/verify/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { designOf } from '../support/language.js';
import { count } from '../support/tier.js';

export const tools = { simulate, synthesize };

/** A design of one core beside a memory. */
export function npu(core: string, buffer = 'word: 128 b'): Design {
  return designOf(`
import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
design Npu {
  process tsmc_n7;
  clock main = 800 MHz;
  port in work: commands;
  core: MatrixCore { ${core}, activation_capacity: 1 KiB, weight_capacity: 1 KiB, accumulator_capacity: 2 KiB, address_space: 16 KiB };
  buffer: Sram { capacity: 16 KiB, ${buffer} };
  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;
}
`);
}

/** Bits of a beat of a core's `spill`: twice as many of what streams as it has columns. */
export function wordBits(core: string): number {
  const streams = core.includes('input_stationary') ? /weight: (\w+)/.exec(core) : null;
  const operand = (streams ?? /operand: (\w+)/.exec(core))?.[1] ?? 'int8';
  return 2 * dtypeNamed(operand).width * Number(/cols: (\d+)/.exec(core)?.[1]);
}

export async function verified(design: Design, request: VerifyRequest): Promise<Verification> {
  const [verification, problems] = await verify(design, request, { tools });
  expect(problems).toEqual([]);
  for (const block of verification?.report.blocks ?? []) count(block.cases);
  return verification!;
}

export const gemm = (m: number, k: number, n: number) => parseWorkload(`gemm(${m}, ${k}, ${n})`)[0]!;
