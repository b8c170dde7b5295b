import { formatValue, type Clock, type Placed, type Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import type { ComponentEntity } from './entities.js';
import { evaluate } from './evaluate.js';
import {
  emptyFrame,
  emptyScope,
  isBroken,
  mistake,
  once,
  type Elaborating,
  type Override,
  type Scope,
} from './frame.js';

/** A scope for the body of a design, and its clocks. */
export interface ClockedScope {
  readonly root: Scope;
  /** All that have a frequency, in the order of the source. */
  readonly clocks: () => readonly Placed<Clock>[];
}

/**
 * The scope of a design's body, in which each clock is worked out when it is first asked for, be it before its declaration. `clk` is
 * the first one, unless another has that name.
 */
export function clockedScope(e: Elaborating, design: ComponentEntity, overrides: readonly Override[]): ClockedScope {
  const members = design.node.members.filter((member) => member.kind === 'ClockMember');
  const made = new Map<ast.ClockMember, Clock | undefined>();
  const clock = (member: ast.ClockMember): Clock | undefined => {
    if (!made.has(member)) made.set(member, isBroken(e, member) ? undefined : clockOf(e, root, member));
    const known = made.get(member);
    if (known === undefined) root.frame.failed = true;
    return known;
  };
  const get = (name: string): number | undefined => {
    const member = members.find((each) => each.name.name === name) ?? (name === 'clk' ? members[0] : undefined);
    return member === undefined ? undefined : clock(member)?.frequency_hz;
  };
  const root = emptyScope(design.scope, { ...emptyFrame(), component: design, frequencies: { get }, overrides });
  const clocks = (): readonly Placed<Clock>[] =>
    members.flatMap((member) => {
      const part = clock(member);
      return part === undefined ? [] : [{ part, origin: spanOf(root.names.file, member.name) }];
    });
  return { root, clocks };
}

function clockOf(e: Elaborating, root: Scope, member: ast.ClockMember): Clock | undefined {
  const entity = root.names.names.get(member.name.name);
  if (entity?.kind !== 'clock') return undefined;
  const frequency = once(e, root, member.frequency, entity, () => evaluate(e, root, member.frequency));
  if (frequency?.kind !== 'quantity') return undefined;
  if (!(frequency.value > 0)) return mistake(e, root, member.frequency, 'E458', { value: formatValue(frequency) });
  const settings = settingsOf(e, root, member.arguments);
  const reset = settings?.get('reset');
  if (settings === undefined) return undefined;
  return {
    name: member.name.name,
    frequency_hz: frequency.value,
    reset: reset?.kind === 'case' && reset.name === 'async' ? 'async' : 'sync',
  };
}

/** The values of `{ name: value }` of a clock or process; undefined where one is broken. */
export function settingsOf(
  e: Elaborating,
  root: Scope,
  args: readonly ast.Argument[],
): ReadonlyMap<string, Value> | undefined {
  const values = new Map<string, Value>();
  for (const argument of args) {
    const value = isBroken(e, argument.name) ? undefined : evaluate(e, root, argument.value);
    if (value === undefined) return undefined;
    values.set(argument.name.name, value);
  }
  return values;
}
