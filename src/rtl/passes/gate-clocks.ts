import type { Expr } from '../expression.js';
import { modulesOf, resetOf, type ClockGate, type Grid, type Instance, type Module, type Register } from '../module.js';
import { netsOf } from '../nets.js';
import { bit } from '../types.js';

export interface GateOptions {
  /** Bits that registers of one enable have at least together; fewer keep the enable, since a gate takes the room of a few multiplexers. */
  readonly minimumBits?: number;
}

/** What the input of the role `test` is called. */
const testPort = 'test_en';

/**
 * The same hardware with gated clocks in place of enables: the registers of a module that share clock and enable see the edges that a gate lets through,
 * instead of taking their own value again. Values and cycles stay. Every module with a gate in it or below gets an input of the role `test`, up to the top.
 * Resets are not gated: a gate of registers with a synchronous reset lets edges through while that is high.
 */
export function gateClocks(top: Module, options: GateOptions = {}): Module {
  return gatedModules(top, options).get(top) ?? top;
}

/** What becomes of those modules of a design that have gated clocks, in them or below. */
export function gatedModules(top: Module, options: GateOptions = {}): ReadonlyMap<Module, Module> {
  const { minimumBits = 4 } = options;
  const done = new Map<Module, Module>();
  for (const module of modulesOf(top)) {
    const child = <T extends Instance | Grid>(one: T): T => ({ ...one, module: done.get(one.module) ?? one.module });
    const instances = module.instances.map(child);
    const grids = module.grids.map(child);
    const below = [...instances, ...grids].some((one) => hasTestPort(one.module));
    const gated = gateOne({ ...module, instances, grids }, minimumBits);
    if (gated.gates.length > 0 || below) done.set(module, withTestPort(gated));
  }
  return done;
}

/** The input of the module that lets all gated clocks run and hands resets on as they are, where it has one. */
export function testPortOf(module: Module): string | undefined {
  return module.ports.find(({ role }) => role === 'test')?.name;
}

function hasTestPort(module: Module): boolean {
  return testPortOf(module) !== undefined;
}

function gateOne(module: Module, minimumBits: number): Module {
  const groups = new Map<string, Register[]>();
  const numbers = new Map<Expr, number>();
  for (const register of module.registers) {
    const { enable, clock, reset } = register;
    if (enable === undefined || enable.kind === 'constant') continue;
    if (!numbers.has(enable)) numbers.set(enable, numbers.size);
    const opens = reset?.kind === 'synchronous' ? resetOf(module, register) : undefined;
    const key = `${clock} ${numbers.get(enable)} ${opens ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [register]);
    else group.push(register);
  }
  const taken = new Set(netsOf(module).keys());
  const gates: ClockGate[] = [];
  const gateOf = new Map<Register, string>();
  for (const group of groups.values()) {
    const bits = group.reduce((sum, { type }) => sum + type.width, 0);
    const gate = bits < minimumBits ? undefined : gateFor(module, group, taken);
    if (gate === undefined) continue;
    gates.push(gate);
    for (const register of group) gateOf.set(register, gate.name);
  }
  const registers = module.registers.map((register) => {
    const gate = gateOf.get(register);
    return gate === undefined ? register : { ...register, gate, enable: undefined };
  });
  return { ...module, gates: [...module.gates, ...gates], registers };
}

/** The gate of registers of one clock and one enable. */
function gateFor(module: Module, group: readonly Register[], taken: Set<string>): ClockGate | undefined {
  const [first] = group;
  if (first?.enable === undefined) return undefined;
  const { clock, enable, reset, name: register } = first;
  const high = resetOf(module, first) ?? '';
  const resets = reset?.kind === 'synchronous';
  const wanted = `${clock}_${enable.kind === 'reference' ? enable.name : register}${resets ? `_or_${high}` : ''}`;
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
  taken.add(name);
  if (!resets) return { name, clock, enable };
  const right: Expr = { kind: 'reference', type: bit, name: high };
  return { name, clock, enable: { kind: 'binary', type: bit, operator: 'or', left: enable, right } };
}

/** The module with an input of the role `test`. */
export function withTestPort(module: Module): Module {
  if (hasTestPort(module)) return module;
  const taken = netsOf(module);
  let name = testPort;
  for (let i = 2; taken.has(name) || module.ports.some((port) => port.name === name); i++) name = `${testPort}_${i}`;
  const at = module.ports.findLastIndex(({ role }) => role === 'clock' || role === 'reset') + 1;
  const port = { name, direction: 'input', role: 'test', type: bit } as const;
  return { ...module, ports: module.ports.toSpliced(at, 0, port) };
}
