import { dataPorts, sourceExpr, type Grid, type GridSource, type Port } from '../module.js';
import { clockConnections, originComment, portName, type Printing } from './module.js';
import { Names } from './names.js';
import { indent, literalText, range } from './text.js';

interface Loops {
  readonly grid: Grid;
  readonly i: string;
  readonly j: string;
  readonly rowLabel: string;
  readonly colLabel: string;
  /** Verilog names of the cells' ports within the generate scope. */
  readonly local: ReadonlyMap<string, string>;
}

/**
 * A grid as nested `generate for`: each cell's wires are declared in its own scope and read by name from the neighbour (`row[i].col[j-1].q`),
 * which Verilator, Icarus and Yosys take fast; one wide vector cut into slices would make Icarus quadratic.
 */
export function gridLines(printing: Printing, grid: Grid): readonly string[] {
  const { expressions, names, moduleName, options } = printing;
  const scope = new Names(names);
  const loops: Loops = {
    grid,
    i: grid.linear ? '' : names.take(`${grid.name}_i`),
    j: names.take(grid.linear ? `${grid.name}_i` : `${grid.name}_j`),
    rowLabel: grid.linear ? '' : names.take(`${grid.name}_row`),
    colLabel: grid.linear ? names.take(`${grid.name}_cell`) : 'col',
    local: new Map(),
  };
  const ports = [...dataPorts(grid.module, 'input'), ...dataPorts(grid.module, 'output')];
  const local = new Map(ports.map((port) => [port.name, scope.take(port.name, ['cell'])]));
  const named: Loops = { ...loops, local };
  const inputs = grid.inputs.flatMap(({ port, source }) => inputLines(printing, named, port, source));
  const outputs = grid.outputs.flatMap(({ port, net, side }) => outputLines(printing, named, port, net, side));
  const unread = dataPorts(grid.module, 'output').flatMap((port) => unreadLines(named, port));
  const connections = [
    ...clockConnections(printing, grid),
    ...ports.map((port) => `.${portName(port.name)}(${localName(named, port.name)})`),
  ];
  const cell = [
    ...ports.map((port) => `wire ${range(port.type)}${localName(named, port.name)};`),
    ...inputs,
    ...outputs,
    ...unread,
    `${moduleName(grid.module)} ${scope.take('u')} (`,
    ...connections.map((connection, index) => `  ${connection}${index === connections.length - 1 ? '' : ','}`),
    ');',
  ];
  const temporaries = expressions.flush();
  return ['', ...temporaries, ...loopLines(named, cell, originComment(grid, options))];
}

function loopLines(
  { grid, i, j, rowLabel, colLabel }: Loops,
  cell: readonly string[],
  origin: string,
): readonly string[] {
  const inner = (by: string, end: string): readonly string[] => [
    `for (${j} = 0; ${j} < ${grid.cols}; ${j} = ${j} + 1) begin : ${colLabel}${end}`,
    ...indent(cell, by),
    'end',
  ];
  if (grid.linear) return [`genvar ${j};`, 'generate', ...indent(inner('  ', origin), '  '), 'endgenerate'];
  return [
    `genvar ${i}, ${j};`,
    'generate',
    `  for (${i} = 0; ${i} < ${grid.rows}; ${i} = ${i} + 1) begin : ${rowLabel}${origin}`,
    ...indent(inner('  ', ''), '    '),
    '  end',
    'endgenerate',
  ];
}

function localName(loops: Loops, port: string): string {
  const name = loops.local.get(port);
  if (name === undefined) throw new Error(`no port ${port} in the cells of ${loops.grid.name}`);
  return name;
}

const stepOf = { north: [-1, 0], south: [1, 0], west: [0, -1], east: [0, 1] } as const;

/** The name of another cell's wire, `row` rows down and `col` columns right. */
function neighbourName(loops: Loops, port: string, side: keyof typeof stepOf): string {
  const [row, col] = stepOf[side];
  const cell = `${loops.colLabel}[${stepped(loops.j, col)}]`;
  return `${loops.grid.linear ? '' : `${loops.rowLabel}[${stepped(loops.i, row)}].`}${cell}.${localName(loops, port)}`;
}

function stepped(name: string, step: -1 | 0 | 1): string {
  return step === 0 ? name : step < 0 ? `${name}-1` : `${name}+1`;
}

