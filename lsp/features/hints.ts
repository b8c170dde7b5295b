import { knownValue, type ComponentEntity, type WorkloadEntity } from '../../src/language/index.js';
import type { Argument, Expression, InstanceMember, Member, Parameter } from '../../src/syntax/index.js';
import { formatNumber } from '../../src/units/index.js';
import { placeKey, type LiveEstimates } from '../../src/workspace/index.js';
import type { Analysis } from '../analysis.js';
import type { Earlier } from '../live/earlier.js';
import type { HintKind } from '../live/settings.js';
import { valueText } from '../names/figures.js';
import { isLiteral } from '../names/nodes.js';
import { valuesOf } from '../names/values.js';
import { areaHint, connectionHint, requirementHint } from './hint-figures.js';
import { afterBracket, type Hint, type HintContext as Context, type Stretch } from './hint-context.js';

/**
 * The figures of a stretch of a file: values of what is no literal, with the defaults of the parameters; and of what is
 * estimated, areas of instances, bandwidths of connections and how requirements came out. What is not known has no hint. Until
 * a file is estimated again, what an edit has not touched keeps what it had, so that lines do not jump at each keystroke.
 */
export function hints(
  analysis: Analysis,
  within: Stretch,
  kinds: ReadonlySet<HintKind>,
  made: LiveEstimates | undefined,
  earlier?: Earlier,
): readonly Hint[] {
  const live = made ?? earlier?.live;
  const file = analysis.path;
  const keyOf: Context['keyOf'] = (start, around) => {
    const at = made === undefined ? earlier?.placeOf(start, around) : start;
    return at === undefined ? '' : placeKey({ file, start: at });
  };
  const context: Context = {
    analysis,
    live,
    estimated: made !== undefined,
    keyOf,
    within,
    kinds,
    values: valuesOf(analysis.program),
  };
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
      return requirementHint(context, owner, member);
    case 'ForMember':
      return membersHints(context, owner, member.body);
    case 'IfMember':
      return [...member.then, ...(member.else ?? [])].flatMap((each) => membersHints(context, owner, [each]));
    default:
      return [];
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
  member: Extract<Member, { kind: 'LetMember' }>,
): readonly Hint[] {
  const { name, value } = member;
  const key = context.keyOf(name.start, member);
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
  return [{ at: afterBracket(analysis.text, last.end), kind: 'arrays', text: `= ${formatNumber(total)}` }];
}
