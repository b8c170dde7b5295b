import type { Span } from '../diagnostics/index.js';
import {
  componentBehind,
  knownValues,
  typeText,
  type ComponentEntity,
  type KnownValues,
  type ParameterEntity,
  type Program,
} from '../language/index.js';
import type { Expression, NumberLiteral } from '../syntax/index.js';

/** A number in the source of a design that a repair may change, as a setting of elaboration. */
export interface Candidate {
  /** `rows`, `core.rows` */
  readonly path: string;
  /** Where the literal stands. */
  readonly span: Span;
  readonly value: number;
  /** The unit behind the number; undefined for a plain `int`. */
  readonly unit: string | undefined;
  readonly least: number;
  readonly greatest: number;
}

const repairTypes: ReadonlySet<string> = new Set(['int', 'information']);

/**
 * What may be changed of a design to make a requirement hold: its bounded `int` parameters with a literal for a default, and
 * literal `int`s and amounts of information given to its instances. Other quantities are facts of a technology more often than
 * choices, so others than those of `types` are left out.
 */
export function repairCandidates(
  program: Program,
  design: string,
  types: ReadonlySet<string> = repairTypes,
): readonly Candidate[] {
  const entity = program.entry.declared.find(
    (each): each is ComponentEntity =>
      each.kind === 'component' && each.node.flavour === 'design' && each.name === design,
  );
  if (entity === undefined) return [];
  const values = knownValues(program);
  const own = entity.parameters.flatMap((parameter): readonly Candidate[] => {
    const { default: literal, bounds } = parameter.node;
    if (literal === undefined || bounds === undefined) return [];
    return listed(candidate({ program, values, types }, entity, parameter, literal, parameter.name));
  });
  const given = entity.node.members.flatMap((member) => {
    if (member.kind !== 'InstanceMember') return [];
    const component = componentBehind(program, member.component);
    return member.arguments.flatMap((argument) => {
      const parameter = component?.parameters.find(({ name }) => name === argument.name.name);
      if (component === undefined || parameter === undefined) return [];
      const path = `${member.name.name}.${parameter.name}`;
      return listed(candidate({ program, values, types }, component, parameter, argument.value, path));
    });
  });
  return [...own, ...given];
}

function listed(found: Candidate | undefined): readonly Candidate[] {
  return found === undefined ? [] : [found];
}

interface Known {
  readonly program: Program;
  readonly values: KnownValues;
  readonly types: ReadonlySet<string>;
}

function candidate(
  { program, values, types }: Known,
  owner: ComponentEntity,
  parameter: ParameterEntity,
  literal: Expression,
  path: string,
): Candidate | undefined {
  const type = program.facts.types.get(parameter.node.type);
  const kind = type === undefined ? undefined : typeText(type);
  const number = kind !== undefined && types.has(kind) ? numberOf(literal, kind) : undefined;
  if (number === undefined) return undefined;
  const [least, greatest] = boundsOf(values, owner, parameter);
  const span = { file: program.entry.path, start: literal.start, end: literal.end };
  return { path, span, ...number, least, greatest };
}

function numberOf(literal: Expression, type: string): Pick<Candidate, 'value' | 'unit'> | undefined {
  if (type === 'int' && isWhole(literal)) return { value: literal.value, unit: undefined };
  if (literal.kind !== 'QuantityLiteral') return undefined;
  return { value: literal.number.value, unit: literal.unit };
}

function isWhole(literal: Expression): literal is NumberLiteral {
  return (
    literal.kind === 'NumberLiteral' && literal.integer && Number.isSafeInteger(literal.value) && literal.value > 0
  );
}

/** Bounds of an `int`, inclusive; those that are not known, and those of quantities, are left to elaboration. */
function boundsOf(values: KnownValues, owner: ComponentEntity, { node }: ParameterEntity): readonly [number, number] {
  const { bounds } = node;
  const [from, to] = [bounds?.from, bounds?.to].map((each) =>
    each === undefined ? undefined : values.early(owner, each),
  );
  const least = from?.kind === 'int' ? from.value : 1;
  const greatest = to?.kind === 'int' ? to.value - (bounds?.inclusive === true ? 0 : 1) : Number.POSITIVE_INFINITY;
  return [Math.max(1, least), greatest];
}
