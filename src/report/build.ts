import { bytes } from './figures.js';
import type { Style } from './style.js';

/** What the report of a build speaks of: the shape of `Build` of `src/hardware`, which is not loaded for it. */
export interface BuiltSummary {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly manifest: {
    readonly design: string;
    readonly top: string;
    readonly modules: readonly { readonly file: string }[];
    readonly ports: readonly { readonly name: string; readonly modelled: readonly { readonly block: string }[] }[];
    readonly left_out_ports: readonly {
      readonly port: string;
      readonly modelled: readonly { readonly block: string }[];
    }[];
  };
}

/** What was written where: modules, lines, top, and the ports that stand for blocks without hardware. */
export function buildReport({ files, manifest }: BuiltSummary, folder: string, style: Style): readonly string[] {
  const benches = files.filter((file) => file.path.startsWith('testbench/') && file.path.endsWith('.v'));
  const verilog = files.filter((file) => file.path.endsWith('.v') && !benches.includes(file));
  const size = verilog.reduce((sum, file) => sum + file.text.length, 0);
  const lines = verilog.reduce((sum, file) => sum + file.text.split('\n').length - 1, 0);
  const others = files.map((file) => file.path).filter((path) => !path.endsWith('.v') && !path.includes('/'));
  const modelled = manifest.ports.filter((port) => port.modelled.length > 0);
  const line = (name: string, text: string): string => `${style.cyan(name.padEnd(10))} ${text}`;
  return [
    `${style.bold(manifest.design)} in ${style.bold(folder)}`,
    line('top', manifest.top),
    line('Verilog', `${verilog.length} files, ${lines} lines, ${bytes(size)}`),
    line('beside it', others.join(', ')),
    ...benches.map((file) => line('testbench', file.path)),
    ...modelled.map((port) =>
      line('port', `${port.name}   ${style.dim(`for ${blockNames(port.modelled)}, which has no hardware`)}`),
    ),
    ...manifest.left_out_ports.map(({ port, modelled: behind }) =>
      line(
        'left out',
        `${port}   ${style.dim(`a port of the design that meets only ${blockNames(behind)}, which has no hardware`)}`,
      ),
    ),
  ];
}

function blockNames(modelled: readonly { readonly block: string }[]): string {
  return [...new Set(modelled.map((each) => each.block))].join(', ');
}
