import { shareFrom, trafficEnergy, widestWithin, type Floors, type StageBound } from './bounds.js';
import { jointOf } from './joint.js';
import type { Model } from './model.js';
import type { State } from './state.js';
import type { Objective } from './types.js';

/** The objective of an energy (pJ) and cycles. It grows with both. */
export function valueOf(objective: Objective, energy: number, cycles: number): number {
  switch (objective.kind) {
    case 'energy': {
      const { idle = 0, within = Infinity } = objective;
      return cycles > within * (1 + 1e-12) ? Infinity : energy + idle * cycles;
    }
    case 'latency':
      return cycles;
    case 'energy-delay':
      return (energy + (objective.idle ?? 0) * cycles) * cycles;
    case 'weighted':
      return objective.perPicojoule * energy + objective.perCycle * cycles;
  }
}

/** What no mapping falls below that goes on from a row of the state: a value of the objective. */
export type Floor = (state: State, row: number) => number;

/**
 * Energy so far, and for each stage that is left the traffic: of operands that may stand still what the tile above needs once a pass, of the others what the
 * tiles that fit take at best. Cycles are the steps if all instances work, and those of the busiest port so far.
 */
export function floorFor(model: Model, floors: Floors, objective: Objective): Floor {
  const levels = model.levels.length;
  const joint = jointOf(model, floors);
  return (state, row) => {
    const tile = row * model.names.length;
    const instances = state.instances[row] ?? 1;
    const within = widestWithin(model, floors, row, state.tiles, tile);
    const cycles = portCycles(state, row, model.macs / (instances * within));
    if (objective.kind === 'latency') return cycles;
    let energy = state.energy[row] ?? 0;
    for (let stage = row; stage + 1 < levels; stage++)
      if (stage !== floors.main) energy += stageEnergy(model, floors, state, row, stage);
    const { instances: wide } = joint.weigh(state, row);
    let least = Infinity;
    for (let way = 0; way < wide.length; way++) {
      const busy = Math.max(cycles, model.macs / (instances * Math.min(within, wide[way] ?? 1)));
      least = Math.min(least, valueOf(objective, energy + joint.energy(way), busy));
    }
    return least;
  };
}

/** The steps, or the words so far over the bandwidth of their port. */
export function portCycles(state: State, row: number, steps: number): number {
  const { levels } = state.model;
  let cycles = Math.max(steps, state.busy[row] ?? 0);
  for (let level = 0; level < levels.length; level++) {
    const { readBandwidth, writeBandwidth } = levels[level] ?? {
      readBandwidth: null,
      writeBandwidth: null,
    };
    const at = row * levels.length + level;
    if (readBandwidth !== null) cycles = Math.max(cycles, (state.reads[at] ?? 0) / readBandwidth);
    if (writeBandwidth !== null) cycles = Math.max(cycles, (state.writes[at] ?? 0) / writeBandwidth);
  }
  return cycles;
}

/** The least energy of a stage's traffic. */
function stageEnergy(model: Model, floors: Floors, state: State, row: number, stage: number): number {
  const bound = floors.stages[stage];
  if (bound === undefined) return 0;
  let least = Infinity;
  for (let at = 0; at < bound.still.length; at++) {
    const { fixed, needed } = needs(model, floors, state, row, stage, bound.still[at] ?? 0);
    least = Math.min(least, fixed + Math.max(needed, bound.others[at] ?? 0));
  }
  return least;
}

const made = { fixed: 0, needed: 0 };

/** Energy of what the tile at a row needs below: of the operands of a set, and of the others. The object is written over by the next call. */
function needs(
  model: Model,
  floors: Floors,
  state: State,
  row: number,
  stage: number,
  still: StageBound['still'][number],
): typeof made {
  made.fixed = 0;
  made.needed = 0;
  for (let index = 0; index < model.operands.length; index++) {
    const operand = model.operands[index];
    if (operand?.kept[stage + 1] !== true) continue;
    const above = operand.above[stage + 1] ?? -1;
    if (above < 0) continue;
    const at = row * model.operands.length + index;
    const need = state.needs[at] ?? 0;
    const taken = (state.instances[row] ?? 1) * need;
    const known = above < row;
    const accesses = known ? (state.instances[above] ?? 1) * (state.groups[at] ?? 1) * need : taken;
    const share =
      above <= row ? (state.instances[above] ?? 1) * (state.share[above] ?? 0) : shareFrom(floors, state, row, above);
    const energy = trafficEnergy(
      model,
      operand,
      stage + 1,
      accesses,
      taken,
      share,
      shareFrom(floors, state, row, stage + 1),
    );
    if ((still >> index) & 1) made.fixed += energy;
    else made.needed += energy;
  }
  return made;
}
