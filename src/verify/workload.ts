import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { scheduleOperations, type OperationSchedule } from '../estimate/index.js';
import type { Design, Origins } from '../ir/index.js';
import { isMatrix, type WorkloadGraph } from '../workload/index.js';

/** A workload as the command lists that the estimate counts. */
export interface ScheduledWorkload {
  readonly name: string;
  /** At least one, all of the same core. */
  readonly schedules: readonly OperationSchedule[];
}

/** Bytes behind `spill` up to which a product is simulated. */
const largestMemory = 2 ** 28;

/** The command lists of a workload of a product or a convolution; E671 where hardware cannot run it, and what the estimate says of it. */
export function scheduleWorkload(
  design: Design,
  graph: WorkloadGraph,
  origins: Origins | undefined,
): readonly [ScheduledWorkload | null, readonly Diagnostic[]] {
  const { name } = graph;
  const refuse = (why: string): readonly [null, readonly Diagnostic[]] => [
    null,
    [diagnostic('E671', undefined, { workload: name, why })],
  ];
  const run = 'gemm(M, K, N), or convolution that the core does,';
  const other = graph.operations.find(({ kind }) => kind !== 'gemm' && kind !== 'convolution');
  if (other !== undefined) return refuse(`"${other.name}" is a ${other.kind}, and only a ${run} is run`);
  if (graph.operations.length > 1) return refuse(`it has ${graph.operations.length} operations, and one ${run} is run`);
  const least = Math.max(0, ...graph.operations.map(leastBytes));
  if (least > largestMemory) return refuse(tooLarge(least));
  const [schedules, problems] = scheduleOperations(design, graph, origins === undefined ? {} : { origins });
  if (schedules === undefined) return [null, problems];
  for (const { operation, parameters, schedule } of schedules) {
    if (
      operation.kind === 'convolution' &&
      (schedule.image === null || operation.batch * schedule.image.shape.images > 1)
    )
      return refuse(`"${operation.name}" is a convolution that is no single list of commands of the core`);
    const bytes = (schedule.beats * parameters.spillBits) / 8;
    if (bytes > largestMemory) return refuse(tooLarge(bytes));
  }
  return [{ name, schedules }, problems];
}

/** What the operands of a product take at least: of a huge one not even the schedule is written out. */
function leastBytes(operation: WorkloadGraph['operations'][number]): number {
  return isMatrix(operation) ? operation.m * operation.k + operation.k * operation.n + operation.m * operation.n : 0;
}

function tooLarge(bytes: number): string {
  return `its operands and results take ${bytes} bytes, more than the ${largestMemory} that are simulated`;
}
