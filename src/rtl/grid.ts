import type { Origin } from '../diagnostics/index.js';
import type { ModuleBuilder } from './builder.js';
import { dataPorts, type Grid, type GridOutput, type GridSource, type Module, type Port, type Side } from './module.js';
import { convert, literal, Signal, vector, type SignalLike } from './signal.js';
import { bit, unsigned } from './types.js';

/** What enters at an edge: a vector with an element a row (west, east) or column (north, south), element 0 in its low bits, or one signal for each. */
export type Edge = Signal | ((index: number) => SignalLike);

/** Where an input of the cells comes from; a plain signal goes to all. */
export type GridInput =
  | SignalLike
  | { readonly kind: 'neighbour'; readonly side: Side; readonly output: string; readonly edge: Edge }
  | { readonly kind: 'row' | 'column' | 'cell'; readonly value: Edge };

const from =
  (side: Side) =>
  (output: string, edge: Edge): GridInput => ({ kind: 'neighbour', side, output, edge });

/** From the neighbour's `output` above; row 0 takes `edge`, by column. */
export const fromNorth = from('north');
/** From the neighbour's `output` below; the last row takes `edge`, by column. */
export const fromSouth = from('south');
/** From the `output` of the neighbour in the column before; column 0 takes `edge`, by row. In a 1-D grid, from the cell before. */
export const fromWest = from('west');
/** From the `output` of the neighbour in the column after; the last column takes `edge`, by row. In a 1-D grid, from the cell after. */
export const fromEast = from('east');
/** Element r of `value` to all cells of row r. */
export const perRow = (value: Edge): GridInput => ({ kind: 'row', value });
/** Element c of `value` to all cells of column c; element i to cell i of a 1-D grid. */
export const perColumn = (value: Edge): GridInput => ({ kind: 'column', value });
/** Element r * cols + c of `value` to cell (r, c). */
export const perCell = (value: Edge): GridInput => ({ kind: 'cell', value });

/** Vectors of the cells' outputs. Each is made when first asked for. */
export interface GridHandle {
  /** `output` of the last row, by column. */
  south(output: string): Signal;
  /** `output` of the first row, by column. */
  north(output: string): Signal;
  /** `output` of the last column, by row. */
  east(output: string): Signal;
  /** `output` of the first column, by row. */
  west(output: string): Signal;
  /** `output` of all cells, row major. */
  all(output: string): Signal;
}

/** Number of elements of a vector that stands at a side of a grid, or belongs to its rows, columns or cells. */
export function elementCount(
  grid: { readonly rows: number; readonly cols: number },
  of: Side | 'all' | 'row' | 'column' | 'cell',
): number {
  if (of === 'all' || of === 'cell') return grid.rows * grid.cols;
  return of === 'north' || of === 'south' || of === 'column' ? grid.cols : grid.rows;
}

/** A grid of the builder and the function that finishes it. */
export function buildGrid(
  builder: ModuleBuilder,
  name: string,
  dimensions: readonly [number] | readonly [number, number],
  module: Module,
  inputs: Readonly<Record<string, GridInput>>,
  clocks: ReadonlyMap<string, string>,
  origin: Origin | undefined,
): readonly [GridHandle, () => Grid] {
  const [first, second] = dimensions;
  const [rows, cols] = second === undefined ? [1, first] : [first, second];
  if (![rows, cols].every((count) => Number.isInteger(count) && count >= 1))
    builder.report('E614', { grid: name, reason: `has ${rows} rows and ${cols} columns` }, origin);
  for (const port of Object.keys(inputs)) {
    if (!dataPorts(module, 'input').some((known) => known.name === port))
      builder.report('E608', { module: module.name, port, direction: 'input' }, origin);
  }
  const shape = { rows, cols };
  const bound = dataPorts(module, 'input').map((port) => ({
    port: port.name,
    source: sourceOf(builder, name, module, shape, port, inputs[port.name], origin),
  }));
  const outputs: GridOutput[] = [];
  const gather =
    (side: GridOutput['side']) =>
    (port: string): Signal =>
      gatherOutput(builder, name, module, shape, outputs, side, port);
  const handle: GridHandle = {
    north: gather('north'),
    south: gather('south'),
    east: gather('east'),
    west: gather('west'),
    all: gather('all'),
  };
  return [
    handle,
    () => ({ name, module, rows, cols, linear: second === undefined, clocks, inputs: bound, outputs, origin }),
  ];
}

type Shape = { readonly rows: number; readonly cols: number };

function sourceOf(
  builder: ModuleBuilder,
  grid: string,
  module: Module,
  shape: Shape,
  port: Port,
  input: GridInput | undefined,
  origin: Origin | undefined,
): GridSource {
  const target = `input ${port.name} of grid ${grid}`;
  if (input === undefined) {
    builder.report('E603', { module: builder.name, signal: `${grid}.${port.name}` }, origin);
    return { kind: 'broadcast', value: literal(0n, port.type).expr };
  }
  if (input instanceof Signal || typeof input !== 'object')
    return { kind: 'broadcast', value: convert(input, port.type, target, builder.scope).expr };
  if (input.kind !== 'neighbour')
    return {
      kind: input.kind,
      value: edgeVector(builder, target, port, elementCount(shape, input.kind), input.value).expr,
    };
  const output = dataPorts(module, 'output').find((candidate) => candidate.name === input.output);
  if (output === undefined)
    builder.report('E608', { module: module.name, port: input.output, direction: 'output' }, origin);
  else if (output.type.width !== port.type.width || output.type.signed !== port.type.signed)
    builder.report('E614', { grid, reason: `joins ${output.name} to ${port.name}, which is of another type` }, origin);
  return {
    kind: 'neighbour',
    side: input.side,
    output: input.output,
    edge: edgeVector(builder, target, port, elementCount(shape, input.side), input.edge).expr,
  };
}

function edgeVector(builder: ModuleBuilder, target: string, port: Port, count: number, edge: Edge): Signal {
  const expected = count * port.type.width;
  if (!(edge instanceof Signal))
    return vector(
      Array.from({ length: count }, (_, i) => convert(edge(i), port.type, `${target}, element ${i},`, builder.scope)),
    );
  if (edge.width === expected) return edge.asUnsigned();
  builder.report('E611', { target, expected, actual: edge.width });
  return literal(0n, unsigned(expected), builder.scope);
}

function gatherOutput(
  builder: ModuleBuilder,
  grid: string,
  module: Module,
  shape: Shape,
  outputs: GridOutput[],
  side: GridOutput['side'],
  port: string,
): Signal {
  const output = dataPorts(module, 'output').find((candidate) => candidate.name === port);
  if (output === undefined) {
    builder.report('E608', { module: module.name, port, direction: 'output' });
    return literal(0n, bit, builder.scope);
  }
  const net = `${grid}_${port}_${side}`;
  if (!outputs.some((known) => known.net === net)) {
    builder.claim(net);
    outputs.push({ port, net, side });
  }
  return builder.reference(net, unsigned(elementCount(shape, side) * output.type.width));
}
