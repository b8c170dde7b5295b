import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { clockWires, flatten, portWires, type Block, type Design, type ExternalVerilog } from '../ir/index.js';
import { externalModule, unsigned, type Module } from '../rtl/index.js';
import type { BuiltFile } from './files.js';

type Port = Module['ports'][number];

/** The user's own module as hardware: its ports, and nothing within. */
export function externalHardware(block: Block, verilog: ExternalVerilog): Module {
  const clocks = block.clocks.map((clock, index) => clockWires(clock, index === 0));
  const has = new Set(verilog.clock_ports);
  const bit = unsigned(1);
  const clockPorts = clocks.flatMap(({ name, reset }): Port[] => [
    ...(has.has(name) ? [{ name, direction: 'input', role: 'clock', type: bit } as const] : []),
    ...(has.has(reset) ? [{ name: reset, direction: 'input', role: 'reset', type: bit } as const] : []),
  ]);
  const dataPorts = [...flatten(block.ports).values()].flatMap(({ of, name }) =>
    portWires(of.type, verilog.command_bits[of.name] ?? null).map((wire): Port => {
      const direction = (wire.driver === 'source') === (of.direction === 'in') ? 'input' : 'output';
      return { name: `${name}${wire.suffix}`, direction, role: 'data', type: unsigned(wire.width) };
    }),
  );
  const parameters = Object.entries(verilog.parameters).map(([name, value]) => ({ name, value }));
  return externalModule(verilog.module, clocks, [...clockPorts, ...dataPorts], parameters);
}

/**
 * The Verilog of the blocks in use as files of the build, under `external/`; E664 for one that is not among the sources.
 *
 * @param used ids of the blocks in the chip
 */
export function externalFiles(
  design: Design,
  used: ReadonlySet<string>,
  sources: readonly BuiltFile[],
): readonly [readonly BuiltFile[], readonly Diagnostic[]] {
  const paths = design.blocks
    .filter(({ id }) => used.has(id))
    .flatMap(({ external }) => external?.verilog?.files ?? []);
  const files: BuiltFile[] = [];
  const problems: Diagnostic[] = [];
  for (const path of new Set(paths)) {
    const source = sources.find((each) => each.path === path);
    if (source === undefined) problems.push(diagnostic('E664', undefined, { path }));
    else files.push({ path: externalPath(path), text: source.text });
  }
  return [files, problems];
}

/** Where a file of the project stands in the output: below `external/`, whatever its path. */
function externalPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..' && !part.endsWith(':'));
  return `external/${parts.join('/')}`;
}
