import { describe, expect, test } from 'vitest';
import { matrixCoreParameters } from '../../src/blocks/models.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { linkEnergy } from '../../src/estimate/floorplan.js';
import { clockAt, costDesign, moverClock } from '../../src/estimate/hardware.js';
import { estimate, estimateDesign, type Estimate } from '../../src/estimate/index.js';
import { describeGating } from '../../src/hardware/clock-gating.js';
import type { Design } from '../../src/ir/index.js';
import { technology } from '../../src/technology/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { chip, core, type ChipOptions } from './designs.js';

function run(design: Design): Estimate {
  const [graph] = parseWorkload('gemm(100,80,60)');
  const [found] = graph === undefined ? [] : estimate(design, graph);
  if (found === undefined) throw new Error('no estimate');
  return found;
}

const clockOf = ({ operations }: Estimate, path: string): number =>
  operations
    .flatMap(({ energy }) => energy)
    .filter((part) => part.part === 'clock' && part.path === path)
    .reduce((sum, { energy_j }) => sum + energy_j, 0);

describe('the clock tree', () => {
  test('of a core takes its share in every cycle, and the rest in those of gemm commands', () => {
    const design = chip();
    const [costed] = costDesign(design);
    if (costed === undefined) throw new Error('no costs');
    const { always, working } = clockAt(costed, 'core');
    const found = run(design);
    const [row] = found.operations;
    const expected = always.value * (row?.latency_s ?? 0) + working.value * (row?.compute_cycles ?? 0);
    expect(working.value).toBeGreaterThan(0);
    expect(clockOf(found, 'core') / expected).toBeCloseTo(1, 9);
  });

  test('of a vector unit takes as much for each beat as its lanes do, and its words the wires to it', () => {
    const design = chip({ operand: 'bf16', requantise: true, lanes: 16 });
    const [graph] = parseWorkload('bert-large:sequence=64');
    const [costed] = costDesign(design);
    const unit = costed?.blocks.find(({ placed }) => placed.path === 'vector');
    const [found] = graph === undefined ? [] : estimate(design, graph, { only: 'layers.softmax' });
    const [row] = found?.operations ?? [];
    if (costed === undefined || unit === undefined || row === undefined) throw new Error('no vector unit');
    const of = (path: string, part: string): number =>
      row.energy.find((each) => each.path === path && each.part === part)?.energy_j ?? 0;
    const frequency = 800e6;
    const { always, working } = unit.clock;
    const beat = unit.cost.peakPower(frequency).value / frequency;
    const beats = of('vector', 'lanes') / beat;
    expect(of('vector', 'clock') / (always.value * row.latency_s + working.value * beats)).toBeCloseTo(1, 9);
    const [near] = row.traffic.filter(({ path }) => path === 'buffer');
    const bits = 8 * ((near?.read_bytes ?? 0) + (near?.write_bytes ?? 0) - row.traffic_bytes);
    expect(of('buffer', 'wires') / (bits * linkEnergy(costed, 'vector', 'buffer').value)).toBeCloseTo(1, 9);
  });

  test('of a mover takes more for each bit that passes', () => {
    const [costed] = costDesign(chip());
    if (costed === undefined) throw new Error('no costs');
    const mover = costed.blocks.find(({ placed }) => placed.block.name === 'Dma');
    const found = run(chip());
    const idle = (mover?.clock.always.value ?? 0) * found.total.latency_s;
    const bits = 8 * found.total.traffic_bytes;
    const rest = clockOf(found, mover?.placed.path ?? '') - idle;
    expect(rest / (bits * (mover === undefined ? 0 : moverClock(mover).value))).toBeCloseTo(1, 9);
  });

  test('draws as much more as the clock is faster, and counts in peak power and area', () => {
    const of = (options: ChipOptions): number => {
      const [costed] = costDesign(chip(options));
      return costed === undefined ? 0 : clockAt(costed, 'core').always.value;
    };
    expect(of({ frequency: 2e9 }) / of({ frequency: 1e9 })).toBeCloseTo(2, 12);
    const [design] = estimateDesign(chip());
    const parts = design?.instances.find(({ path }) => path === 'core')?.parts ?? [];
    const area = parts.reduce((sum, { area_mm2 }) => sum + area_mm2, 0);
    const tree = parts.find(({ name }) => name === 'clock tree')?.area_mm2 ?? 0;
    expect(tree / area).toBeGreaterThan(0.001);
    expect(tree / area).toBeLessThan(0.1);
  });

  test('has as many gates, and bits without one, as the hardware of a core with gated clocks', () => {
    const gating = describeGating(matrixCore('core', matrixCoreParameters(core())), {});
    if (gating === null) throw new Error('no gates');
    const figures = technology('tsmc_n7', null)?.figures;
    const [bits, ungated] = [figures?.get('clock_gate_bits'), figures?.get('clock_ungated')];
    const ofGate = gating.gated_bits / gating.gates;
    const open = 1 - gating.gated_bits / gating.register_bits;
    expect([ofGate, bits?.range]).toEqual([
      Math.min(Math.max(ofGate, bits?.range[0] ?? 0), bits?.range[1] ?? 0),
      bits?.range,
    ]);
    expect(open).toBeGreaterThan(ungated?.range[0] ?? 1);
    expect(open).toBeLessThan(ungated?.range[1] ?? 0);
  });
});
