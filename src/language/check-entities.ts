import type { Measure, Run } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { checkExpression, expectEarly, expectType } from './check-expression.js';
import { typeOf } from './check-types.js';
import { fault, note, resolve, type Checker } from './checker.js';
import {
  describeEntity,
  isInSystem,
  type AliasEntity,
  type ClockEntity,
  type ComponentEntity,
  type Entity,
  type InstanceEntity,
  type LetEntity,
  type LoopEntity,
  type Names,
  type TensorEntity,
  type WorkloadEntity,
} from './entities.js';
import { early, int, tensor, typeText, unknown, unknownEarly, type Checked, type Type } from './types.js';

const measureDimensions: Readonly<Record<Measure, Type>> = {
  area: quantityOf({ m: 2 }),
  tdp: quantityOf({ J: 1, s: -1 }),
  power_peak: quantityOf({ J: 1, s: -1 }),
  leakage: quantityOf({ J: 1, s: -1 }),
  cost: quantityOf({ USD: 1 }),
  peak: quantityOf({ op: 1, s: -1 }),
};

function quantityOf(dimension: { readonly [unit: string]: number }): Type {
  return { kind: 'quantity', dimension };
}

/** Type of a measure of a design or an instance. */
export function measureType(measure: Measure): Type {
  return measureDimensions[measure];
}

/** What a workload's throughput counts: tokens where it has a phase of a language model, samples of another model, else runs. */
function workUnit(workload: WorkloadEntity): 'token' | 'sample' | undefined {
  const { statements } = workload.node;
  if (statements.some((each) => each.kind === 'SettingStatement' && each.name.name === 'phase')) return 'token';
  return statements.some((each) => each.kind === 'ModelStatement') ? 'sample' : undefined;
}

/** Type of what running a workload tells. */
export function runType(run: Run, workload: WorkloadEntity): Type {
  switch (run) {
    case 'throughput': {
      const unit = workUnit(workload);
      return quantityOf(unit === undefined ? { s: -1 } : { [unit]: 1, s: -1 });
    }
    case 'latency':
      return quantityOf({ s: 1 });
    case 'energy':
      return quantityOf({ J: 1 });
    case 'energy_per_token':
      return quantityOf({ J: 1, token: -1 });
    case 'utilization':
    case 'cycles':
      return quantityOf({});
  }
}

/** Type and stage of a name used as a value; what is none is reported at `node`. */
export function typeOfEntity(checker: Checker, scope: Names, node: ast.NodeBase, entity: Entity): Checked {
  switch (entity.kind) {
    case 'broken':
      return unknownEarly;
    case 'dtype':
      return early({ kind: 'dtype' });
    case 'measure':
      if (entity.name === 'peak') {
        fault(checker, scope.file, node, 'E217', { function: 'peak', name: 'dtype' }, { help: 'write peak(int8)' });
        return { type: unknown, late: true };
      }
      return { type: measureType(entity.name), late: true };
    case 'function':
    case 'builtin':
    case 'run':
    case 'enum':
    case 'component':
    case 'alias':
    case 'mapping':
    case 'explore':
    case 'namespace':
    case 'operator':
      fault(checker, scope.file, node, 'E207', { name: entity.name, what: describeEntity(entity) });
      return unknownEarly;
    case 'parameter':
      if (typeOf(checker, entity.home, entity.node.type).kind === 'component') {
        fault(checker, scope.file, node, 'E207', { name: entity.name, what: 'a component' });
        return unknownEarly;
      }
      return valueOfEntity(checker, scope, node, entity);
    default:
      return valueOfEntity(checker, scope, node, entity);
  }
}

/** A value that is looked up costs as much of the stack as so many expressions within each other. */
export const framesOfEntity = 6;

type Valued = Exclude<
  Entity,
  {
    kind:
      | 'broken'
      | 'dtype'
      | 'measure'
      | 'function'
      | 'builtin'
      | 'run'
      | 'enum'
      | 'component'
      | 'alias'
      | 'mapping'
      | 'explore'
      | 'namespace'
      | 'operator';
  }
>;

