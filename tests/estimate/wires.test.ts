import { describe, expect, test } from 'vitest';
import { linkEnergy, spreadEnergy } from '../../src/estimate/floorplan.js';
import { costDesign, type CostedDesign } from '../../src/estimate/hardware.js';
import { estimate } from '../../src/estimate/index.js';
import { technology, wireEnergy } from '../../src/technology/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { chip, MiB } from './designs.js';

function costed(options: Parameters<typeof chip>[0] = {}): CostedDesign {
  const [found] = costDesign(chip(options));
  if (found === undefined) throw new Error('no costs');
  return found;
}

describe('wires between blocks', () => {
  test('take a quarter of C V^2 a bit, and more by their repeaters', () => {
    const node = technology('nangate45', 1);
    // 0.111 pF/mm, and 0.6 of it more.
    expect((node === undefined ? 0 : wireEnergy(node).value) * 1e15).toBeCloseTo(0.25 * 111 * 1.6, 9);
  });

  test('are as long as from the middle of one square to that of its neighbour', () => {
    const design = costed();
    const area = (path: string): number => design.blocks.find(({ placed }) => placed.path === path)?.area.value ?? 0;
    const mm = (Math.sqrt(area('core')) + Math.sqrt(area('buffer'))) / 2;
    expect(linkEnergy(design, 'core', 'buffer').value / (wireEnergy(design.technology).value * mm)).toBeCloseTo(1, 12);
    expect(linkEnergy(design, 'core', 'nowhere').value).toBe(0);
    expect(linkEnergy(costed({ capacity: 24 * MiB }), 'core', 'buffer').value).toBeGreaterThan(
      linkEnergy(costed({ capacity: MiB }), 'core', 'buffer').value,
    );
  });

  test('to many are shorter than as many wires, and no shorter than one', () => {
    const design = costed();
    const many: CostedDesign = {
      ...design,
      blocks: design.blocks.map((block) =>
        block.placed.path === 'core' ? { ...block, placed: { ...block.placed, count: 64 } } : block,
      ),
    };
    const [one, all] = [1, 64].map((each) => spreadEnergy(many, 'buffer', 'core', each).value);
    expect(all).toBeGreaterThan(one ?? Infinity);
    expect(all).toBeLessThan(64 * (one ?? 0));
    expect(spreadEnergy(design, 'buffer', 'core', 1)).toEqual(linkEnergy(design, 'buffer', 'core'));
  });

  test('are a part of the energy of what passes them, by the bits that do', () => {
    const [graph] = parseWorkload('gemm(100,80,60)');
    const [found] = graph === undefined ? [] : estimate(chip(), graph);
    const row = found?.operations[0];
    const design = costed();
    const wires = (path: string): number =>
      row?.energy.find((each) => each.path === path && each.part === 'wires')?.energy_j ?? 0;
    const mover = design.blocks.find(({ placed }) => placed.block.name === 'Dma')?.placed.path;
    const far = 8 * (row?.traffic_bytes ?? 0);
    const outward = linkEnergy(design, 'buffer', mover).value + linkEnergy(design, mover, 'dram').value;
    expect(wires('dram') / (far * outward)).toBeCloseTo(1, 9);
    const near = row?.traffic.find(({ path }) => path === 'buffer');
    const bits = 8 * ((near?.read_bytes ?? 0) + (near?.write_bytes ?? 0)) - far;
    expect(wires('buffer') / (bits * linkEnergy(design, 'core', 'buffer').value)).toBeCloseTo(1, 9);
  });
});
