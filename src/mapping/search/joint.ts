import { shareFrom, trafficEnergy, type Floors } from './bounds.js';
import type { Model } from './model.js';
import type { State } from './state.js';
import type { Tails } from './tails.js';

/** Energy (pJ) of what the multipliers and the level below the main stage take at least, by one way to spread at all levels from a row of the state on. */
export interface Joint {
  /** To be called before `energy`, which is then of this row. */
  readonly weigh: (state: State, row: number) => Tails;
  readonly energy: (way: number) => number;
}

/** What is weighed once for a row, so that a way takes a few multiplications. Written over. */
export function jointOf(model: Model, floors: Floors): Joint {
  const { main } = floors;
  const operands = model.operands.length;
  const levels = model.levels.length;
  /** By operand: energy of what the main stage hands out, and of what one of the instances that hold the same takes. */
  const once = new Float64Array(operands);
  const each = new Float64Array(operands);
  /** By operand: what the multipliers take by the ratios of a way: energy, of the output words. */
  const taken = new Float64Array(operands);
  /** Of the output: energy of a word's update and read, and words that are not read the first time, for each instance that holds the same or in all. */
  const output = { update: 0, read: 0, here: 0, spared: 0, known: false };
  let [ways, mainRow] = [empty, false];

  const weighMain = (state: State, row: number): void => {
    for (let index = 0; index < operands; index++) {
      once[index] = each[index] = 0;
      const operand = model.operands[index];
      const above = operand?.above[main + 1] ?? -1;
      if (operand?.kept[main + 1] !== true || above < 0) continue;
      const at = row * operands + index;
      const need = state.needs[at] ?? 0;
      const all = (state.instances[row] ?? 1) * need;
      const handed = above < row ? (state.instances[above] ?? 1) * (state.groups[at] ?? 1) * need : all;
      const share = shareAt(floors, state, row, above);
      const below = operand.windowed ? shareFrom(floors, state, row, main + 1) : output.here;
      once[index] = trafficEnergy(model, operand, main + 1, handed, 0, share, 0);
      each[index] = trafficEnergy(model, operand, main + 1, 0, all, 0, below);
    }
  };
  const weigh = (state: State, row: number): Tails => {
    ways = floors.tails()[row] ?? empty;
    mainRow = main >= row && floors.stages[main] !== undefined;
    output.here = (state.instances[row] ?? 1) * (state.share[row] ?? 0);
    for (let index = 0; index < operands; index++) {
      taken[index] = 0;
      const operand = model.operands[index];
      const above = operand?.above[levels] ?? -1;
      if (operand === undefined || above < 0 || row === levels) continue;
      let words = model.macs;
      if (above < row)
        words *=
          ((state.instances[above] ?? 1) * (state.groups[row * operands + index] ?? 1)) / (state.instances[row] ?? 1);
      taken[index] = operand.output ? words : trafficEnergy(model, operand, levels, words, 0, 0, 0);
      if (!operand.output) continue;
      const { read, update } = model.levels[above]?.energy_pj ?? { read: 0, update: 0 };
      const block = model.levels[above]?.block ?? 1;
      [output.read, output.update] = [read / block, update / block];
      output.known = above <= row;
      output.spared = output.known ? shareAt(floors, state, row, above) : output.here;
    }
    if (mainRow) weighMain(state, row);
    return ways;
  };
  const mainEnergy = (way: number): number => {
    const sets = floors.stages[main]?.still ?? none;
    let least = Infinity;
    for (let at = 0; at < sets.length; at++) {
      let [fixed, needed] = [0, 0];
      for (let index = 0; index < operands; index++) {
        const energy = (once[index] ?? 0) + (each[index] ?? 0) * (ways.copies[way * operands + index] ?? 1);
        if (((sets[at] ?? 0) >> index) & 1) fixed += energy;
        else needed += energy;
      }
      least = Math.min(least, fixed + Math.max(needed, ways.ofMain[way * sets.length + at] ?? 0));
    }
    return least;
  };
  const energy = (way: number): number => {
    let sum = mainRow ? mainEnergy(way) : 0;
    for (let index = 0; index < operands; index++) {
      const words = (taken[index] ?? 0) * (ways.ratios[way * operands + index] ?? 1);
      if (index !== model.output) sum += words;
      else {
        const spared = output.known ? output.spared : output.spared * (ways.sharing[way] ?? 1);
        sum += words * output.update + Math.max(0, words - spared) * output.read;
      }
    }
    return sum;
  };
  return { weigh, energy };
}

/** The share of a level: as it is where that is chosen, else at most. */
function shareAt(floors: Floors, state: State, row: number, level: number): number {
  return level <= row
    ? (state.instances[level] ?? 1) * (state.share[level] ?? 0)
    : shareFrom(floors, state, row, level);
}

const none = new Int32Array();
const empty: Tails = {
  instances: new Float64Array(),
  ratios: new Float64Array(),
  ofMain: new Float64Array(),
  copies: new Float64Array(),
  sharing: new Float64Array(),
};
