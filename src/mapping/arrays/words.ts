import type { NestCost, OperandFlow } from '../nest/index.js';
import type { Hierarchy } from '../nest/index.js';
import type { Passing } from '../space/index.js';

/** Words of one operand that all instances of a level exchange with the next level inside that keeps it. */
export interface Exchange {
  readonly operand: string;
  /** The level outside, and the one inside: the number of levels for the multipliers. */
  readonly from: number;
  readonly to: number;
  /** Inward and outward, as the level outside hands them out and takes them: one word for all who share it, sums added up. */
  readonly inward: number;
  readonly outward: number;
  /** The same as those inside take and give them: each its own. */
  readonly taken: number;
  readonly given: number;
  /** Instances outside that have work. */
  readonly instances: number;
  /** Words of the first tile inward, or of the last one outward: of one instance outside, and of one inside. */
  readonly first: number;
  readonly tile: number;
  /** Tiles that one instance outside hands out or takes. */
  readonly tiles: number;
}

/** All exchanges of a mapping whose cost this is, by operand from the outermost level in. */
export function exchangesOf({ levels, flows }: NestCost): readonly Exchange[] {
  return flows.flatMap((flow) =>
    flow.levels.flatMap((counts, from): readonly Exchange[] => {
      const transfers = flow.transfers[from];
      if (counts === undefined || transfers === undefined) return [];
      const { to } = transfers;
      const instances = levels[from]?.instances ?? 1;
      const words = flow.operand.output ? counts.updates : counts.reads;
      const each = takenBy(flow, to, words);
      const tile = flow.levels[to]?.tile ?? 1;
      const all = flow.operand.output
        ? words + transfers.reductions
        : [...transfers.bySize].reduce((sum, [size, count]) => sum + size * count, 0);
      const backward = flow.operand.output && words > 0 ? counts.reads / words : 0;
      return [
        {
          ...{ operand: flow.operand.name, from, to, tile, instances },
          inward: (flow.operand.output ? counts.reads : words) * instances,
          outward: flow.operand.output ? words * instances : 0,
          taken: (flow.operand.output ? all * backward : all) * instances,
          given: flow.operand.output ? all * instances : 0,
          first: each === 0 ? 0 : (tile * words) / each,
          tiles: Math.ceil(each / tile) * (each === 0 ? 0 : words / each),
        },
      ];
    }),
  );
}

/** Words that one instance inside takes of an operand, or gives of the output; multipliers have theirs in every step, all of which the level outside counts. */
function takenBy({ operand, levels }: OperandFlow, to: number, words: number): number {
  const inside = levels[to];
  if (inside === undefined) return words;
  // What an instance ever holds arrives without being fetched; it was never read again.
  return operand.output ? inside.fills + inside.updates - inside.reads : inside.fills;
}

/** Bits through what is passed between two levels. */
export interface Through {
  readonly passing: Passing;
  readonly inward: number;
  readonly outward: number;
  /** Of the first tile inward, or of the last one outward. */
  readonly first: number;
  readonly exchange: Exchange | undefined;
}

/** What passes between two levels: on its inside, each word for each who takes it, where it is there more often than the level outside. */
export function throughOf(
  passing: Passing,
  exchanges: readonly Exchange[],
  hierarchy: Hierarchy,
  width: number,
): Through {
  const { operand, outer, placed } = passing;
  const at = hierarchy.levels.findIndex(({ name }) => name === outer);
  // Where the level outside lets the operand pass, one further out serves.
  const own = exchanges.filter((each) => each.operand === operand && each.from <= at).at(-1);
  if (own === undefined) return { passing, inward: 0, outward: 0, first: 0, exchange: undefined };
  const within = placed.count > (hierarchy.levels[own.from]?.instances ?? 1);
  const [inward, outward] = within ? [own.taken, own.given] : [own.inward, own.outward];
  const all = own.inward + own.outward;
  const share = all === 0 ? 1 : (inward + outward) / all;
  return {
    passing,
    inward: inward * width,
    outward: outward * width,
    first: own.first * own.instances * share * width,
    exchange: own,
  };
}
