import { legal, memoryClocks, type Memory, type Module } from '../rtl/index.js';

/** A memory of the chip, for whoever replaces it by a macro. */
export interface MemoryEntry {
  /** Module and name of the memory in it. */
  readonly module: string;
  readonly memory: string;
  readonly words: number;
  readonly width_bits: number;
  readonly ports: Memory['ports'];
  /** Bits that one write mask bit enables; null: words are written whole. */
  readonly mask_bits: number | null;
  /** What a read gives that meets a write of its word; `keep`: a port that writes keeps its read data; `undefined`: nobody knows. */
  readonly read_under_write: Memory['underWrite'];
  readonly read_latency_cycles: 1;
  /** Of a memory of several clocks: those of the ports in the module, reads first and then writes. */
  readonly clocks?: { readonly reads: readonly string[]; readonly writes: readonly string[] };
  /** How many of it the chip has. */
  readonly count: number;
}

/** Every memory of the chip, in the order of the modules. */
export function memoryList(
  modules: readonly Module[],
  counts: ReadonlyMap<Module, number>,
  nameOf: (module: Module) => string,
): readonly MemoryEntry[] {
  return modules.flatMap((module) =>
    module.memories.map((memory) => ({
      module: nameOf(module),
      memory: legal(memory.name),
      words: memory.depth,
      width_bits: memory.type.width,
      ports: memory.ports,
      mask_bits: memory.lane ?? null,
      read_under_write: memory.underWrite,
      read_latency_cycles: 1,
      ...(memoryClocks(memory).length === 1
        ? {}
        : { clocks: { reads: memory.reads.map(clockOf), writes: memory.writes.map(clockOf) } }),
      count: counts.get(module) ?? 0,
    })),
  );
}

const clockOf = ({ clock }: { readonly clock: string }): string => legal(clock);

/**
 * How often each module stands in the chip.
 *
 * @param modules children before parents, the top last
 */
export function moduleCounts(modules: readonly Module[]): ReadonlyMap<Module, number> {
  const counts = new Map<Module, number>();
  const top = modules.at(-1);
  if (top !== undefined) counts.set(top, 1);
  for (const module of modules.toReversed()) {
    const own = counts.get(module) ?? 0;
    for (const instance of module.instances) add(counts, instance.module, own);
    for (const grid of module.grids) add(counts, grid.module, own * grid.rows * grid.cols);
  }
  return counts;
}

function add(counts: Map<Module, number>, module: Module, more: number): void {
  counts.set(module, (counts.get(module) ?? 0) + more);
}
