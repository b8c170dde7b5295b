import type { Expr, Value } from '../ir/index.js';
import type { Expression, NodeBase } from '../syntax/index.js';
import { clockedScope } from './design-clocks.js';
import type { ComponentEntity, Entity, LetEntity, ParameterEntity, WorkloadEntity } from './entities.js';
import { asType, evaluate, letValue, valueOf } from './evaluate.js';
import { begin, emptyFrame, emptyScope, type Elaborating, type Scope } from './frame.js';
import { lowerLate } from './lower.js';
import type { Program } from './program.js';

/**
 * The value of a constant; of a parameter or a `let` of a design or component, the one it has when every parameter has its
 * default. Undefined where there is none: a parameter without default, a late value, a name within a loop, a mistake.
 */
export function knownValue(program: Program, entity: Entity): Value | undefined {
  const e = begin(program);
  switch (entity.kind) {
    case 'const':
      return valueOf(e, emptyScope(entity.scope, emptyFrame()), entity.at, entity);
    case 'parameter':
    case 'let':
      return valueWithin(e, entity);
    default:
      return undefined;
  }
}

function valueWithin(e: Elaborating, entity: ParameterEntity | LetEntity): Value | undefined {
  const { facts } = e.program;
  if (entity.kind === 'let') {
    // Of an interface: each component that keeps it has another value.
    if (entity.node.kind === 'LetSignature') return undefined;
    if (facts.checked.get(entity.node.value)?.late !== false) return undefined;
  }
  const owner = e.program.modules
    .get(entity.file)
    ?.declared.filter(isOwner)
    // The place first: the names within others need not be entered for this.
    .find((each) => isAround(each.node, entity.at) && each.scope === entity.home);
  if (owner === undefined) return undefined;
  const root = rootOf(e, owner);
  return entity.kind === 'parameter' ? root.values.get(entity) : letValue(e, root, entity.at, entity);
}

function isAround(node: NodeBase, { start }: NodeBase): boolean {
  return node.start <= start && start < node.end;
}

function isOwner(entity: Entity): entity is Owner {
  return entity.kind === 'component' || entity.kind === 'function' || entity.kind === 'workload';
}

type Owner = Extract<Entity, { readonly kind: 'component' | 'function' | 'workload' }>;

/** The scope of a body in which every parameter has its default. */
function rootOf(e: Elaborating, owner: Owner): Scope {
  const component = owner.kind === 'component' ? owner : undefined;
  const root =
    component?.node.flavour === 'design'
      ? clockedScope(e, component, []).root
      : emptyScope(owner.scope, { ...emptyFrame(), component });
  bindDefaults(e, root, owner.parameters);
  return root;
}

/** What expressions in the bodies of a program are when every parameter has its default. */
export interface KnownValues {
  /** The value of an early expression among the members of `owner`, outside of loops; undefined where there is none. */
  readonly early: (owner: ComponentEntity | WorkloadEntity, node: Expression) => Value | undefined;
  /** A late expression as a tree whose early parts are literals. */
  readonly late: (owner: ComponentEntity, node: Expression) => Expr | undefined;
}

/** Values within a program, each component's worked out when first asked for. What is wrong is not told here. */
export function knownValues(program: Program): KnownValues {
  const e = begin(program);
  const roots = new Map<Owner, Scope>();
  const rootFor = (owner: ComponentEntity | WorkloadEntity): Scope => {
    const root = roots.get(owner) ?? rootOf(e, owner);
    roots.set(owner, root);
    return root;
  };
  return {
    early: (owner, node) =>
      program.facts.checked.get(node)?.late === false ? evaluate(e, rootFor(owner), node) : undefined,
    late: (owner, node) => lowerLate(e, rootFor(owner), node),
  };
}

/** Gives parameters their defaults. */
export function bindDefaults(e: Elaborating, root: Scope, parameters: readonly ParameterEntity[]): void {
  for (const parameter of parameters) {
    const { default: source, type } = parameter.node;
    const value = source === undefined ? undefined : evaluate(e, root, source);
    root.values.set(parameter, value === undefined ? undefined : asType(e, type, value));
  }
}
