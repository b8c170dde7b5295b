import type { PortWire } from '../ir/index.js';
import { unsigned, type Clock, type ModuleBuilder, type Signal } from '../rtl/index.js';

/** A port to be wired, whoever has it. */
export interface Terminal {
  readonly name: string;
  readonly clock: string;
  /** Inside the module, is this the source (requester) of what it is joined to? */
  readonly role: 'source' | 'sink';
  readonly isStream: boolean;
  /** Of a part's stream: within a cycle, a source's valid depends on a ready, or a sink's ready on a valid. */
  readonly waits: boolean;
  readonly wires: readonly PortWire[];
  readonly get: (wire: PortWire) => Signal;
  readonly set: (wire: PortWire, value: Signal | number) => void;
}

/** One of those that a stream goes to: it tells whether it takes a beat, and is told whether there is one for it. */
interface Taker {
  readonly ready: Signal;
  readonly give: (valid: Signal, data: Signal) => void;
}

/**
 * Joins a stream to its sinks. It moves when all of them are ready: each sees a beat as valid only if all others take it too, and the
 * source's ready is theirs together, so that a beat reaches every sink in the same cycle.
 *
 * So the valid of a sink waits for the ready of the others. A sink whose own ready waits for a valid, as one that takes two streams in
 * step, would close a combinational loop; it gets a queue of two beats, which is ready whatever is valid.
 */
export function joinStream(
  builder: ModuleBuilder,
  source: Terminal,
  sinks: readonly Terminal[],
  clocks: ReadonlyMap<string, Clock>,
): void {
  const clock = clocks.get(source.clock);
  const validWaits = source.waits || sinks.length > 1;
  const takers = sinks.map((sink) =>
    validWaits && sink.waits ? queued(builder, `${source.name}_${sink.name}`, sink, clock) : direct(sink),
  );
  const valid = source.get(wireOf(source, '_valid'));
  const data = source.get(wireOf(source, '_data'));
  const all = both(takers.map((taker) => taker.ready));
  if (all !== undefined) source.set(wireOf(source, '_ready'), all);
  const before = prefixes(takers.map((taker) => taker.ready));
  const after = prefixes(takers.map((taker) => taker.ready).reverse()).reverse();
  for (const [i, taker] of takers.entries())
    taker.give(both([valid, before[i], after[i]].filter((signal) => signal !== undefined)) ?? valid, data);
}

function wireOf(terminal: Terminal, suffix: string): PortWire {
  const wire = terminal.wires.find((candidate) => candidate.suffix === suffix);
  if (wire === undefined) throw new Error(`${terminal.name} is no stream: it has no ${suffix}`);
  return wire;
}

function both(signals: readonly Signal[]): Signal | undefined {
  const [first, ...rest] = signals;
  return first === undefined ? undefined : rest.reduce((a, b) => a.and(b), first);
}

/** For each signal, all those before it together; none before the first. */
function prefixes(signals: readonly Signal[]): (Signal | undefined)[] {
  let sum: Signal | undefined;
  return signals.map((signal) => {
    const before = sum;
    sum = sum === undefined ? signal : sum.and(signal);
    return before;
  });
}

function direct(sink: Terminal): Taker {
  return {
    ready: sink.get(wireOf(sink, '_ready')),
    give: (valid, data) => {
      sink.set(wireOf(sink, '_valid'), valid);
      sink.set(wireOf(sink, '_data'), data);
    },
  };
}

/** The sink behind a queue of two beats: ready comes from a register, and a beat can enter in every cycle. */
function queued(builder: ModuleBuilder, name: string, sink: Terminal, clock: Clock | undefined): Taker {
  const control = { reset: 0, ...(clock === undefined ? {} : { clock }) };
  const state = clock === undefined ? {} : { clock };
  const dataType = unsigned(wireOf(sink, '_data').width);
  const held = builder.register(`${name}_held`, unsigned(1), control);
  const head = builder.register(`${name}_head`, dataType, state);
  const full = builder.register(`${name}_full`, unsigned(1), control);
  const tail = builder.register(`${name}_tail`, dataType, state);
  sink.set(wireOf(sink, '_valid'), held);
  sink.set(wireOf(sink, '_data'), head);
  const ready = builder.named(`${name}_ready`, full.not());
  return {
    ready,
    give: (valid, data) => {
      const free = builder.named(`${name}_free`, held.not().or(sink.get(wireOf(sink, '_ready'))));
      const enters = builder.named(`${name}_enters`, valid.and(ready));
      held.next(full.or(enters), free);
      head.next(full.mux(tail, data), free);
      full.next(full.or(enters).and(free.not()));
      tail.next(data, enters);
    },
  };
}
