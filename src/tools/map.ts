import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/index.js';
import { findTool } from './find.js';
import { inTemporaryFolder, type SourceFile } from './folder.js';
import { cellNames, readLibrary, type CellLibrary } from './liberty/index.js';
import { program, runLimits, timeLimit, verilogFiles, type ToolOptions } from './lint.js';
import { longestPath, type Boundary, type LongestPath } from './longest-path.js';
import { runDiagnostic } from './messages.js';
import { readNetlist, type NetlistModule } from './netlist.js';
import { run } from './run.js';
import { missingTool } from './tools.js';

/** A library of cells, and what stands around what is mapped to it. */
export interface MappingLibrary extends Boundary {
  /** Text of its Liberty file. */
  readonly text: string;
}

export interface MapOptions extends ToolOptions {
  readonly library: MappingLibrary;
  /** The clock period that mapping aims at, ps. */
  readonly target: number;
  /** Make one module of all before mapping: slower, and gates are shared and removed across modules. */
  readonly flat?: boolean;
  /** The Verilog has cells of the library in it. */
  readonly ownCells?: boolean;
  /** No longest path where there are more cells than this, which would take long; default 400,000. */
  readonly timedCells?: number;
}

/** What one module comes to, without the modules within it. */
export interface MappedModule {
  readonly module: string;
  /** How often it is there. */
  readonly count: number;
  readonly cells: number;
  /** Flip-flops and latches among them. */
  readonly registers: number;
  /** um2 */
  readonly area: number;
}

/** A memory that is not mapped: a macro would take its place. */
export interface UnmappedMemory {
  readonly module: string;
  readonly count: number;
  readonly words: number;
  readonly bits: number;
}

/** A design in the cells of a library. Areas in um2; wires are not counted. */
export interface Mapped {
  readonly version: string;
  readonly library: string;
  readonly cells: number;
  readonly registers: number;
  readonly area: number;
  /** Modules, those within others first. */
  readonly modules: readonly MappedModule[];
  readonly memories: readonly UnmappedMemory[];
  /** null where nothing is timed, or there are too many cells. */
  readonly path: LongestPath | null;
}

/** Cells that are timed, in a few seconds. */
const defaultTimedCells = 400_000;

/**
 * Maps `top` to the cells of a library with Yosys and abc, each module once unless `flat`, and finds the longest path. Memories stay what they are.
 *
 * @returns null with a diagnostic as `simulate`
 */
export async function mapToCells(
  files: readonly SourceFile[],
  top: string,
  options: MapOptions,
): Promise<[Mapped | null, readonly Diagnostic[]]> {
  const found = await findTool('yosys', options.searchPath);
  if (found === null) return [null, [missingTool('yosys')]];
  const { library, target, flat = false, ownCells = false } = options;
  return inTemporaryFolder(files, async (folder) => {
    await writeFile(join(folder, 'cells.lib'), library.text);
    await writeFile(join(folder, 'boundary.constr'), constraints(library));
    await writeFile(join(folder, 'map.ys'), script(verilogFiles(files), top, { target, flat, ownCells }));
    const result = await run(program(found, 'yosys'), ['-q', 'map.ys'], runLimits(folder, options));
    const problem = runDiagnostic('yosys', `mapping ${top} to cells`, result, timeLimit(options));
    if (problem !== null) return [null, [problem]];
    if (result.end === 'aborted') return [null, []];
    const netlist = readNetlist(await readFile(join(folder, 'modules.json'), 'utf8'));
    const cells = readLibrary(library.text, usedCells(netlist, library));
    const modules = modulesOf(netlist, top, cells);
    const mapped = { version: found.version, library: cells.name, modules, memories: memoriesOf(netlist, modules) };
    const sum = (of: (each: MappedModule) => number): number =>
      modules.reduce((total, each) => total + each.count * of(each), 0);
    const totals = {
      cells: sum((each) => each.cells),
      registers: sum((each) => each.registers),
      area: sum((each) => each.area),
    };
    if (totals.cells > (options.timedCells ?? defaultTimedCells)) return [{ ...mapped, ...totals, path: null }, []];
    const flattening = await run(program(found, 'yosys'), ['-q', '-p', flatten], runLimits(folder, options));
    const wrong = runDiagnostic('yosys', `joining the modules of ${top}`, flattening, timeLimit(options));
    if (wrong !== null) return [null, [wrong]];
    if (flattening.end === 'aborted') return [null, []];
    const whole = readNetlist(await readFile(join(folder, 'flat.json'), 'utf8')).get(top);
    if (whole === undefined) return [{ ...mapped, ...totals, path: null }, []];
    const names = registerNames(readNetlist(await readFile(join(folder, 'registers.json'), 'utf8')));
    const { cells: count, registers, area } = countCells(whole, cells);
    return [{ ...mapped, cells: count, registers, area, path: longestPath(whole, cells, library, names) }, []];
  });
}