/** Which cells stand at a side, as a condition of the loop's variables; undefined if all of them do. */
function atSide({ grid, i, j }: Loops, side: keyof typeof stepOf): string | undefined {
  const { rows, cols } = grid;
  if (side === 'north' || side === 'south')
    return rows === 1 ? undefined : `${i} == ${side === 'north' ? 0 : rows - 1}`;
  return cols === 1 ? undefined : `${j} == ${side === 'west' ? 0 : cols - 1}`;
}

/** Number of the element of a vector that belongs to the cell. */
function elementOf(
  { grid, i, j }: Loops,
  kind: 'row' | 'column' | 'cell',
): { readonly text: string; readonly count: number } {
  const { rows, cols, linear } = grid;
  if (kind === 'row') return { text: linear ? '0' : i, count: rows };
  if (kind === 'column') return { text: j, count: cols };
  return { text: linear ? j : `${cols}*${i}+${j}`, count: rows * cols };
}

const lineOf = { north: 'column', south: 'column', west: 'row', east: 'row', all: 'cell' } as const;

function elementText(vector: string, loops: Loops, kind: 'row' | 'column' | 'cell', width: number): string {
  const { text, count } = elementOf(loops, kind);
  if (count === 1) return vector;
  if (width === 1) return `${vector}[${text}]`;
  const factor = kind === 'cell' && !loops.grid.linear ? `(${text})` : text;
  return `${vector}[${width}*${factor} +: ${width}]`;
}

function inputLines(printing: Printing, loops: Loops, port: string, source: GridSource): readonly string[] {
  const { expressions } = printing;
  const name = localName(loops, port);
  const type = dataPorts(loops.grid.module, 'input').find((candidate) => candidate.name === port)?.type;
  if (type === undefined) throw new Error(`no input ${port} in the cells of ${loops.grid.name}`);
  if (source.kind === 'broadcast') return [`assign ${name} = ${expressions.atom(source.value)};`];
  const expr = sourceExpr(source);
  const kind = source.kind === 'neighbour' ? lineOf[source.side] : source.kind;
  const element =
    expr.kind === 'constant' && expr.value === 0n
      ? literalText(type, 0n)
      : elementText(expressions.named(expr), loops, kind, type.width);
  const edge = `assign ${name} = ${element};`;
  if (source.kind !== 'neighbour') return [edge];
  const condition = atSide(loops, source.side);
  if (condition === undefined) return [edge];
  return [
    `if (${condition}) begin : ${name}_edge`,
    `  ${edge}`,
    `end else begin : ${name}_inner`,
    `  assign ${name} = ${neighbourName(loops, source.output, source.side)};`,
    'end',
  ];
}

function outputLines(
  printing: Printing,
  loops: Loops,
  port: string,
  net: string,
  side: Grid['outputs'][number]['side'],
): readonly string[] {
  const width = dataPorts(loops.grid.module, 'output').find((candidate) => candidate.name === port)?.type.width ?? 1;
  const name = localName(loops, port);
  const assign = `assign ${elementText(printing.expressions.nameOf(net), loops, lineOf[side], width)} = ${name};`;
  const condition = side === 'all' ? undefined : atSide(loops, side);
  return condition === undefined ? [assign] : [`if (${condition}) begin : ${name}_${side}`, `  ${assign}`, 'end'];
}

const opposite = { north: 'south', south: 'north', west: 'east', east: 'west' } as const;

/** Cells whose output no neighbour and no vector reads say so. */
function unreadLines(loops: Loops, port: Port): readonly string[] {
  const { grid } = loops;
  const conditions: string[] = [];
  for (const { source } of grid.inputs) {
    // What comes from the west is read in all columns but the last.
    if (source.kind !== 'neighbour' || source.output !== port.name) continue;
    const unread = atSide(loops, opposite[source.side]);
    if (unread !== undefined) conditions.push(unread);
  }
  for (const output of grid.outputs) {
    if (output.port !== port.name) continue;
    const read = output.side === 'all' ? undefined : atSide(loops, output.side);
    if (read === undefined) return [];
    conditions.push(read.replace('==', '!='));
  }
  const distinct = [...new Set(conditions)];
  if (distinct.some((condition) => distinct.includes(condition.replace('!=', '==')) && condition.includes('!=')))
    return [];
  const name = localName(loops, port.name);
  const line = `wire _unused_${name} = &{1'b0, ${name}};`;
  return distinct.length === 0 ? [line] : [`if (${distinct.join(' && ')}) begin : ${name}_unread`, `  ${line}`, 'end'];
}
