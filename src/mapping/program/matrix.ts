import { dmaStartCycles, idleCore, issueNext, timedCommand, type MatrixCoreCommand } from '../../blocks/models.js';
import type { MatrixOperation } from '../../workload/index.js';
import type { Machine } from '../machine.js';
import { loadLatency, paceOf, type MatrixMapping } from '../matrix.js';
import { commandWaits } from '../stores.js';
import { coreSchedule, resultTiles, type CoreSchedule } from '../schedule.js';
import type { MutableMove, Step } from './buffer.js';
import { sideBySide, type MoverTime } from './order.js';
import { nearPlaces } from './places.js';
import type { MatrixProgram, Pending, PendingMove } from './types.js';

/**
 * The lists of one core and of the mover before its near memory that a mapping stands for. Where there is none between the core and the outermost memory the
 * core's list is all. The near memory's own ports are not followed beat by beat.
 */
export function matrixProgram(machine: Machine, operation: MatrixOperation, mapping: MatrixMapping): MatrixProgram {
  const schedule = coreSchedule(machine.parameters, mapping);
  const { commands, moves } =
    machine.near === null || machine.far === null
      ? { commands: schedule.commands.map((command) => ({ command, moves: [] })), moves: [] }
      : listsOf(machine, operation, mapping, schedule);
  const latency = loadLatency(machine);
  const pace = paceOf(machine);
  let state = idleCore;
  const time = (command: MatrixCoreCommand, offered: number): number => {
    const stalls = commandWaits(machine.parameters, command, pace);
    state = issueNext(machine.parameters, state, timedCommand(machine.parameters, command, latency, stalls), offered);
    return state.told[0] ?? 0;
  };
  return sideBySide(commands, moves, time, moverTime(machine));
}

/** The mover and the outermost memory of a machine, in cycles of the core's clock. */
export function moverTime({ far, mover, frequency }: Machine): MoverTime {
  const rate = (bandwidth: number | undefined): number => (bandwidth === undefined ? 0 : frequency / bandwidth);
  const [inMover, inMemory] = [rate(mover?.bandwidth), rate(far?.bandwidth)];
  const start = mover === null ? 0 : (dmaStartCycles / mover.frequency) * frequency;
  return {
    moving: (bits) => start + bits * inMover,
    passing: (bits) => bits * inMemory,
    latency: (far?.latency ?? 0) * frequency,
  };
}

interface Lists {
  readonly commands: readonly Pending<MatrixCoreCommand>[];
  readonly moves: readonly PendingMove[];
}

/** Goes through the core's list: each load finds its tile where a move has brought it, each store leaves its tile for a move. */
function listsOf(machine: Machine, operation: MatrixOperation, mapping: MatrixMapping, schedule: CoreSchedule): Lists {
  const moves: MutableMove[] = [];
  const near = nearPlaces(machine, operation, mapping, schedule, moves);
  const steps = stepsOf(mapping);
  const each = schedule.commands.length / schedule.products;
  let through = 0;
  const commands = schedule.commands.map((command, index): Pending<MatrixCoreCommand> => {
    const product = Math.floor(index / each);
    if (index % each === 0) through = 0;
    if (command.kind === 'gemm') through++;
    if (!('address' in command) || command.kind === 'counters') return { command, moves: [] };
    const stores = command.kind === 'store' || command.kind === 'scales';
    // What stores, and the scales of it, come behind the multiplication of their step; loads before it.
    const step = { ...stepAt(steps, stores ? through - 1 : through), product };
    const address = command.address - product * schedule.productBeats;
    const found =
      command.kind === 'load'
        ? near.load(command.memory === 'activations' ? 'activations' : 'weights', step, address, index)
        : command.kind === 'scales'
          ? near.scales(step, address, index)
          : near.store(step, address, index);
    return { command: { ...command, address: found.near }, moves: found.moves };
  });
  return { commands, moves };
}

/** Steps of one product, in the order of its multiplications. */
function stepsOf({ tiling, order }: MatrixMapping): readonly Omit<Step, 'product'>[] {
  const { counts } = tiling;
  return Array.from(resultTiles({ tiling, order }), ({ m, n }) =>
    Array.from({ length: counts.k }, (_, k) => ({
      ...{ m, n, k },
      block: Math.floor((order.outer === 'm' ? m : n) / order.block),
    })),
  ).flat();
}

function stepAt(steps: readonly Omit<Step, 'product'>[], index: number): Omit<Step, 'product'> {
  const step = steps[index];
  if (step === undefined) throw new Error(`no step ${index} of ${steps.length}`);
  return step;
}
