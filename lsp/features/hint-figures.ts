import type { ComponentEntity } from '../../src/language/index.js';
import type { InstanceMember, Member } from '../../src/syntax/index.js';
import { formatNumber } from '../../src/units/index.js';
import { placeKey } from '../../src/workspace/index.js';
import { sourceOf } from '../names/describe.js';
import { areaText, bandwidthText, peaksText, powerText, valueText } from '../names/figures.js';
import { isLiteral } from '../names/nodes.js';
import { afterBracket, type Hint, type HintContext as Context } from './hint-context.js';

/** The area of an instance, all copies together. */
export function areaHint({ analysis, live, keyOf }: Context, member: InstanceMember): readonly Hint[] {
  const { name, component, shape } = member;
  const key = keyOf(name.start, member);
  const found = live?.designs.map(({ instances }) => instances.get(key)).find((each) => each !== undefined);
  if (found === undefined || found.area_mm2 === 0) return [];
  const last = shape.at(-1);
  const at = last === undefined ? component.end : afterBracket(analysis.text, last.end);
  const lines = [
    ...(found.count === 1 ? [] : [`${formatNumber(found.count)} x ${areaText(found.area_mm2 / found.count)}`]),
    ...(Object.keys(found.peak_ops_per_s).length === 0 ? [] : [`peak ${peaksText(found.peak_ops_per_s)}`]),
    `${powerText(found.power_peak_w)} at full use`,
  ];
  return [{ at, kind: 'instances', text: areaText(found.area_mm2), tooltip: lines.join(', ') }];
}

/** The bandwidth of a connection. */
export function connectionHint({ live, keyOf }: Context, { start, end }: Member): readonly Hint[] {
  const key = keyOf(start, { start, end });
  const found = live?.designs.map(({ connections }) => connections.get(key)).find((each) => each !== undefined);
  if (found === undefined) return [];
  const { count, bandwidth_b_per_s: each } = found;
  const times = count === 1 ? '' : `${formatNumber(count)} x `;
  const tooltip = count === 1 ? {} : { tooltip: `${bandwidthText(count * each)} together` };
  return [{ at: end, kind: 'connections', text: `${times}${bandwidthText(each)}`, ...tooltip }];
}

/** How a requirement came out: by the estimate, or with the defaults of the parameters. What an edit may have changed is not told. */
export function requirementHint(
  context: Context,
  owner: ComponentEntity,
  member: Extract<Member, { kind: 'RequireMember' }>,
): readonly Hint[] {
  const { analysis, live, estimated } = context;
  const { start, end } = member;
  const key = placeKey({ file: analysis.path, start });
  const found = estimated
    ? live?.designs.map(({ judged }) => judged.get(key)).find((each) => each !== undefined)
    : undefined;
  if (found === undefined) return earlyRequirement(context, owner, member);
  const sides = found.condition.split(': ').at(-1) ?? found.condition;
  const tooltip = found.dominated_by === '' ? {} : { tooltip: `mostly ${found.dominated_by}` };
  return [{ at: end, kind: 'requirements', text: `${found.holds ? 'holds' : 'fails'}: ${sides}`, ...tooltip }];
}

function earlyRequirement(
  { analysis, values, kinds }: Context,
  owner: ComponentEntity,
  { condition, end }: Extract<Member, { kind: 'RequireMember' }>,
): readonly Hint[] {
  if (!kinds.has('requirements') || condition.kind !== 'BinaryExpression') return [];
  const came = values.early(owner, condition);
  if (came?.kind !== 'bool') return [];
  const sides = [condition.left, condition.right].flatMap((side) => {
    const value = isLiteral(side) ? undefined : values.early(owner, side);
    if (value === undefined || value.kind === 'bool') return [];
    return [`${sourceOf(analysis.program, analysis.path, side)} is ${valueText(value)}`];
  });
  if (sides.length === 0) return [];
  const text = `${came.value ? 'holds' : 'fails'}: ${sides.join(', ')}`;
  const tooltip = owner.parameters.length === 0 ? {} : { tooltip: `with the defaults of ${owner.name}` };
  return [{ at: end, kind: 'requirements', text, ...tooltip }];
}