function valueOfEntity(checker: Checker, scope: Names, node: ast.NodeBase, entity: Valued): Checked {
  const before = checker.entities.get(entity);
  if (before !== undefined) return before;
  const start = checker.running.indexOf(entity);
  if (start >= 0) {
    const names = [...checker.running.slice(start), entity].map((each) => each.name);
    fault(checker, scope.file, node, 'E211', { cycle: names.join(' -> ') });
    return unknownEarly;
  }
  checker.running.push(entity);
  checker.depth += framesOfEntity;
  const checked = workOut(checker, entity);
  checker.depth -= framesOfEntity;
  checker.running.pop();
  checker.entities.set(entity, checked);
  return checked;
}

function workOut(checker: Checker, entity: Valued): Checked {
  switch (entity.kind) {
    case 'parameter':
      return early(typeOf(checker, entity.home, entity.node.type));
    case 'let':
      return letType(checker, entity);
    case 'const':
      return early(constType(checker, entity.scope, entity.node));
    case 'loop':
      return early(loopType(checker, entity));
    case 'instance':
      return early(instanceType(checker, entity));
    case 'port':
      return early({ kind: 'port', entity, many: false });
    case 'clock':
      return early({ kind: 'clock' });
    case 'workload':
      return early({ kind: 'workload', entity });
    case 'tensor':
      return tensorType(checker, entity);
    case 'label':
      return early(labelType(checker, entity.node));
  }
}

function letType(checker: Checker, entity: LetEntity): Checked {
  const { node, home } = entity;
  if (node.kind === 'LetSignature') return early(typeOf(checker, home, node.type));
  if (node.type === undefined) return valueOnly(checker, home, node.value, checkExpression(checker, home, node.value));
  const type = typeOf(checker, home, node.type);
  const { late } = expectType(checker, home, node.value, type, `"${entity.name}"`);
  return { type, late };
}

function tensorType(checker: Checker, { node, home }: TensorEntity): Checked {
  if (node.kind === 'TensorStatement') return early(tensor);
  const { late } = expectType(checker, home, node.value, tensor, `output "${node.name.name}"`);
  return { type: tensor, late };
}

/** A `let` or constant holds a value, not an instance or a port. */
function valueOnly(checker: Checker, scope: Names, node: ast.Expression, checked: Checked): Checked {
  switch (checked.type.kind) {
    case 'instance':
    case 'port':
    case 'block':
    case 'workload':
    case 'clock':
      fault(checker, scope.file, node, 'E302', { what: 'this', expected: 'a value', found: typeText(checked.type) });
      return { type: unknown, late: checked.late };
    default:
      return checked;
  }
}

function constType(checker: Checker, scope: Names, node: ast.ConstDeclaration): Type {
  const declared = node.type === undefined ? undefined : typeOf(checker, scope, node.type);
  const found = expectEarly(checker, scope, node.value, declared, `constant "${node.name.name}"`);
  return declared ?? valueOnly(checker, scope, node.value, early(found)).type;
}

function loopType(checker: Checker, entity: LoopEntity): Type {
  const { over } = entity.node;
  if (over.kind === 'Range') return int;
  const outer = entity.home.parent ?? entity.home;
  const type = expectEarly(checker, outer, over, undefined, 'what a loop runs over');
  if (type.kind === 'list') return type.element;
  if (type.kind !== 'unknown')
    fault(checker, outer.file, over, 'E302', {
      what: 'what a loop runs over',
      expected: 'a range or a list',
      found: typeText(type),
    });
  return unknown;
}

function labelType(checker: Checker, node: ast.ForMember | ast.IfMember): Type {
  const members =
    node.kind === 'ForMember' ? [node.body] : [node.then, ...(node.else === undefined ? [] : [node.else])];
  const bodies = members.flatMap((each) => checker.bodies.get(each) ?? []);
  return { kind: 'block', bodies, rank: node.kind === 'ForMember' ? 1 : 0, many: false };
}

function instanceType(checker: Checker, entity: InstanceEntity): Type {
  const component = componentOf(checker, entity.home, entity.node.component);
  return component === undefined
    ? unknown
    : { kind: 'instance', component, rank: entity.node.shape.length, many: false };
}

/**
 * The component that an instance's type names: `Sram`, `mem.Sram`; in a system a design or a system. What is none is reported.
 * `system` says where it is meant to stand.
 */
