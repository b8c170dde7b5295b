import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { Dimension, Value } from '../ir/index.js';
import { draftModule, newDraft } from './body.js';
import { argumentValue } from './arguments.js';
import type { Component, Instantiated } from './component.js';
import { isHandle } from './handles.js';
import { callerOf } from './origin.js';
import type { Outside, Ports } from './ports.js';
import { make, type Quantity, type Side } from './quantity.js';
import { makeScope, type ClockHandle, type Scope } from './scope.js';

/** A component nests at most this deep. */
const deepest = 256;

/** What a body returns besides ports: a value that is seen from outside, as a `let` is; as data what JavaScript has no form for. */
export type Shown = number | boolean | string | Quantity | Value;

/** Ports and values by name. */
export type Returned = Readonly<Record<string, Ports | Shown>>;

/** The ports that a body returns, as the component's user sees them. */
export type OutsideOf<P> = P extends Returned
  ? { readonly [K in keyof P as P[K] extends Ports ? K : never]: Outside<P[K]> }
  : Readonly<Record<never, never>>;

/** The values that a body returns. */
export type ValuesOf<P> = P extends Returned
  ? { readonly [K in keyof P as P[K] extends Ports ? never : K]: P[K] }
  : Readonly<Record<never, never>>;

/** What a component has besides parameters and body. */
export interface ComponentOptions<K extends string> {
  /** Clocks besides `clk` that its user gives. */
  readonly clocks: readonly K[];
}

/**
 * A component of one's own: `component('Tile', (c, rows: number) => { ...; return { mem }; })` gives a function of its parameters.
 * Its ports are those that the body returns.
 */
export function component<A extends readonly unknown[], P extends Returned | void>(
  name: string,
  body: (scope: Scope<'clk'>, ...parameters: A) => P,
): (...parameters: A) => Component<OutsideOf<P>, ValuesOf<P>>;
export function component<const K extends string, A extends readonly unknown[], P extends Returned | void>(
  name: string,
  options: ComponentOptions<K>,
  body: (scope: Scope<K | 'clk'>, ...parameters: A) => P,
): (...parameters: A) => Component<OutsideOf<P>, ValuesOf<P>>;
export function component<K extends string, A extends readonly unknown[], P extends Returned | void>(
  name: string,
  options: ComponentOptions<K> | ((scope: Scope<K | 'clk'>, ...parameters: A) => P),
  given?: (scope: Scope<K | 'clk'>, ...parameters: A) => P,
): (...parameters: A) => Component<OutsideOf<P>, ValuesOf<P>> {
  const body = typeof options === 'function' ? options : given;
  const clocks: readonly (K | 'clk')[] = ['clk', ...(typeof options === 'function' ? [] : options.clocks)];
  const defined = callerOf(component);
  return (...parameters) => ({
    kind: 'component',
    name,
    instantiate: (frequencies, depth, read) => {
      if (depth > deepest) return tooDeep(name, clocks);
      const draft = newDraft(name, clocks, frequencies, depth, read);
      const scope = makeScope(draft, clockHandles(clocks, frequencies), clockHandle('clk', frequencies));
      const [lets, found] = shownValues(body?.(scope, ...parameters) ?? {});
      draft.diagnostics.push(...found.map((each) => (defined === undefined ? each : { ...each, origin: defined })));
      const failed = draft.diagnostics.some(({ severity }) => severity === 'error');
      const module = draftModule(draft, defined);
      return {
        of: failed ? undefined : module,
        clocks,
        ports: module.ports.map(({ part }) => part),
        lets,
        workloads: draft.workloads,
        diagnostics: draft.diagnostics,
        arguments: new Map(),
      };
    },
  });
}

/** The values among what a body returned; E315 for one that only the estimate tells. */
function shownValues(returned: Returned): readonly [ReadonlyMap<string, Value>, readonly Diagnostic[]] {
  const lets = new Map<string, Value>();
  const diagnostics: Diagnostic[] = [];
  for (const [name, each] of Object.entries(returned)) {
    if (isHandle(each)) continue;
    const [value, found] = isData(each) ? [each, []] : argumentValue(each, undefined, component);
    diagnostics.push(...found);
    if (value !== undefined) lets.set(name, value);
  }
  return [lets, diagnostics];
}

function isData(given: Shown): given is Value {
  return typeof given === 'object' && given.kind !== 'amount';
}

function tooDeep(name: string, clocks: readonly string[]): Instantiated {
  const diagnostics: readonly Diagnostic[] = [
    diagnostic('E230', undefined, { what: `the nesting of ${name}`, limit: String(deepest) }),
  ];
  return { of: undefined, clocks, ports: [], lets: new Map(), workloads: new Map(), diagnostics, arguments: new Map() };
}

/** Handles of all clocks by name. */
export function clockHandles<K extends string>(
  names: readonly K[],
  frequencies: ReadonlyMap<string, number>,
): Readonly<Record<K, ClockHandle>> {
  const handles: Partial<Record<K, ClockHandle>> = {};
  for (const name of names) handles[name] = clockHandle(name, frequencies);
  return handles as Record<K, ClockHandle>;
}

/** A clock: one whose frequency nobody has given counts as 1 Hz, and that has been reported. */
export function clockHandle(name: string, frequencies: ReadonlyMap<string, number>): ClockHandle {
  const frequency = frequencies.get(name) ?? 1;
  return {
    name,
    frequency: make('frequency', 'early', known(frequency, { s: -1 })),
    period: make('time', 'early', known(1 / frequency, { s: 1 })),
  };
}

function known(value: number, dimension: Dimension): Side {
  const sample: Value = { kind: 'quantity', value, dimension };
  return { expr: { kind: 'literal', value: sample }, sample, faults: [], workloads: [] };
}
