import fc from 'fast-check';
import * as dsl from '../../src/dsl/index.js';
import type { Amount, Component, Condition, DesignDefinition, PortSet, PortSpec, Ports } from '../../src/dsl/index.js';

/** A port of a random component. */
interface PortPlan {
  readonly out: boolean;
  readonly kind: number;
  readonly shape: readonly number[];
}

interface InstancePlan {
  readonly leaf: number;
  readonly shape: readonly number[];
  readonly slow: boolean;
}

/** A random design as data, so that fast-check can shrink it. */
interface Plan {
  readonly leaves: readonly { readonly ports: readonly PortPlan[]; readonly limit: number }[];
  readonly instances: readonly InstancePlan[];
  /** How each pair of ports that agree is joined, in turn. */
  readonly patterns: readonly number[];
  readonly srams: readonly { readonly words: number; readonly bytes: number; readonly single: boolean }[];
  readonly arrays: readonly { readonly rows: number; readonly cols: number; readonly steps: number }[];
  readonly limits: readonly { readonly measure: number; readonly value: number; readonly message: string }[];
}

const shape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 });

export const plans: fc.Arbitrary<Plan> = fc.record({
  leaves: fc.array(
    fc.record({
      ports: fc.array(fc.record({ out: fc.boolean(), kind: fc.nat(9), shape }), { minLength: 1, maxLength: 4 }),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  instances: fc.array(fc.record({ leaf: fc.nat(2), shape, slow: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  patterns: fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }),
  srams: fc.array(
    fc.record({
      words: fc.integer({ min: 1, max: 5000 }),
      bytes: fc.integer({ min: 1, max: 64 }),
      single: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  arrays: fc.array(
    fc.record({
      rows: fc.integer({ min: 1, max: 16 }),
      cols: fc.integer({ min: 1, max: 16 }),
      steps: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 2 },
  ),
  limits: fc.array(
    fc.record({
      measure: fc.nat(7),
      value: fc.double({ min: 1e-12, max: 1e12, noNaN: true }),
      message: fc.string({ unit: 'grapheme', maxLength: 12 }),
    }),
    { maxLength: 3 },
  ),
});

const types: readonly (() => PortSpec)[] = [
  () => dsl.stream('int8', 4),
  () => dsl.stream('bit', 32),
  () => dsl.stream('fp16', 3),
  () => dsl.memory('int8', 16, '1 MiB'),
  () => dsl.memory('bit', 128, '1 MiB'),
  () => dsl.commands(),
  () => dsl.wires(5),
  () => dsl.interrupt(),
  () => dsl.axi(64, 40),
  () => dsl.lanes(2),
];

/** Kinds that agree although their numbers differ: raw bits of the same width. */
const sameAs = [0, 0, 2, 3, 3, 5, 6, 7, 8, 9];

/** The design of a plan: every part of it right. */
export function buildPlan(plan: Plan): DesignDefinition {
  // All of one name, so that canonical naming has to tell them apart.
  const leaves = plan.leaves.map((leaf) =>
    dsl.component('Leaf', (c): PortSet => {
      const ports = leaf.ports.map(({ out, kind, shape }, i) => {
        const type = typeOf(kind);
        return [`p${i}`, out ? c.out(`p${i}`, type, shape) : c.in(`p${i}`, type, shape)] as const;
      });
      c.unused(...ports.map(([, port]) => port));
      c.require(dsl.area.le(dsl.mm2(leaf.limit)));
      return Object.fromEntries(ports);
    })(),
  );
  const clocks = { main: '1 GHz', slow: '350 MHz' } as const;
  return dsl.design('Random', { process: dsl.tsmc_n7({ voltage: '0.7 V' }), clocks }, (d) => {
    const elements = plan.instances.flatMap((instance, i) => {
      const leaf = plan.leaves[instance.leaf % plan.leaves.length];
      const of: Component | undefined = leaves[instance.leaf % leaves.length];
      if (leaf === undefined || of === undefined) return [];
      const array = d.array(`i${i}`, instance.shape, of, instance.slow ? { clk: 'slow' } : {});
      return leaf.ports.map((port, p) => ({
        ...port,
        slow: instance.slow,
        singles: indices(instance.shape).flatMap((at) => {
          const handle = array.at(...at)[`p${p}`];
          return indices(port.shape).flatMap((lane) => (handle === undefined ? [] : [pick(handle, lane)]));
        }),
      }));
    });
    joinSome(d, elements, plan.patterns);
    for (const [i, { words, bytes, single }] of plan.srams.entries()) {
      const word = dsl.B(bytes);
      const sram = d.add(
        `m${i}`,
        dsl.Sram({ capacity: word.times(words), word, ports: single ? 'one_rw' : 'one_r_one_w' }),
      );
      d.unused(sram.serve, sram.fill);
    }
    for (const [i, parameters] of plan.arrays.entries()) {
      const array = d.add(`a${i}`, dsl.PEArray(parameters));
      d.unused(array.weights, array.activations, array.sums);
    }
    for (const { measure, value, message } of plan.limits) d.require(limitOf(measure, value), message);
  });
}

function typeOf(kind: number): PortSpec {
  return (types[kind] ?? dsl.interrupt)();
}

interface Elements {
  readonly out: boolean;
  readonly kind: number;
  readonly slow: boolean;
  readonly singles: readonly Ports[];
}

/** Joins ports that agree in patterns that fold and that do not; what is left is unused, or passed on. */
function joinSome(d: dsl.Scope<'main' | 'slow'>, elements: readonly Elements[], patterns: readonly number[]): void {
  const taken = new Set<Ports>();
  let turn = 0;
  for (const source of elements.filter(({ out }) => out)) {
    for (const sink of elements.filter(({ out }) => !out)) {
      // A passed-on lanes port is joined by no arrow. Leaves run on one clock each, but have no part that shows it.
      if (sameAs[source.kind] !== sameAs[sink.kind] || source.kind === 9) continue;
      const free = (ports: readonly Ports[]): readonly Ports[] => ports.filter((port) => !taken.has(port));
      const [from, to] = arrange(free(source.singles), free(sink.singles), patterns[turn++ % patterns.length] ?? 0);
      for (const [i, port] of from.entries()) {
        const other = to[i];
        if (other === undefined) continue;
        taken.add(port).add(other);
        connectAny(d, port, other);
      }
    }
  }
  for (const [i, { singles, kind }] of elements.entries()) {
    for (const [k, port] of singles.entries()) {
      if (taken.has(port)) continue;
      if (kind === 9 && k % 2 === 0) d.pass(`x${i}_${k}`, port);
      else d.unused(port);
    }
  }
}

/** What the plan says is right is more than tsc can follow. */
function connectAny(d: dsl.Scope<'main' | 'slow'>, source: Ports, sink: Ports): void {
  Reflect.apply(d.connect, d, [source, sink]);
}

/** Which of some sources goes to which of some sinks. */
function arrange(
  from: readonly Ports[],
  to: readonly Ports[],
  pattern: number,
): readonly [readonly Ports[], readonly Ports[]] {
  const odd = <T>(list: readonly T[]): readonly T[] => list.filter((_, i) => i % 2 === 1);
  switch (pattern) {
    case 0:
      return [[], []];
    case 1:
      return [from, to.toReversed()];
    case 2:
      return [odd(from), to];
    case 3:
      return [from, odd(to)];
    case 4:
      return [from.slice(1), to.slice(1)];
    case 5:
      return [[...odd(from), ...from.filter((_, i) => i % 2 === 0)], to];
    default:
      return [from, to];
  }
}

function pick(ports: Ports, lane: readonly number[]): Ports {
  return lane.length > 0 && 'at' in ports && typeof ports.at === 'function'
    ? Reflect.apply(ports.at, ports, lane)
    : ports;
}

/** All index vectors of a shape. */
function indices(shape: readonly number[]): readonly (readonly number[])[] {
  return shape.reduce<readonly (readonly number[])[]>(
    (all, extent) => all.flatMap((vector) => Array.from({ length: extent }, (_, i) => [...vector, i])),
    [[]],
  );
}

const workload = dsl.model('run', 'llama-3.1-8b', { phase: 'decode', batch: 4, weights: 'int8' });
const product = dsl.einsums(
  'strided',
  dsl.einsum(
    dsl.tensor('O', 'int32', ['k', 'p']),
    [dsl.tensor('I', 'int8', ['c', { p: 2, r: 1, offset: -1 }], [3, 12]), dsl.tensor('W', 'int8', ['k', 'c', 'r'])],
    { k: 4, p: 6, c: 3, r: 3 },
  ),
);

/** A late condition of one of several forms. */
function limitOf(form: number, value: number): Condition {
  const area: Amount<'area'> = dsl.area;
  switch (form) {
    case 0:
      return area.le(dsl.mm2(value));
    case 1:
      return area.plus('1 mm^2').times(2).lt(dsl.um2(value)).not();
    case 2:
      return dsl.throughput(workload).ge(dsl.quantity(value, 'token/s'));
    case 3:
      return dsl
        .utilization(product)
        .ge(value)
        .or(dsl.tdp.le(dsl.W(value)).and(dsl.leakage.lt('1 W')));
    case 4:
      return dsl.mul(dsl.tdp, dsl.latency(product)).le(dsl.J(value));
    case 5:
      return dsl.div(dsl.peak('int8'), area.minus('1 um^2')).gt(dsl.div(dsl.quantity(value, 'op/s'), '3 mm^2'));
    case 6:
      return dsl.neg(dsl.cost).eq(dsl.USD(-value));
    default:
      return dsl.cycles(product).le(Math.round(value));
  }
}
