import { blockLets, clockMember, formatValue, instantiateBlock, locate, type Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { settingsOf } from './check-external.js';
import { clocksOf } from './check-bound.js';
import { spanOf } from './declare.js';
import { boundComponent, withArguments } from './elaborate-arguments.js';
import { chipOf } from './elaborate-chip.js';
import { elaborateComponent } from './elaborate-component.js';
import { keepsInterface } from './elaborate-interface.js';
import { isInSystem, lookup, type ComponentEntity, type InstanceEntity } from './entities.js';
import { evaluate, letValue, valueOf } from './evaluate.js';
import {
  isBroken,
  mistake,
  mistaken,
  stop,
  type BlockChild,
  type Bound,
  type ChipChild,
  type Child,
  type Elaborating,
  type InstanceNode,
  type ModuleChild,
  type Override,
  type Scope,
} from './frame.js';
import { clockNeed } from './needs-clock.js';
import { declarationOf } from './lower-declaration.js';

/** Elaborates an instance: shape, clocks, arguments, and what it is of. Its `child` is undefined where a mistake was reported. */
export function makeInstance(e: Elaborating, home: Scope, entity: InstanceEntity): InstanceNode {
  const { node } = entity;
  countInstance(e, home, node);
  const named = isBroken(e, node.name) ? undefined : boundComponent(e, home, node.component);
  const component = named?.component;
  const shape = shapeOf(e, home, node);
  const clocks = component === undefined ? undefined : clocksFor(e, home, node, component);
  const bound = named === undefined ? undefined : argumentsFor(e, home, node, named);
  const complete =
    component !== undefined && shape !== undefined && clocks !== undefined && bound !== undefined && !e.work.stopped;
  const child = complete ? childOf(e, home, node, bound, clocks) : undefined;
  if (child === undefined) home.frame.failed = true;
  const instance: InstanceNode = {
    entity,
    child,
    shape: shape ?? node.shape.map(() => 1),
    clocks: clocks ?? {},
    name: entity.name,
    prefix: [],
  };
  return keepsInterface(e, home, node, instance) ? instance : { ...instance, child: undefined };
}

/** Counts an instance that is written out; too many end the elaboration. */
export function countInstance(e: Elaborating, home: Scope, node: ast.InstanceMember): void {
  const { instances } = e.program.limits;
  e.work.instances += 1;
  if (e.work.instances > instances) stop(e, home, node, 'the number of instances', instances);
}

function shapeOf(e: Elaborating, home: Scope, node: ast.InstanceMember): readonly number[] | undefined {
  const { instances } = e.program.limits;
  const shape: number[] = [];
  for (const extent of node.shape) {
    const value = evaluate(e, home, extent);
    if (value?.kind !== 'int') return undefined;
    if (value.value < 0) return mistake(e, home, extent, 'E450', { name: node.name.name, value: formatValue(value) });
    shape.push(value.value);
    if (shape.reduce((n, each) => n * each, 1) > instances) {
      return mistake(e, home, extent, 'E230', {
        what: `the size of array "${node.name.name}"`,
        limit: String(instances),
      });
    }
  }
  return shape;
}

/** From the component's clocks to those of the frame it stands in. */
function clocksFor(
  e: Elaborating,
  home: Scope,
  node: ast.InstanceMember,
  component: ComponentEntity,
): Readonly<Record<string, string>> | undefined {
  if (isInSystem(home.names)) return {};
  const given = new Map<string, string>();
  for (const binding of node.clocks) {
    if (isBroken(e, binding.clock) || isBroken(e, binding) || (binding.name !== undefined && isBroken(e, binding.name)))
      return undefined;
    given.set(binding.name?.name ?? 'clk', localClock(home, binding.clock.name));
  }
  return Object.fromEntries(clocksOf(component).map((clock) => [clock, given.get(clock) ?? localClock(home, 'clk')]));
}

/** The clock's name in the IR: `clk` of a design is its first clock. */
function localClock(home: Scope, name: string): string {
  const entity = lookup(home.names, name);
  const { component } = home.frame;
  if (entity?.kind !== 'clock' || entity.node !== undefined || component?.node.flavour !== 'design') return name;
  const first = component.node.members.find((member) => member.kind === 'ClockMember');
  return first?.kind === 'ClockMember' ? first.name.name : name;
}

/** Arguments as bound before, given, and set from outside; undefined where one is broken. */
function argumentsFor(e: Elaborating, home: Scope, node: ast.InstanceMember, named: Bound): Bound | undefined {
  const bound = withArguments(e, home, named, node.arguments);
  const values = new Map(bound?.values);
  for (const { path, value } of home.frame.overrides) {
    const [instance, parameter] = path;
    if (path.length === 2 && instance === node.name.name && parameter !== undefined) values.set(parameter, value);
  }
  return bound === undefined ? undefined : { ...bound, values };
}

function childOf(
  e: Elaborating,
  home: Scope,
  node: ast.InstanceMember,
  bound: Bound,
  clocks: Readonly<Record<string, string>>,
): Child | undefined {
  const { component } = bound;
  if (component.node.flavour === 'extern') return blockOf(e, home, node, component, bound.values);
  const { flavour } = component.node;
  const overrides = home.frame.overrides.filter(({ path }) => path[0] === node.name.name && path.length > 2);
  const rest: readonly Override[] = overrides.map(({ path, value }) => ({ path: path.slice(1), value }));
  if (flavour === 'design') return chipOf(e, home, node, bound, rest);
  const frequencies = new Map(
    Object.entries(clocks).map(([inner, outer]) => [inner, home.frame.frequencies.get(outer)]),
  );
  const child = elaborateComponent(e, { ...bound, frequencies, overrides: rest, user: home, node });
  // What the component asked of its clocks, its user has asked of the clocks it gave.
  for (const clock of child?.root.frame.read ?? []) home.frame.read.add(clocks[clock] ?? clock);
  return child;
}

/** An extern component with its arguments. */
export function blockOf(
  e: Elaborating,
  home: Scope,
  node: Pick<ast.InstanceMember, 'component' | 'arguments'>,
  component: ComponentEntity,
  args: ReadonlyMap<string, Value>,
): BlockChild | undefined {
  const declaration = declarationOf(e, component);
  if (declaration === undefined) return undefined;
  const clocked = isInSystem(home.names) ? clockNeed(component, declaration) : undefined;
  if (clocked !== undefined) {
    const help = 'what stands in a system has clocks of its own: make what it needs a parameter';
    return mistake(e, home, node.component, 'E486', { what: clocked }, { help });
  }
  const [block, problems] = instantiateBlock(declaration, args);
  for (const found of problems) {
    const { about } = found;
    const argument =
      about?.kind === 'argument' ? node.arguments.find((each) => each.name.name === about.name) : undefined;
    // What is wrong with a user's own Verilog is told where it is named.
    const stated = found.diagnostic.code === 'E471' ? settingsOf(component.node).get('verilog') : undefined;
    const origin =
      stated === undefined
        ? spanOf(home.names.file, argument?.value ?? node.component)
        : spanOf(component.file, stated.value);
    mistaken(e, home, locate(found, origin));
  }
  if (block === undefined) return undefined;
  return { kind: 'block', block, declaration, ports: new Map(block.ports.map((port) => [port.name, port])) };
}

/** The value of a parameter or `let` of an instance. */
export function childLet(e: Elaborating, scope: Scope, instance: InstanceNode, name: string): Value | undefined {
  const { child } = instance;
  if (child?.kind === 'module' || child?.kind === 'chip') return moduleMember(e, child, name);
  if (child === undefined) return undefined;
  const known = child.block.parameters[name] ?? child.block.derived[name];
  if (known !== undefined) return known;
  const frequencies = new Map<string, number>();
  for (const [inner, outer] of Object.entries(instance.clocks)) {
    scope.frame.read.add(outer);
    const frequency = scope.frame.frequencies.get(outer);
    if (frequency !== undefined) frequencies.set(inner, frequency);
  }
  return blockLets(child.declaration, child.block, frequencies).get(name);
}

function moduleMember(e: Elaborating, child: ModuleChild | ChipChild, name: string): Value | undefined {
  const entity = child.root.names.names.get(name);
  if (entity?.kind === 'let') return letValue(e, child.root, entity.node, entity);
  return entity?.kind === 'parameter' ? valueOf(e, child.root, entity.node, entity) : undefined;
}

/** The frequency of a clock of an instance. */
export function childFrequency(scope: Scope, instance: InstanceNode, clock: string): Value | undefined {
  const outer = instance.clocks[clock] ?? clock;
  scope.frame.read.add(outer);
  const frequency = scope.frame.frequencies.get(outer);
  return frequency === undefined ? undefined : clockMember(frequency, 'frequency');
}
