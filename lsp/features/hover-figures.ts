import { listDesigns, type Entity, type InstanceEntity, type Program } from '../../src/language/index.js';
import type { Expression, Node } from '../../src/syntax/index.js';
import { formatNumber } from '../../src/units/index.js';
import { placeKey, type LiveEstimates, type LiveInstance, type LivePort } from '../../src/workspace/index.js';
import type { Analysis } from '../analysis.js';
import { areaText, bandwidthText, energyText, peaksText, powerText, valueText, widthText } from '../names/figures.js';
import { innermost } from '../names/nodes.js';

/** What the estimate adds to the hover of a name, in Markdown; empty where it has nothing to say. `path` are the nodes around. */
export function figuresOf(
  { program }: Analysis,
  entity: Entity,
  path: readonly Node[],
  live: LiveEstimates | undefined,
): readonly string[] {
  if (entity.kind === 'measure') return measured(program, entity.name, path, live);
  if (entity.kind !== 'instance' && entity.kind !== 'port' && entity.kind !== 'let') return [];
  const waits = live === undefined && listDesigns(program).length > 0;
  const key = placeKey({ file: entity.file, start: entity.at.start });
  switch (entity.kind) {
    case 'instance': {
      if (waits) return ['estimating ...'];
      const found = firstOf(live, ({ instances }) => instances.get(key));
      return found === undefined ? [] : [instanceText(found)];
    }
    case 'port': {
      const found = firstOf(live, ({ ports }) => ports.get(key)) ?? portOfInstance(program, entity.name, path, live);
      return found === undefined ? [] : portText(found);
    }
    case 'let': {
      const found = firstOf(live, ({ lets }) => lets.get(key));
      return found === undefined ? [] : [`\`${valueText(found)}\` by the estimate`];
    }
  }
}

/** `area`: of the design around it; `core.area`: of that instance. */
export function measured(
  program: Program,
  name: string,
  path: readonly Node[],
  live: LiveEstimates | undefined,
): readonly string[] {
  const member = innermost(path, 'MemberExpression');
  const instance = member?.name.name === name ? instanceBehind(program, member.object) : undefined;
  const around = innermost(path, 'ComponentDeclaration')?.name.name;
  const found =
    instance === undefined
      ? live?.designs.find((design) => design.name === around)?.hardware
      : firstOf(live, ({ instances }) => instances.get(placeKey({ file: instance.file, start: instance.at.start })));
  if (found === undefined) return [];
  const texts: Readonly<Record<string, string>> = {
    area: areaText(found.area_mm2),
    tdp: powerText(found.tdp_w),
    power_peak: powerText(found.power_peak_w),
    leakage: powerText(found.leakage_w),
  };
  const text = texts[name];
  return text === undefined ? [] : [`\`${text}\` by the estimate`];
}

/** How the requirement at whose word `require` the place is came out. */
export function requirementHover(
  { path: file }: Analysis,
  path: readonly Node[],
  offset: number,
  live: LiveEstimates | undefined,
): { readonly start: number; readonly end: number; readonly markdown: string } | undefined {
  const node = innermost(path, 'RequireMember');
  const end = (node?.start ?? 0) + 'require'.length;
  if (node === undefined || offset < node.start || offset > end) return undefined;
  const found = firstOf(live, ({ judged }) => judged.get(placeKey({ file, start: node.start })));
  if (found === undefined) return undefined;
  const mostly = found.dominated_by === '' ? '' : `\n\nmostly ${found.dominated_by}`;
  return {
    start: node.start,
    end,
    markdown: `${found.holds ? 'holds' : '**fails**'}: \`${found.condition}\`${mostly}`,
  };
}

function firstOf<T>(
  live: LiveEstimates | undefined,
  of: (design: LiveEstimates['designs'][number]) => T | undefined,
): T | undefined {
  for (const design of live?.designs ?? []) {
    const found = of(design);
    if (found !== undefined) return found;
  }
  return undefined;
}

function instanceText(found: LiveInstance): string {
  const { count, area_mm2, power_peak_w, leakage_w, peak_ops_per_s, assurance, ports } = found;
  const each = (text: (value: number) => string, value: number): string =>
    count === 1 ? text(value) : `${text(value)} (${formatNumber(count)} x ${text(value / count)})`;
  const lines = [
    `area ${each(areaText, area_mm2)}`,
    `power ${each(powerText, power_peak_w)} at full use, of that ${powerText(leakage_w)} leakage`,
    ...energyOf(found),
    ...(Object.keys(peak_ops_per_s).length === 0 ? [] : [`peak ${peaksText(peak_ops_per_s)}`]),
    ...(ports.some(({ bandwidth_b_per_s }) => bandwidth_b_per_s !== undefined)
      ? [`ports ${ports.flatMap(bandwidthOf).join(', ')}`]
      : []),
    ...(assurance === undefined ? [] : [assuranceTexts[assurance]]),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

const assuranceTexts: Readonly<Record<NonNullable<LiveInstance['assurance']>, string>> = {
  proved: 'timing **proved**: the hardware exists and is simulated to take these cycles',
  modelled: 'timing **modelled**: a formula, with no hardware that is held against it',
  bounded: 'timing **bounded**: an ideal schedule',
};

/** At full use, leakage included: of a cycle, and of an operation where it has some. */
function energyOf({ energy_cycle_j, power_peak_w, peak_ops_per_s }: LiveInstance): readonly string[] {
  if (energy_cycle_j === 0) return [];
  const rate = Object.values(peak_ops_per_s).reduce((sum, each) => sum + each, 0);
  const each = rate === 0 ? '' : `, ${energyText(power_peak_w / rate)} an operation`;
  return [`energy ${energyText(energy_cycle_j)} a cycle at full use${each}`];
}

function bandwidthOf({ name, count, bandwidth_b_per_s }: LivePort): readonly string[] {
  if (bandwidth_b_per_s === undefined) return [];
  return [`\`${name}\` ${count === 1 ? '' : `${formatNumber(count)} x `}${bandwidthText(bandwidth_b_per_s)}`];
}

function portText({ count, width_bits, bandwidth_b_per_s }: LivePort): readonly string[] {
  const ports = count === 1 ? '' : `${formatNumber(count)} ports`;
  if (width_bits === undefined) return ports === '' ? [] : [ports];
  const bandwidth = bandwidth_b_per_s === undefined ? '' : `, ${bandwidthText(bandwidth_b_per_s)}`;
  return [`${ports === '' ? '' : `${ports} of `}${widthText(width_bits)} a cycle${bandwidth}`];
}

/** `core.spill`, `tile[*].mem`: the port as that instance has it. */
function portOfInstance(
  program: Program,
  name: string,
  path: readonly Node[],
  live: LiveEstimates | undefined,
): LivePort | undefined {
  const member = innermost(path, 'MemberExpression');
  const instance = member?.name.name === name ? instanceBehind(program, member.object) : undefined;
  if (instance === undefined) return undefined;
  const key = placeKey({ file: instance.file, start: instance.at.start });
  return firstOf(live, ({ instances }) => instances.get(key))?.ports.find((each) => each.name === name);
}

function instanceBehind(program: Program, node: Expression): InstanceEntity | undefined {
  if (node.kind === 'IndexExpression') return instanceBehind(program, node.object);
  const entity = program.facts.resolved.get(node.kind === 'MemberExpression' ? node.name : node);
  return entity?.kind === 'instance' ? entity : undefined;
}
