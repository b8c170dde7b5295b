import { memoryClocks, type Memory } from '../module.js';
import type { MacroLibrary, MacroPort, MemoryMacro } from './macro.js';

/** The ports of a macro that a memory's reads and writes take, in their order: a port that does both stands in both. */
export interface PortChoice {
  readonly reads: readonly MacroPort[];
  readonly writes: readonly MacroPort[];
}

/** A column of macros: from bit `low` on, `bits` bits of a word, all of the lane `lane` where lanes are told apart by it. */
export interface Column {
  readonly low: number;
  readonly bits: number;
  readonly lane: number | undefined;
}

/** A memory as macros, side by side and one behind the other. */
export interface Tiling {
  readonly macro: MemoryMacro;
  readonly ports: PortChoice;
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** The macros of a library that take a memory with the least area (bits, where it is not stated), and of equal ones the fewest; or why none does. */
export function fit(memory: Memory, library: MacroLibrary): Tiling | string {
  const bits = memory.depth * memory.type.width;
  if (bits < library.least_bits) return `has ${bits} bits, and memories below ${library.least_bits} stay registers`;
  if (memory.initial !== undefined) return 'has contents at power-up, which macros do not';
  const tilings = library.macros.flatMap((macro): readonly Tiling[] => {
    const ports = choosePorts(memory, macro);
    if (ports === undefined || macro.read_latency !== 1) return [];
    return [{ macro, ports, rows: Math.ceil(memory.depth / macro.words), columns: columnsOf(memory, macro) }];
  });
  const [first, ...others] = tilings;
  if (first === undefined) return `finds no macro with its ports (${memory.ports}) in the library "${library.name}"`;
  return others.reduce((best, tiling) => (isBetter(tiling, best) ? tiling : best), first);
}

/** Whether a tiling has less area than another one, or as much in fewer macros. */
function isBetter(tiling: Tiling, than: Tiling): boolean {
  const [area, other] = [areaOf(tiling), areaOf(than)];
  return area < other || (area === other && countOf(tiling) < countOf(than));
}

const countOf = ({ rows, columns }: Tiling): number => rows * columns.length;

function areaOf(tiling: Tiling): number {
  const { macro } = tiling;
  return countOf(tiling) * (macro.area_um2 ?? macro.words * macro.bits);
}

/** Ports that do what the memory's do, with its rules; undefined where the macro has none. */
function choosePorts(memory: Memory, macro: MemoryMacro): PortChoice | undefined {
  const both = macro.ports.filter(({ kind }) => kind === 'rw');
  if (memory.ports !== '1r1w') {
    const ports = both.slice(0, memory.ports === '2rw' ? 2 : 1);
    const apart = clocksApart(memory, ports);
    const rule =
      memory.underWrite === 'keep' || memory.underWrite === 'undefined' || memory.underWrite === macro.own_write;
    return ports.length === memory.writes.length && rule && apart ? { reads: ports, writes: ports } : undefined;
  }
  // What only writes, or only reads, first: a port that does both may be what the other needs.
  const order = (kind: MacroPort['kind']): readonly MacroPort[] => [
    ...macro.ports.filter((port) => port.kind === kind),
    ...both,
  ];
  for (const write of order('w'))
    for (const read of order('r'))
      if (read !== write && clocksApart(memory, [read, write])) return { reads: [read], writes: [write] };
  return undefined;
}

/** Of a memory of two clocks, the ports have clock pins of their own. */
function clocksApart(memory: Memory, ports: readonly MacroPort[]): boolean {
  return memoryClocks(memory).length === 1 || new Set(ports.map(({ clock }) => clock)).size === ports.length;
}

/** How words are cut into macros: wherever a macro ends; or, where the macro's mask does not tell the lanes apart, at each lane too. */
function columnsOf({ type, lane }: Memory, { bits, mask_bits }: MemoryMacro): readonly Column[] {
  if (lane === undefined || (mask_bits !== undefined && lane % mask_bits === 0)) {
    // A macro takes whole groups of its mask.
    const most = mask_bits === undefined || lane === undefined ? bits : bits - (bits % mask_bits);
    return cut(0, type.width, most).map((column) => ({ ...column, lane: undefined }));
  }
  return Array.from({ length: type.width / lane }, (_, i) => i).flatMap((i) =>
    cut(i * lane, lane, bits).map((column) => ({ ...column, lane: i })),
  );
}

function cut(low: number, width: number, most: number): readonly { readonly low: number; readonly bits: number }[] {
  return Array.from({ length: Math.ceil(width / most) }, (_, i) => ({
    low: low + i * most,
    bits: Math.min(most, width - i * most),
  }));
}
