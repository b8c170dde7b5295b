import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { spaceOf, type Hierarchy, type Level } from '../mapping/index.js';
import type { LoadedDesign } from './load.js';
import type { StageView } from './stages.js';

/** The hierarchy of memories of a design of its own processing elements: of every choice among the ways of its operands. E737 where it has none. */
export function hierarchyStage({
  design,
  origins,
  models,
}: LoadedDesign): readonly [StageView | undefined, readonly Diagnostic[]] {
  const [space, problems] = spaceOf(design, { origins, models });
  if (space === undefined)
    return [undefined, problems.length > 0 ? problems : [diagnostic('E737', undefined, { design: design.name })]];
  const { hierarchies, mac, frequency, reduces, notes } = space;
  const data = {
    schema: 'accel-hierarchy/1',
    design: design.name,
    mac,
    clock_hz: frequency,
    neighbours_reduce: [...reduces],
    hierarchies: hierarchies.map(hierarchyData),
    notes,
  };
  const text = [...hierarchies.map(hierarchyText), ...notes.map((note) => `note: ${note}\n`)].join('\n');
  return [{ text, json: `${JSON.stringify(data, null, 2)}\n` }, problems];
}

function hierarchyData({ levels, macs }: Hierarchy): object {
  return {
    levels: levels.map((level) => ({
      name: level.name,
      instances: level.instances,
      mesh: level.mesh,
      capacity_words: level.capacity,
      block_words: level.block,
      read_words_per_cycle: level.readBandwidth,
      write_words_per_cycle: level.writeBandwidth,
      link_words_per_cycle: Object.fromEntries(level.links ?? []),
      keeps: [...level.keeps],
      multicasts: [...level.multicasts],
      energy_pj: level.energy_pj,
    })),
    macs,
  };
}

function hierarchyText({ levels, macs }: Hierarchy): string {
  const lines = levels.map((level) => `${level.name}: ${levelText(level)}\n`);
  const { x, y } = macs.mesh;
  const energy = Number(macs.energy_pj.toPrecision(3));
  return `${lines.join('')}multiply-accumulators: ${macs.instances}, ${y} x ${x}, ${energy} pJ each\n`;
}

function levelText({ instances, mesh, capacity, block, readBandwidth, keeps, energy_pj }: Level): string {
  const number = (value: number): string => String(Number(value.toPrecision(3)));
  const times = instances === 1 ? '' : `${instances} (${mesh.y} x ${mesh.x}) of `;
  const words = capacity === null ? 'enough words' : `${capacity} words`;
  const rate = readBandwidth === null ? '' : `, ${number(readBandwidth)} a cycle`;
  const access = `${number(energy_pj.read)} and ${number(energy_pj.update)} pJ to read and write ${block === 1 ? 'one' : block}`;
  return `${times}${words}${rate}, ${access}; ${[...keeps].join(', ')}`;
}