export function componentOf(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
  system = isInSystem(scope),
): ComponentEntity | undefined {
  const entity = componentEntity(checker, scope, node);
  if (entity === undefined || entity.kind === 'broken') return undefined;
  if (entity.kind === 'parameter') {
    const type = typeOf(checker, entity.home, entity.node.type);
    if (type.kind === 'component') return type.interface;
    if (type.kind === 'unknown') return undefined;
  }
  if (entity.kind === 'alias') {
    const component = aliased(checker, scope, node, entity);
    return component !== undefined && fitsPlace(checker, scope, node, component, system) ? component : undefined;
  }
  if (entity.kind !== 'component' || entity.node.flavour === 'interface') {
    fault(checker, scope.file, node, 'E210', { name: entity.name, what: describeEntity(entity) });
    return undefined;
  }
  return fitsPlace(checker, scope, node, entity, system) ? entity : undefined;
}

/** A system is made of chips and of what is bought, a chip of components; what stands in the wrong one is reported. */
function fitsPlace(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
  { name, node: { flavour } }: ComponentEntity,
  system: boolean,
): boolean {
  if (flavour === 'extern') return true;
  const isWhole = flavour === 'design' || flavour === 'system';
  if (isWhole === system) return true;
  if (system) {
    const help = `make a design of it, or put it into one: "design Chip { process ...; clock main = ...; part: ${name}; }"`;
    fault(checker, scope.file, node, 'E462', { name }, { help });
  } else {
    const help = 'put both into a "system"';
    fault(checker, scope.file, node, 'E460', { name, what: `a ${flavour}` }, { help });
  }
  return false;
}

/** The component behind an alias; one that is defined by itself is reported where it is used. */
function aliased(checker: Checker, scope: Names, node: ast.NodeBase, alias: AliasEntity): ComponentEntity | undefined {
  const before = checker.entities.get(alias)?.type;
  if (before !== undefined) return before.kind === 'instance' ? before.component : undefined;
  const start = checker.running.indexOf(alias);
  if (start >= 0) {
    const names = [...checker.running.slice(start), alias].map((each) => each.name);
    fault(checker, scope.file, node, 'E211', { cycle: names.join(' -> ') });
    return undefined;
  }
  checker.running.push(alias);
  const component = componentOf(checker, alias.scope, alias.node.component);
  checker.running.pop();
  const type: Type = component === undefined ? unknown : { kind: 'instance', component, rank: 0, many: false };
  checker.entities.set(alias, early(type));
  return component;
}

function componentEntity(checker: Checker, scope: Names, node: ast.Expression): Entity | undefined {
  if (node.kind === 'NameExpression') return resolve(checker, scope, node, node.name);
  if (node.kind === 'MemberExpression') return namespaceMember(checker, scope, node);
  if (node.kind !== 'ErrorExpression')
    fault(checker, scope.file, node, 'E210', { name: 'this', what: 'an expression' });
  return undefined;
}

/** What `ns.name` means where `ns` is a module imported as a whole; undefined where it is not, or unknown and reported. */
export function namespaceMember(checker: Checker, scope: Names, node: ast.MemberExpression): Entity | undefined {
  if (node.object.kind !== 'NameExpression') return undefined;
  const space = resolve(checker, scope, node.object, node.object.name);
  if (space?.kind !== 'namespace') {
    if (space !== undefined && space.kind !== 'broken') {
      fault(checker, scope.file, node.object, 'E210', { name: node.object.name, what: describeEntity(space) });
    }
    return space?.kind === 'broken' ? space : undefined;
  }
  return exported(checker, scope, space, node.name);
}

/** An export of a module; an unknown one is reported. */
export function exported(
  checker: Checker,
  scope: Names,
  space: Extract<Entity, { kind: 'namespace' }>,
  name: ast.Identifier,
): Entity | undefined {
  const entity = space.exports.get(name.name);
  if (entity === undefined) {
    if (name.name !== '') fault(checker, scope.file, name, 'E203', { module: space.name, name: name.name });
    return undefined;
  }
  note(checker, scope, name, entity);
  return entity;
}

/** Type of a clock's frequency is checked with its member; here only that it is a clock. */
export function isClock(entity: Entity | undefined): entity is ClockEntity {
  return entity?.kind === 'clock';
}
