import {
  knownValue,
  knownValues,
  type ComponentEntity,
  type KnownValues,
  type Program,
  type WorkloadEntity,
} from '../../src/language/index.js';
import type { Argument, Expression, InstanceMember, Member, Parameter } from '../../src/syntax/index.js';
import { formatNumber } from '../../src/units/index.js';
import { placeKey, type LiveEstimates } from '../../src/workspace/index.js';
import type { Analysis, Place } from '../analysis.js';
import type { HintKind } from '../live/settings.js';
import { areaText, bandwidthText, peaksText, powerText, valueText } from '../names/figures.js';

/** A figure shown in a line of the source. */
export interface Hint {
  readonly at: number;
  readonly kind: HintKind;
  readonly text: string;
  readonly tooltip?: string;
}

interface Context {
  readonly analysis: Analysis;
  readonly live: LiveEstimates | undefined;
  readonly within: Omit<Place, 'file'>;
  readonly values: KnownValues;
  readonly kinds: ReadonlySet<HintKind>;
}

/**
 * The figures of a stretch of a file: values of what is no literal, with the defaults of the parameters; and of what is
 * estimated, areas of instances, bandwidths of connections and how requirements came out. What is not known has no hint.
 */
export function hints(
  analysis: Analysis,
  within: Omit<Place, 'file'>,
  kinds: ReadonlySet<HintKind>,
  live: LiveEstimates | undefined,
): readonly Hint[] {
  const context: Context = { analysis, live, within, kinds, values: valuesOf(analysis.program) };
  const found = analysis.program.entry.declared.flatMap((entity): readonly Hint[] => {
    if (!('node' in entity) || entity.node === undefined) return [];
    if (entity.node.end < within.start || within.end < entity.node.start) return [];
    switch (entity.kind) {
      case 'component':
        return [
          ...entity.parameters.flatMap(({ node }) => defaultHint(context, entity, node)),
          ...membersHints(context, entity, entity.node.members),
        ];
      case 'workload':
        return entity.node.statements.flatMap((each) =>
          each.kind === 'SettingStatement' || each.kind === 'LetMember'
            ? valueHint(context, each.kind === 'LetMember' ? 'values' : 'arguments', entity, each.value)
            : [],
        );
      case 'const': {
        const { value: node } = entity.node;
        const value = isLiteral(node) || !kinds.has('values') ? undefined : knownValue(analysis.program, entity);
        return value === undefined || value.kind === 'dtype'
          ? []
          : [{ at: node.end, kind: 'values', text: `= ${valueText(value)}` }];
      }
      default:
        return [];
    }
  });
  return found
    .filter(({ at, kind }) => kinds.has(kind) && within.start <= at && at <= within.end)
    .toSorted((a, b) => a.at - b.at);
}

const known = new WeakMap<Program, KnownValues>();

function valuesOf(program: Program): KnownValues {
  const values = known.get(program) ?? knownValues(program);
  known.set(program, values);
  return values;
}

function membersHints(context: Context, owner: ComponentEntity, members: readonly Member[]): readonly Hint[] {
  const { start, end } = context.within;
  const near = members.filter((member) => member.start <= end && start <= member.end);
  return near.flatMap((member) => memberHints(context, owner, member));
}

function memberHints(context: Context, owner: ComponentEntity, member: Member): readonly Hint[] {
  switch (member.kind) {
    case 'LetMember':
      return letHint(context, owner, member);
    case 'ClockMember':
      return valueHint(context, 'values', owner, member.frequency);
    case 'ProcessMember':
      return argumentHints(context, owner, member.arguments);
    case 'InstanceMember':
      return [
        ...arrayHint(context, owner, member),
        ...areaHint(context, member),
        ...argumentHints(context, owner, member.arguments),
      ];
    case 'ConnectMember':
      return connectionHint(context, member);
    case 'RequireMember':
      return requirementHint(context, member);
    case 'ForMember':
      return membersHints(context, owner, member.body);
    case 'IfMember':
      return [...member.then, ...(member.else ?? [])].flatMap((each) => membersHints(context, owner, [each]));
    default:
      return [];
  }
}

// ---------------------------------------------------------------------------------------------------------------- values

function isLiteral(node: Expression): boolean {
  switch (node.kind) {
    case 'NumberLiteral':
    case 'QuantityLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'CaseExpression':
    case 'ErrorExpression':
      return true;
    case 'UnaryExpression':
      return isLiteral(node.operand);
    case 'ParenthesizedExpression':
      return isLiteral(node.inner);
    case 'ListExpression':
      return node.elements.every(isLiteral);
    default:
      return false;
  }
}

