import { functionStages } from './functions.js';
import type { VectorCommand } from './command.js';
import type { VectorUnitParameters } from './parameters.js';

/** Registers of a multiplication, the one that its product leaves from among them. */
export const multiplierStages = 5;

/** What the cycles of a unit depend on. */
export type TimedVectorUnit = Pick<VectorUnitParameters, 'adderRegisters' | 'functions' | 'lanes' | 'reductions'>;

/** Registers that a beat passes until its sum is there. */
export function sumStages({ adderRegisters }: Pick<TimedVectorUnit, 'adderRegisters'>): number {
  return 1 + multiplierStages + 1 + adderRegisters;
}

/**
 * Registers that a beat passes, from the edge that takes it to the cycle in which it is on `results`: the operands as fp32, the product, the
 * choice of what is added, the sum, the function where there are such, the result.
 */
export function vectorLatency(parameters: TimedVectorUnit): number {
  return sumStages(parameters) + (parameters.functions === 'none' ? 0 : functionStages) + 1;
}

/** Levels of the tree over the lanes. */
export function reductionLevels({ lanes }: Pick<TimedVectorUnit, 'lanes'>): number {
  return Math.ceil(Math.log2(lanes));
}

/** Registers of one level of the tree: the choice of what is added, and the sum. */
export function levelStages({ adderRegisters }: Pick<TimedVectorUnit, 'adderRegisters'>): number {
  return 1 + adderRegisters;
}

/** Registers that a beat passes on its way through the tree, of which one is in front of it. */
export function treeStages(parameters: Pick<TimedVectorUnit, 'lanes' | 'adderRegisters'>): number {
  return 1 + reductionLevels(parameters) * levelStages(parameters);
}

/** What a unit reduces a command to: nothing without a tree. */
function reductionOf({ reductions }: TimedVectorUnit, command: VectorCommand): 'sum' | 'maximum' | undefined {
  return reductions && command.kind === 'run' ? command.reduce?.to : undefined;
}

/**
 * Cycles from the edge that takes a command to the one that takes the next, which is waiting, with all beats there: a beat a cycle, and no more.
 * One that reduces ends before the next is taken.
 */
export function vectorInterval(parameters: TimedVectorUnit, command: VectorCommand): number {
  if (reductionOf(parameters, command) !== undefined) return vectorCycles(parameters, command) - 1;
  return command.kind === 'set' ? 1 : command.beats;
}

/**
 * Cycles of a command by itself, from the edge that takes it to the one at which `done` is high, with all beats there and `results` always
 * ready. Derived in docs/blocks/vector-unit.md.
 */
export function vectorCycles(parameters: TimedVectorUnit, command: VectorCommand): number {
  const latency = vectorLatency(parameters);
  const beats = command.kind === 'set' ? 1 : command.beats;
  const reduction = reductionOf(parameters, command);
  if (reduction === undefined) return beats + latency + 1;
  // A sum has the registers of an addition, and the next beat needs it.
  const perBeat = reduction === 'sum' ? parameters.adderRegisters : 1;
  return perBeat * beats + latency + treeStages(parameters);
}

/** When a command of a list is taken and when it ends, in cycles from the edge that takes the first. */
export interface VectorSpan {
  readonly taken: number;
  readonly done: number;
}

/** The same of a list of commands, each offered as soon as the one before it is taken. A cycle in which a beat of `results` waits delays all by one. */
export function vectorSpans(parameters: TimedVectorUnit, commands: readonly VectorCommand[]): readonly VectorSpan[] {
  const spans: VectorSpan[] = [];
  let taken = 0;
  for (const command of commands) {
    spans.push({ taken, done: taken + vectorCycles(parameters, command) });
    taken += vectorInterval(parameters, command);
  }
  return spans;
}