/** What drives the inputs and loads the outputs, as abc reads it. */
function constraints({ drivingCell, load }: Boundary): string {
  return `${drivingCell === null ? '' : `set_driving_cell ${drivingCell}\n`}set_load ${load} [all_outputs]\n`;
}

/**
 * The commands of Yosys: those of its `synth`, but that memories are not mapped, tables of constants become gates, and gates are not optimised before abc sees the library. abc runs its
 * script for a library with a period to aim at, driving cells and loads: gates are sized and buffered.
 */
function script(
  files: readonly string[],
  top: string,
  { target, flat, ownCells }: Required<Pick<MapOptions, 'target' | 'flat' | 'ownCells'>>,
): string {
  return [
    ...(ownCells ? ['read_liberty -lib -ignore_miss_func cells.lib'] : []),
    ...files.map((path) => `read_verilog -defer "${path}"`),
    `hierarchy -check -top ${top}`,
    'proc -norom; opt_expr; opt_clean; check',
    ...(flat ? ['flatten'] : []),
    `synth -top ${top} -noabc -run begin:fine`,
    'opt -fast -full; opt -undriven -fine; techmap; opt -fast',
    'opt -purge',
    'write_json registers.json',
    'dfflibmap -liberty cells.lib',
    'opt -undriven -purge',
    `abc -liberty cells.lib -constr boundary.constr -D ${target}`,
    ...(ownCells ? ['delete =A:blackbox'] : []),
    'setattr -unset src',
    'write_json modules.json',
    'write_rtlil modules.il',
    '',
  ].join('\n');
}

const flatten = 'read_rtlil modules.il; flatten; setundef -zero; splitnets; opt_clean -purge; write_json flat.json';

function usedCells(netlist: ReadonlyMap<string, NetlistModule>, { drivingCell }: Boundary): ReadonlySet<string> {
  const types = [...netlist.values()].flatMap(({ cells }) => cells.map(({ type }) => type));
  return new Set(drivingCell === null ? types : [...types, drivingCell]);
}

/** Cells and area of one module, without those of modules within. */
function countCells(
  { cells }: NetlistModule,
  library: CellLibrary,
): { readonly cells: number; readonly registers: number; readonly area: number } {
  const known = cells.flatMap(({ type }) => library.cells.get(type) ?? []);
  return {
    cells: known.length,
    registers: known.filter(({ sequential }) => sequential).length,
    area: known.reduce((sum, { area }) => sum + area, 0),
  };
}

/** What the top contains, how often each; modules within others first. */
function modulesOf(
  netlist: ReadonlyMap<string, NetlistModule>,
  top: string,
  library: CellLibrary,
): readonly MappedModule[] {
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    for (const { type } of netlist.get(name)?.cells ?? []) if (netlist.has(type)) visit(type);
    order.push(name);
  };
  visit(top);
  const counts = new Map([[top, 1]]);
  for (const name of order.toReversed()) {
    for (const { type } of netlist.get(name)?.cells ?? [])
      if (netlist.has(type)) counts.set(type, (counts.get(type) ?? 0) + (counts.get(name) ?? 0));
  }
  return order.flatMap((name) => {
    const module = netlist.get(name);
    return module === undefined ? [] : [{ module: name, count: counts.get(name) ?? 0, ...countCells(module, library) }];
  });
}

/** What registers are called in Verilog, by the names that Yosys gives their cells: unlike their wires', those last through mapping. */
function registerNames(netlist: ReadonlyMap<string, NetlistModule>): (cell: string) => string {
  const names = new Map<string, string>();
  for (const { cells, names: wires } of netlist.values()) {
    for (const { name, connections } of cells) {
      const [net] = connections.get('Q') ?? [];
      const wire = typeof net === 'number' ? wires.get(net) : undefined;
      if (wire !== undefined) names.set(name, wire);
    }
  }
  return (cell) => {
    const [, instance = '', own = cell] = /^(?:\$flatten\\(.*?\.))?(\$.*)$/.exec(cell) ?? [];
    return `${instance}${names.get(own) ?? own}`;
  };
}

function memoriesOf(
  netlist: ReadonlyMap<string, NetlistModule>,
  modules: readonly MappedModule[],
): readonly UnmappedMemory[] {
  return modules.flatMap(({ module, count }) =>
    (netlist.get(module)?.cells ?? [])
      .filter(({ type }) => type.startsWith('$mem'))
      .map(({ parameters }) => ({
        module,
        count,
        words: parameterValue(parameters['SIZE']),
        bits: parameterValue(parameters['WIDTH']),
      })),
  );
}

/** Yosys writes numbers in binary. */
function parameterValue(value: unknown): number {
  return typeof value === 'string' ? Number.parseInt(value, 2) : Number(value);
}

/** The cell that drives inputs where nobody says which: a buffer of middle size, or none. */
export function usualDriver(text: string): string | null {
  return cellNames(text).find((name) => /buf/i.test(name)) ?? null;
}
