import { dmaStartCycles } from '../../blocks/models.js';
import { clockOf } from '../instances.js';
import { isStandard } from '../memories.js';
import type { Hierarchy, Level, NestCost } from '../nest/index.js';
import type { Passing } from '../space/index.js';
import type { Bound } from '../time.js';
import { widthOf, type ArrayMachine } from './machine.js';
import { exchangesOf, throughOf, type Exchange, type Through } from './words.js';

/** What a mover or a block of one's own between two levels carries of one operand. */
export interface Carried {
  readonly passing: Passing;
  /** Bits in both directions. */
  readonly bits: number;
}

/** How long loops take, in cycles of the multiply-accumulators' clock. */
export interface ArrayTime {
  /** With the way of the first words in, and of the last sums out. */
  readonly cycles: number;
  readonly fill: number;
  readonly drain: number;
  /** What each part needs by itself, the most first: multiply-accumulators, ports of the levels, and what is between these. */
  readonly bounds: readonly Bound[];
  readonly carried: readonly Carried[];
  /** Words that levels exchange. */
  readonly exchanges: readonly Exchange[];
}

/**
 * The time of loops whose counts are `cost`. Multiply-accumulators, the ports of all levels and what is between these work side by side, so the busiest of them sets the time. Before it the
 * first tiles come in, one level after another; after it the last sums go out.
 */
export function timeOf(
  machine: ArrayMachine,
  hierarchy: Hierarchy,
  passings: readonly Passing[],
  cost: NestCost,
): ArrayTime {
  const exchanges = exchangesOf(cost);
  const between = passings.map((passing) =>
    throughOf(passing, exchanges, hierarchy, widthOf(machine, passing.operand)),
  );
  const bounds: readonly Bound[] = [
    { part: { kind: 'compute', path: machine.space.mac }, cycles: cost.steps },
    ...hierarchy.levels.map((level, at): Bound => ({
      part: { kind: 'memory', path: level.name },
      cycles: portCycles(level, wordsOf(cost, at)),
    })),
    ...portBounds(machine, between),
  ];
  const sorted = bounds.toSorted((a, b) => b.cycles - a.cycles);
  const [fill, drain] = [false, true].map((outward) => endCycles(machine, hierarchy, exchanges, between, outward));
  const [inward = 0, outward = 0] = [fill, drain];
  return {
    cycles: Math.ceil((sorted[0]?.cycles ?? 0) + inward + outward),
    fill: inward,
    drain: outward,
    bounds: sorted,
    exchanges,
    carried: between.map((each) => ({ passing: each.passing, bits: each.inward + each.outward })),
  };
}

/** Words that one instance of a level reads and writes. */
function wordsOf({ flows }: NestCost, level: number): { readonly read: number; readonly written: number } {
  let [read, written] = [0, 0];
  for (const { levels } of flows) {
    const counts = levels[level];
    read += counts?.reads ?? 0;
    written += (counts?.fills ?? 0) + (counts?.updates ?? 0);
  }
  return { read, written };
}

function portCycles({ readBandwidth, writeBandwidth }: Level, words: ReturnType<typeof wordsOf>): number {
  return Math.max(words.read / (readBandwidth ?? Infinity), words.written / (writeBandwidth ?? Infinity));
}

/** Cycles of each port between two levels: all that passes it, in both directions together where it is asked for words, and of a mover the starts. */
function portBounds({ frequency }: ArrayMachine, between: readonly Through[]): readonly Bound[] {
  const ports = new Map<string, { inward: number; outward: number; starts: number; passing: Passing }>();
  for (const { passing, inward, outward, exchange } of between) {
    const own = ports.get(passing.port) ?? { inward: 0, outward: 0, starts: 0, passing };
    own.inward += inward;
    own.outward += outward;
    if (isStandard(passing.placed, 'Dma') && exchange !== undefined)
      own.starts += (exchange.tiles * dmaStartCycles) / clockOf(passing.placed);
    ports.set(passing.port, own);
  }
  return [...ports].map(([path, { inward, outward, starts, passing }]): Bound => {
    const bits = passing.shared ? inward + outward : Math.max(inward, outward);
    return { part: { kind: 'port', path }, cycles: (bits / passing.bandwidth + starts) * frequency };
  });
}

/** Cycles in which the first tiles come in from level to level, or the last sums go out: at each level by its slowest port, or what is passed. */
function endCycles(
  machine: ArrayMachine,
  { levels }: Hierarchy,
  exchanges: readonly Exchange[],
  between: readonly Through[],
  outward: boolean,
): number {
  let [cycles, latency] = [0, 0];
  for (const [at, level] of levels.entries()) {
    const own = exchanges.filter(({ operand, from }) => from === at && (operand === 'output') === outward);
    if (own.length === 0) continue;
    const port = outward ? level.writeBandwidth : level.readBandwidth;
    const together = own.reduce((words, { first }) => words + first, 0) / (port ?? Infinity);
    const inside = own.map(({ to, tile }) => {
      const within = outward ? levels[to]?.readBandwidth : levels[to]?.writeBandwidth;
      return tile / (within ?? Infinity);
    });
    const carried = between.flatMap(({ passing, exchange, first }) =>
      exchange !== undefined && own.includes(exchange) ? [(first / passing.bandwidth) * machine.frequency] : [],
    );
    cycles += Math.max(together, ...inside, ...carried);
    latency = Math.max(latency, machine.latency.get(level.name) ?? 0);
  }
  return cycles + (outward ? 0 : latency * machine.frequency);
}
