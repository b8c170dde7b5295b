import type { Diagnostic } from '../diagnostics/index.js';
import type { Design } from '../ir/index.js';
import {
  finish,
  matrixProgram,
  vectorCommandCount,
  vectorProgram,
  type Machine,
  type MatrixProgram,
  type Planned,
  type VectorListProgram,
} from '../mapping/index.js';
import type { Operation, WorkloadGraph } from '../workload/index.js';
import { mapWorkload, repeated, storedWith } from './estimate.js';
import type { EstimateOptions } from './types.js';

/** The lists of an operation's unit and of the mover. */
export type UnitProgram =
  | { readonly kind: 'core'; readonly program: MatrixProgram }
  | { readonly kind: 'vector'; readonly program: VectorListProgram };

/** An operation, or the part of it that is done at a time with others that are fused with it, as the units of a design execute it. */
export interface OperationProgram {
  /** With how often it is done. */
  readonly operation: Operation;
  /** The operations that its stores do too. */
  readonly stores: readonly string[];
  /** Path of the core, or of the vector unit; null where no unit does it, and only its traffic is counted. */
  readonly unit: string | null;
  /** How many such units work at the same time; each has a list like it, if with a last command less. */
  readonly units: number;
  /** Path of what moves between the near and the outermost memory; null where nothing does. */
  readonly mover: string | null;
  readonly products: number;
  /** Cycles of the core's clock that the estimate has for it: once. */
  readonly estimated: number;
  /** Commands of the unit's list, counted in closed form. */
  readonly commands: number;
  /** Writes the lists out, and times them command by command. */
  readonly write: () => UnitProgram | undefined;
}

/**
 * What a workload's mappings stand for, operation by operation in the order in which they are done. The lists are made when they are asked for: those of a
 * large model have many millions of commands.
 */
export function operationPrograms(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions = {},
): [readonly OperationProgram[] | undefined, readonly Diagnostic[]] {
  const [mapped, diagnostics] = finish(mapWorkload(design, graph, options));
  if (mapped === undefined) return [undefined, diagnostics];
  const { machine, groups, operations } = mapped;
  const programs = groups.flatMap(({ planned, parts }) =>
    planned.map((each): OperationProgram => ({
      operation: repeated(each.operation, parts),
      stores: storedWith(operations, each.operation.name),
      mover: machine.near === null ? null : (machine.mover?.placed.path ?? machine.far?.path ?? null),
      ...('chosen' in each ? ofProduct(machine, each) : ofElements(machine, each)),
    })),
  );
  return [programs, diagnostics];
}

type Of = Pick<OperationProgram, 'unit' | 'units' | 'products' | 'estimated' | 'commands' | 'write'>;

function ofProduct(machine: Machine, { operation, mapping }: Extract<Planned, { chosen: unknown }>): Of {
  return {
    unit: machine.core.path,
    units: mapping.cores,
    products: mapping.products,
    estimated: mapping.cycles,
    commands: mapping.commands,
    write: () => ({ kind: 'core', program: matrixProgram(machine, operation, mapping) }),
  };
}

function ofElements(machine: Machine, { operation, mapping, residence }: Exclude<Planned, { chosen: unknown }>): Of {
  const units = machine.vector?.units ?? 0;
  return {
    unit: mapping.unit?.path ?? null,
    units,
    products: 1,
    estimated: mapping.cycles,
    commands: vectorCommandCount(mapping, units),
    write: () => {
      const program = vectorProgram(machine, operation, mapping, residence);
      return program === undefined ? undefined : { kind: 'vector', program };
    },
  };
}
