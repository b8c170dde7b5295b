import { estimateDesign } from '../../src/estimate/index.js';
import { measured } from './data.js';
import { alexnet, dynamicPower, eyeriss, layers, measuredBatch } from './eyeriss.js';
import type { Group, Line } from './group.js';
import { errorCell } from './page.js';

/** A figure with the least and the greatest that the ranges of technology allow. */
interface RangedLine extends Line {
  readonly range: readonly [least: number, greatest: number];
}

/** The chip's power while it runs layers of AlexNet. */
export function powerGroup(): Group {
  const lines = layers.map(lineOf);
  return {
    title: 'published silicon, power',
    bar: 'mean 25 %, worst 50 %, theirs within our range',
    comparisons: lines,
    text: [
      '**Eyeriss** at 1 V and 200 MHz ([eyeriss.accel](../examples/eyeriss.accel), 65 nm), by the chip’s passes as above, in the time that they take here: multipliers, scratchpads, global buffer and leakage. Source: Chen et al., JSSC 2017, table V (`data/validation/measured.json`). What a word of the scratchpads takes is an input that others found from this chip ([Energy by action](technology.md)); all other figures of 65 nm come from 45 nm.',
      'Ours is short of theirs by what the estimate has no term for: the clock’s network, to which the paper gives a third and more of the power (recalled), the networks between buffer and elements, and their control.',
    ],
    table: {
      head: ['figure', 'ours, mW', 'our range', 'theirs, mW', 'error', 'within'],
      rows: lines.map((line) => [
        line.name,
        line.ours,
        line.range.map((end) => end.toFixed(0)).join(' .. '),
        line.theirs,
        errorCell(line),
        line.theirs >= line.range[0] && line.theirs <= line.range[1] ? 'yes' : 'no',
      ]),
    },
    leftOut: [],
  };
}

function lineOf(name: (typeof layers)[number]): RangedLine {
  const [design] = estimateDesign(eyeriss());
  const onChip = (design?.instances ?? []).filter(({ path }) => path !== 'dram');
  const leakage = (of: (instance: (typeof onChip)[number]) => number): number =>
    onChip.reduce((sum, each) => sum + of(each), 0);
  const power = (end: 'value' | 'least' | 'greatest', idle: number): number =>
    1e3 * (dynamicPower(alexnet[name], measuredBatch, end) + idle);
  return {
    name: `Eyeriss v1, AlexNet ${name}`,
    unit: 'mW',
    ours: power(
      'value',
      leakage(({ leakage_w }) => leakage_w),
    ),
    range: [
      power(
        'least',
        leakage(({ leakage_w_range: [least] }) => least),
      ),
      power(
        'greatest',
        leakage(({ leakage_w_range: [, greatest] }) => greatest),
      ),
    ],
    theirs: measured('eyeriss_v1_alexnet_jssc17_tableV').data[name].power,
    remark: '',
  };
}
