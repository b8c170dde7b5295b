import { measured } from './data.js';
import { alexnet, layers, measuredBatch, powerParts, type PartPower, type Published } from './eyeriss.js';
import type { Group, Line } from './group.js';
import { errorCell } from './page.js';

/** A figure with the least and the greatest that the ranges of technology allow, and what it is made of. */
interface RangedLine extends Line {
  readonly range: readonly [least: number, greatest: number];
  readonly parts: ReadonlyMap<string, number>;
}

/** What a line of the table is made of, by the names of parts in an estimate. */
const kinds = {
  multipliers: ['mac'],
  memories: ['access'],
  networks: ['stated', 'wires'],
  clock: ['clock'],
  leakage: ['leakage'],
} as const;

/** The chip's power while it runs layers of AlexNet. */
export function powerGroup(): Group {
  const lines = layers.map(lineOf);
  return {
    title: 'published silicon, power',
    bar: 'mean 25 %, worst 50 %, theirs within our range',
    comparisons: lines,
    text: [
      '**Eyeriss** at 1 V and 200 MHz ([eyeriss.accel](../examples/eyeriss.accel), 65 nm), by the chip’s passes as above, in the time that they take here: all parts of the chip that an estimate has. Source: Chen et al., JSSC 2017, table V (`data/validation/measured.json`). What a word of the scratchpads takes is an input that others found from this chip ([Energy by action](technology.md)); all other figures of 65 nm come from 45 nm.',
      notes,
    ],
    table: {
      head: ['figure', 'ours, mW', 'of it', 'our range', 'theirs, mW', 'error', 'within'],
      rows: lines.map((line) => [
        line.name,
        line.ours,
        [...line.parts].map(([kind, power]) => `${kind} ${power.toFixed(0)}`).join(', '),
        line.range.map((end) => end.toFixed(0)).join(' .. '),
        line.theirs,
        errorCell(line),
        line.theirs >= line.range[0] && line.theirs <= line.range[1] ? 'yes' : 'no',
      ]),
    },
    leftOut: [],
  };
}

const notes =
  'Most of the clock’s part is the gates of words in the scratchpads, which see every cycle: a gate a word is what `accel build --clock-gating` makes of such a memory, while the chip’s scratchpad of filters is an SRAM (recalled), and what its gates are is not published. So the clock’s range is wide. The chip’s power falls from layer to layer, since its elements rest where an input is zero; how often that is depends on the images, and ours has no such term here. Control of the elements is in neither multipliers nor memories.';

function lineOf(name: Published): RangedLine {
  const found = powerParts(alexnet[name], measuredBatch);
  const total = (end: keyof PartPower['power'], of: readonly PartPower[] = found): number =>
    of.reduce((sum, { power }) => sum + 1e3 * power[end], 0);
  const ofKind = (parts: readonly string[]): number =>
    total(
      'value',
      found.filter(({ part }) => parts.includes(part)),
    );
  return {
    name: `Eyeriss v1, AlexNet ${name}`,
    unit: 'mW',
    ours: total('value'),
    range: [total('least'), total('greatest')],
    parts: new Map(Object.entries(kinds).map(([kind, parts]) => [kind, ofKind(parts)] as const)),
    theirs: measured('eyeriss_v1_alexnet_jssc17_tableV').data[name].power,
    remark: '',
  };
}