function valueHint(
  { values, kinds }: Context,
  kind: HintKind,
  owner: ComponentEntity | WorkloadEntity,
  node: Expression,
): readonly Hint[] {
  if (isLiteral(node) || !kinds.has(kind)) return [];
  const value = values.early(owner, node);
  // A number type that is named says itself what it is.
  if (value === undefined || value.kind === 'dtype') return [];
  const tooltip = owner.parameters.length === 0 ? {} : { tooltip: `with the defaults of ${owner.name}` };
  return [{ at: node.end, kind, text: `= ${valueText(value)}`, ...tooltip }];
}

function letHint(
  context: Context,
  owner: ComponentEntity,
  { name, value }: Extract<Member, { kind: 'LetMember' }>,
): readonly Hint[] {
  const key = placeKey({ file: context.analysis.path, start: name.start });
  const late = context.live?.designs.map(({ lets }) => lets.get(key)).find((each) => each !== undefined);
  if (late === undefined) return valueHint(context, 'values', owner, value);
  return [{ at: value.end, kind: 'values', text: `= ${valueText(late)}`, tooltip: 'by the estimate' }];
}

function defaultHint(context: Context, owner: ComponentEntity, { default: value }: Parameter): readonly Hint[] {
  return value === undefined ? [] : valueHint(context, 'values', owner, value);
}

function argumentHints(context: Context, owner: ComponentEntity, all: readonly Argument[]): readonly Hint[] {
  return all.flatMap(({ value }) => valueHint(context, 'arguments', owner, value));
}

/** `Tile[rows, cols]` has so many elements. */
function arrayHint({ values, analysis }: Context, owner: ComponentEntity, { shape }: InstanceMember): readonly Hint[] {
  const [first] = shape;
  const last = shape.at(-1);
  if (first === undefined || last === undefined || (shape.length === 1 && isLiteral(first))) return [];
  let total = 1;
  for (const extent of shape) {
    const value = values.early(owner, extent);
    if (value?.kind !== 'int') return [];
    total *= value.value;
  }
  return [{ at: afterBracket(analysis, last.end), kind: 'arrays', text: `= ${formatNumber(total)}` }];
}

function afterBracket({ text }: Analysis, end: number): number {
  const bracket = /^\s*,?\s*\]/.exec(text.slice(end, end + 100));
  return end + (bracket?.[0].length ?? 0);
}

// --------------------------------------------------------------------------------------------------------------- figures

function areaHint({ analysis, live }: Context, { name, component, shape }: InstanceMember): readonly Hint[] {
  const key = placeKey({ file: analysis.path, start: name.start });
  const found = live?.designs.map(({ instances }) => instances.get(key)).find((each) => each !== undefined);
  if (found === undefined || found.area_mm2 === 0) return [];
  const last = shape.at(-1);
  const at = last === undefined ? component.end : afterBracket(analysis, last.end);
  const lines = [
    ...(found.count === 1 ? [] : [`${formatNumber(found.count)} x ${areaText(found.area_mm2 / found.count)}`]),
    ...(Object.keys(found.peak_ops_per_s).length === 0 ? [] : [`peak ${peaksText(found.peak_ops_per_s)}`]),
    `${powerText(found.power_peak_w)} at full use`,
  ];
  return [{ at, kind: 'instances', text: areaText(found.area_mm2), tooltip: lines.join(', ') }];
}

function connectionHint({ analysis, live }: Context, { start, end }: Member): readonly Hint[] {
  const key = placeKey({ file: analysis.path, start });
  const found = live?.designs.map(({ connections }) => connections.get(key)).find((each) => each !== undefined);
  if (found === undefined) return [];
  const { count, bandwidth_b_per_s: each } = found;
  const times = count === 1 ? '' : `${formatNumber(count)} x `;
  const tooltip = count === 1 ? {} : { tooltip: `${bandwidthText(count * each)} together` };
  return [{ at: end, kind: 'connections', text: `${times}${bandwidthText(each)}`, ...tooltip }];
}

function requirementHint({ analysis, live }: Context, { start, end }: Member): readonly Hint[] {
  const key = placeKey({ file: analysis.path, start });
  const found = live?.designs.map(({ judged }) => judged.get(key)).find((each) => each !== undefined);
  if (found === undefined) return [];
  const sides = found.condition.split(': ').at(-1) ?? found.condition;
  const tooltip = found.dominated_by === '' ? {} : { tooltip: `mostly ${found.dominated_by}` };
  return [{ at: end, kind: 'requirements', text: `${found.holds ? 'holds' : 'fails'}: ${sides}`, ...tooltip }];
}
