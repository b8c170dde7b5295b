import { formatValue, portWires, type Design } from '../ir/index.js';
import { legal, modulesOf, resetSynchroniserModule, testPortOf, type Module, type VerilogFile } from '../rtl/index.js';
import { clockPorts } from './assemble.js';
import type { Chip } from './chip.js';
import type { ChipGating } from './clock-gating.js';
import type { BuiltFile, Top, TopClock, TopPort } from './files.js';
import { moduleCounts } from './memories.js';
import { sha256 } from './sha256.js';

/** What `manifest.json` says: the chip as integrators and scripts need it. */
export interface Manifest {
  readonly schema: 'accel-manifest/1';
  readonly tool: { readonly name: 'accel'; readonly version: string };
  readonly design: string;
  readonly process: string;
  /** The module to instantiate. */
  readonly top: string;
  readonly clocks: readonly TopClock[];
  readonly ports: readonly TopPort[];
  /** Ports of the design that lead to no hardware: to modelled blocks only, or to nothing. */
  readonly left_out_ports: readonly { readonly port: string; readonly modelled: TopPort['modelled'] }[];
  /** Each kind of block in use, with its parameters. */
  readonly blocks: readonly {
    readonly module: string;
    readonly block: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly count: number;
  }[];
  readonly modules: readonly { readonly name: string; readonly file: string; readonly count: number }[];
  /** null: registers have enables. */
  readonly clock_gating: ChipGating | null;
  /** Where clocks have asynchronous resets: the module that synchronises each, and the top's input that hands them on as they are; low in operation. */
  readonly reset_synchronisers?: ResetSynchronisers;
  /** Where memories have a bypass: the top's input that puts registers in their place, low in operation. */
  readonly memory_bypass?: MemoryBypass;
  /** The texts that the design was read from. */
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  /** All other files of the build. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

export interface ResetSynchronisers {
  readonly module: string;
  readonly test_port: string;
  readonly count: number;
}

export interface MemoryBypass {
  readonly test_port: string;
  /** Memories that have one, and the bits of their registers. */
  readonly memories: number;
  readonly register_bits: number;
}

/** The bypasses of a chip's memories; undefined where it has no memory. */
export function describeBypass(top: Module): MemoryBypass | undefined {
  const port = testPortOf(top);
  const modules = modulesOf(top);
  const counts = moduleCounts(modules);
  const sum = (of: (module: Module) => number): number =>
    modules.reduce((total, module) => total + (counts.get(module) ?? 0) * of(module), 0);
  const memories = sum((module) => module.memories.length);
  if (port === undefined || memories === 0) return undefined;
  const bits = ({ reads, type }: Module['memories'][number]): number => reads.length * type.width;
  const register_bits = sum((module) => module.memories.reduce((total, memory) => total + bits(memory), 0));
  return { test_port: legal(port), memories, register_bits };
}

/** The synchronisers of a chip's resets; undefined where all resets are synchronous. */
export function describeSynchronisers({ top }: Chip): ResetSynchronisers | undefined {
  const count = top.resetSynchronisers?.length ?? 0;
  const port = testPortOf(top);
  return count === 0 || port === undefined
    ? undefined
    : { module: resetSynchroniserModule, test_port: legal(port), count };
}

/** The top module as integrators see it: its clocks and its ports as the design knows them. */
export function describeTop(design: Design, chip: Chip, name: string): Top {
  const { top, plan } = chip;
  const has = (name: string): boolean => top.ports.some((port) => port.name === name);
  const clocks = design.clocks.flatMap((clock, index): TopClock[] => {
    const ports = clockPorts(clock.name, index === 0);
    if (!has(ports.name)) return [];
    const reset_port = has(ports.reset) ? legal(ports.reset) : null;
    const kind = clock.reset === 'async' && reset_port !== null ? ({ reset_kind: 'asynchronous' } as const) : {};
    return [{ name: clock.name, port: legal(ports.name), reset_port, ...kind, frequency_hz: clock.frequency_hz }];
  });
  const ports = plan.ports.map((port): TopPort => {
    const { direction, clock, modelled, type } = port;
    const signals = portWires(type, port.commandBits).map((wire) => ({
      name: legal(`${port.name}${wire.suffix}`),
      direction: (wire.driver === 'source') === (direction === 'in') ? ('input' as const) : ('output' as const),
      width: wire.width,
    }));
    return { name: port.name, kind: type.kind, direction, clock, modelled, signals };
  });
  return { name, clocks, ports };
}

/**
 * The manifest of a build.
 *
 * @param verilog the printed form of each module
 * @param files every file but the manifest
 */
export function manifest(
  design: Design,
  chip: Chip,
  top: Top,
  counts: ReadonlyMap<Module, number>,
  verilog: ReadonlyMap<Module, VerilogFile>,
  files: readonly BuiltFile[],
  gating: ChipGating | null,
  options: { readonly version: string; readonly sources: readonly BuiltFile[]; readonly bypass?: MemoryBypass },
): Manifest {
  const blocks = design.blocks.flatMap((block) => {
    const module = chip.blocks.get(block.id);
    if (module === undefined) return [];
    const parameters = Object.fromEntries(
      Object.entries(block.parameters).map(([name, value]) => [name, formatValue(value)]),
    );
    return [
      {
        module: verilog.get(module)?.module ?? module.name,
        block: block.name,
        parameters,
        count: counts.get(module) ?? 0,
      },
    ];
  });
  const synchronisers = describeSynchronisers(chip);
  return {
    schema: 'accel-manifest/1',
    tool: { name: 'accel', version: options.version },
    design: design.name,
    process: design.process.node,
    top: top.name,
    clocks: top.clocks,
    ports: top.ports,
    left_out_ports: [...chip.plan.leftOut].map(([port, modelled]) => ({ port, modelled })),
    blocks,
    modules: [...verilog].map(([module, { module: name, file }]) => ({ name, file, count: counts.get(module) ?? 0 })),
    clock_gating: gating,
    ...(synchronisers === undefined ? {} : { reset_synchronisers: synchronisers }),
    ...(options.bypass === undefined ? {} : { memory_bypass: options.bypass }),
    sources: options.sources.map(({ path, text }) => ({ path, sha256: sha256(text) })),
    files: files.map(({ path, text }) => ({
      path,
      bytes: new TextEncoder().encode(text).length,
      sha256: sha256(text),
    })),
  };
}
