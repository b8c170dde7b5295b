import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { scheduleOperations, type OperationSchedule } from '../estimate/index.js';
import type { Design, Mapping, Origins } from '../ir/index.js';
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
  { origins, pins }: { readonly origins?: Origins; readonly pins?: readonly Mapping[] } = {},
): readonly [ScheduledWorkload | null, readonly Diagnostic[]] {
  const { name } = graph;
  const refuse = (why: string): readonly [null, readonly Diagnostic[]] => [
    null,
    [diagnostic('E671', undefined, { workload: name, why })],
  ];
  const products = graph.operations.filter((operation) => isMatrix(operation));
  if (products.length > 1)
    return refuse(`it has ${graph.operations.length} operations, and one product or convolution is run`);
  const least = Math.max(0, ...graph.operations.map(leastBytes));
  if (least > largestMemory) return refuse(tooLarge(least));
  const [schedules, problems] = scheduleOperations(design, graph, {
    ...(origins === undefined ? {} : { origins }),
    ...(pins === undefined ? {} : { pins }),
  });
  if (schedules === undefined) return [null, problems];
  const run = new Set(schedules.flatMap(({ operation, stores }) => [operation.name, ...stores]));
  const other = graph.operations.find((operation) => !run.has(operation.name));
  if (other !== undefined)
    return refuse(
      `"${other.name}" (${other.kind}) is done by no store, and only products and convolutions are run, with what their stores do`,
    );
  for (const { operation, parameters, schedule } of schedules) {
    if (operation.kind === 'convolution' && schedule.image === null)
      return refuse(`"${operation.name}" is a convolution, which the core does not do by itself`);
    const bytes = (schedule.beats * parameters.spillBits) / 8;
    if (bytes > largestMemory) return refuse(tooLarge(bytes));
  }
  return [{ name, schedules }, problems];
}

/** What the operands of a product take at least: of a huge one not even the schedule is written out. */
function leastBytes(operation: WorkloadGraph['operations'][number]): number {
  if (!isMatrix(operation)) return 0;
  const { batch, m, k, n } = operation;
  return batch * (m * k + k * n + m * n);
}

function tooLarge(bytes: number): string {
  return `its operands and results take ${bytes} bytes, more than the ${largestMemory} that are simulated`;
}
