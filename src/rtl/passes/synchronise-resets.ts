import { modulesOf, type Grid, type Instance, type Module, type Register, type ResetSynchroniser } from '../module.js';
import { netsOf } from '../nets.js';
import { withTestPort } from './gate-clocks.js';

/** A design whose resets are asynchronous, and what became of its modules. */
export interface Resynchronised {
  readonly top: Module;
  /** For each module that stands in the design, in whose place the new one stands: the first, where there are several. */
  readonly moduleOf: (module: Module) => Module;
}

/**
 * The same hardware with asynchronous resets in the domains of these clocks of the top: registers with a reset take its value as soon as it rises. A synchroniser for each
 * domain at the top lets go of it two edges after the top's reset has fallen, so that all registers leave it in one cycle; the top gets an input of the role
 * `test`, which hands the reset on as it is.
 */
export function synchroniseResets(top: Module, clocks: ReadonlySet<string>): Resynchronised {
  const done = new Map<string, Module>();
  const first = new Map<Module, Module>();
  const numbers = new Map(modulesOf(top).map((module, number) => [module, number]));
  const variant = (module: Module, own: ReadonlySet<string>): Module => {
    const key = `${numbers.get(module)} ${[...own].toSorted().join(' ')}`;
    const before = done.get(key);
    if (before !== undefined) return before;
    const made = asynchronous(module, own, variant);
    done.set(key, made);
    if (!first.has(module)) first.set(module, made);
    return made;
  };
  const made = withSynchronisers(variant(top, clocks), clocks);
  first.set(top, made);
  return { top: made, moduleOf: (module) => first.get(module) ?? module };
}

/** The module with asynchronous resets in these of its clocks' domains. */
function asynchronous(
  module: Module,
  clocks: ReadonlySet<string>,
  variant: (child: Module, clocks: ReadonlySet<string>) => Module,
): Module {
  if (clocks.size === 0 || module.external !== undefined) return module;
  const child = <T extends Instance | Grid>(one: T): T => {
    const inner = [...one.clocks].flatMap(([own, outer]) => (clocks.has(outer) ? [own] : []));
    return { ...one, module: variant(one.module, new Set(inner)) };
  };
  return {
    ...module,
    registers: module.registers.map((register): Register => {
      if (register.reset === undefined || !clocks.has(register.clock)) return register;
      return { ...register, reset: { ...register.reset, kind: 'asynchronous' } };
    }),
    assertions: module.assertions.map((assertion) =>
      clocks.has(assertion.clock) ? { ...assertion, resetsAtOnce: true } : assertion,
    ),
    instances: module.instances.map(child),
    grids: module.grids.map(child),
  };
}

/** The module with a synchroniser for the reset of each of these clocks that has one. */
function withSynchronisers(module: Module, clocks: ReadonlySet<string>): Module {
  const taken = new Set([...netsOf(module).keys(), ...module.ports.map(({ name }) => name)]);
  const synchronisers: ResetSynchroniser[] = [];
  const named = module.clocks.map((clock) => {
    if (!clocks.has(clock.name) || !module.ports.some(({ name }) => name === clock.reset)) return clock;
    let name = `${clock.reset}_sync`;
    for (let i = 2; taken.has(name); i++) name = `${clock.reset}_sync_${i}`;
    taken.add(name);
    synchronisers.push({ name, clock: clock.name, reset: clock.reset });
    return { ...clock, reset: name };
  });
  if (synchronisers.length === 0) return module;
  return withTestPort({ ...module, clocks: named, resetSynchronisers: synchronisers });
}
