import { expect, test } from 'vitest';
import { estimate } from '../../src/estimate/index.js';
import { discoverMachine, type Machine } from '../../src/mapping/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { designOf } from '../support/language.js';

/** Blocks that the standard library does not have, and a chip of `body` between a core and what its words pass. */
function chip(body: string): string {
  return `
    import { MatrixCore } from "std/compute";
    import { Sram, LpddrDram } from "std/memory";
    import { Dma } from "std/move";
    import { tsmc_n7 } from "std/process";

    extern component Arbiter(word: information, space: information) {
      area = 0.01 mm^2;
      power = 2 mW;
      port in request: memory<bit, (int(word / 1 b)), space>[2];
      port out target: memory<bit, (int(word / 1 b)), space>;
    }
    extern component Vector { area = 0.01 mm^2; port out memory: memory<bit, 256, 1 MiB>; }
    extern component OwnDma(width: int) {
      area = 0.01 mm^2;
      port out near: memory<bit, 256, 1 MiB>;
      port out far: memory<bit, width, 4 GiB>;
    }
    extern component OwnMemory {
      area = 0.5 mm^2;
      power = 100 mW;
      port in data: memory<bit, 256, 1 MiB>;
    }

    design Chip {
      process tsmc_n7;
      clock main = 1 GHz;
      port in work: commands;
      core: MatrixCore;
      work -> core.commands;
      unused core.results;
      ${body}
    }`;
}

const arbiter = 'share: Arbiter { word: 256 b, space: 1 MiB }; core.spill <-> share.request[0];';
const vector = 'vector: Vector; vector.memory <-> share.request[1];';

function machineOf(body: string): { machine: Machine; notes: readonly string[] } {
  const [machine, diagnostics, notes] = discoverMachine(designOf(chip(body)), 'gemm');
  if (machine === undefined) throw new Error(`no machine: ${diagnostics.map(({ code }) => code).join()}`);
  return { machine, notes };
}

test('an arbiter of ones own between core and SRAM is passed', () => {
  const { machine, notes } = machineOf(`${arbiter} ${vector}
    buffer: Sram { capacity: 1 MiB, word: 256 b };
    share.target <-> buffer.serve;
    unused buffer.fill;`);
  expect(machine.near?.placed.path).toBe('buffer');
  expect(machine.passed.near.map(({ placed }) => placed.path)).toEqual(['share']);
  expect(notes).toEqual(['words pass share: a beat a cycle, and nobody else is taken to ask at the same time']);
});

test('a mover that shares the arbiter with the core is found, and has the one port with it', () => {
  const { machine } = machineOf(`${arbiter}
    buffer: Sram { capacity: 1 MiB, word: 256 b };
    dma: Dma { width: 256 b };
    dram: LpddrDram;
    port in moves: commands;
    moves -> dma.commands;
    share.target <-> buffer.serve;
    dma.local <-> share.request[1];
    dma.memory <-> dram.data;
    unused buffer.fill;`);
  expect(machine.mover?.placed.path).toBe('dma');
  expect(machine.far?.path).toBe('dram');
  expect(machine.near?.onePort).toBe(true);
});

test('a mover of ones own limits what comes from DRAM by its ports', () => {
  const { machine } = machineOf(`
    buffer: Sram { capacity: 1 MiB, word: 256 b };
    dma: OwnDma { width: 64 };
    dram: LpddrDram { beat: 64 b };
    core.spill <-> buffer.serve;
    dma.near <-> buffer.fill;
    dma.far <-> dram.data;`);
  expect(machine.mover).toBeNull();
  expect(machine.far).toMatchObject({ path: 'dram', bandwidth: 64e9, bottleneck: 'dram.data' });
});

test('a memory of ones own is the end: a word a cycle, at the energy of its stated power', () => {
  const { machine } = machineOf('memory: OwnMemory; core.spill <-> memory.data;');
  expect(machine.near).toBeNull();
  expect(machine.far).toMatchObject({ path: 'memory', bandwidth: 256e9, latency: 1e-9 });
  const [graph] = parseWorkload('gemm(64,64,64)');
  const [found] = estimate(designOf(chip('memory: OwnMemory; core.spill <-> memory.data;')), graph ?? never());
  const energy = found?.total.energy.find(({ path, part }) => path === 'memory' && part === 'access');
  const bits = (found?.total.traffic_bytes ?? 0) * 8;
  expect(bits).toBeGreaterThan(0);
  expect((energy?.energy_j ?? 0) / ((bits * 0.1) / 256e9)).toBeCloseTo(1, 9);
});

test('two cores on the two ports of one SRAM: nothing fills it, and nothing fails', () => {
  const { machine } = machineOf(`
    buffer: Sram { capacity: 1 MiB, word: 256 b };
    other: MatrixCore;
    port in more: commands;
    more -> other.commands;
    unused other.results;
    core.spill <-> buffer.serve;
    other.spill <-> buffer.fill;`);
  expect(machine).toMatchObject({ near: { placed: { path: 'buffer' } }, mover: null, far: null });
});

test('E732 of a design that computes with blocks of its own says what is known of them', () => {
  const design = designOf(`
    import { Sram } from "std/memory";
    import { tsmc_n7 } from "std/process";
    extern component RowElement { area = 0.01 mm^2; port out memory: memory<bit, 64, 1 MiB>; }
    design Rows {
      process tsmc_n7;
      clock main = 1 GHz;
      pe: RowElement;
      buffer: Sram { capacity: 1 MiB, word: 64 b };
      pe.memory <-> buffer.serve;
      unused buffer.fill;
    }`);
  expect(discoverMachine(design, 'layer')[1]).toMatchObject([
    { code: 'E732', help: expect.stringContaining('such as RowElement, only area, power and ports are known') },
  ]);
});

function never(): never {
  throw new Error('not a workload');
}
