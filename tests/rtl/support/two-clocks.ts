import { compile, dataPorts, legal, type Module } from '../../../src/rtl/index.js';

/** An edge of one clock of a module, with what its inputs have from before it on. */
export interface Edge {
  readonly clock: string;
  readonly inputs: Readonly<Record<string, number | bigint>>;
}

/** What the outputs show after each edge in the built-in simulator, in the order of the ports; and which assertions failed. */
export function runEdges(
  module: Module,
  edges: readonly Edge[],
): { readonly shown: readonly (readonly bigint[])[]; readonly failures: readonly string[] } {
  const sim = compile(module);
  const shown = edges.map(({ clock, inputs }) => {
    for (const [port, value] of Object.entries(inputs)) sim.set(port, value);
    sim.step(1, clock);
    return dataPorts(module, 'output').map(({ name, type }) => BigInt.asUintN(type.width, sim.getBig(name)));
  });
  return { shown, failures: sim.failures.map(({ path }) => path) };
}

/**
 * A testbench, `tb`, of the same edges, which prints what is shown after each: the outputs in hexadecimal, a line an edge. Edges of `together` come at one
 * time with the edge before them, and nothing is printed between.
 */
export function edgesTestbench(
  module: Module,
  edges: readonly Edge[],
  together: ReadonlySet<number> = new Set(),
): string {
  const inputs = module.ports.filter(({ direction }) => direction === 'input');
  const outputs = dataPorts(module, 'output');
  const text = (width: number): string => (width === 1 ? '' : `[${width - 1}:0] `);
  const before = edges.map(({ inputs: given }) =>
    Object.entries(given).map(([port, value]) => {
      const width = inputs.find(({ name }) => name === port)?.type.width ?? 1;
      return `${legal(port)} = ${width}'h${BigInt.asUintN(width, BigInt(value)).toString(16)};`;
    }),
  );
  const clocks = inputs.filter(({ role }) => role === 'clock').map(({ name }) => name);
  const steps = edges.flatMap(({ clock }, index) => {
    const also = together.has(index + 1) ? [...(before[index + 1] ?? [])] : [];
    if (together.has(index)) return [];
    const next = edges[index + 1];
    const rising = [clock, ...(together.has(index + 1) && next !== undefined ? [next.clock] : [])];
    return [
      ...(before[index] ?? []),
      ...also,
      `#1 ${rising.map((name) => `${legal(name)} = 1'b1;`).join(' ')}`,
      `#1 $display("${outputs.map(() => '%h').join(' ')}", ${outputs.map(({ name }) => legal(name)).join(', ')});`,
      ...clocks.map((name) => `${legal(name)} = 1'b0;`),
    ];
  });
  return [
    'module tb;',
    ...inputs.map(({ name, type }) => `reg ${text(type.width)}${legal(name)} = 0;`),
    ...outputs.map(({ name, type }) => `wire ${text(type.width)}${legal(name)};`),
    `${legal(module.name)} dut (${module.ports.map(({ name }) => `.${legal(name)}(${legal(name)})`).join(', ')});`,
    'initial begin',
    ...steps,
    'end',
    'endmodule',
    '',
  ].join('\n');
}

/** The lines that the testbench prints of these values. */
export function edgeLines(module: Module, shown: readonly (readonly bigint[])[]): readonly string[] {
  const widths = dataPorts(module, 'output').map(({ type }) => Math.ceil(type.width / 4));
  return shown.map((values) => values.map((value, i) => value.toString(16).padStart(widths[i] ?? 1, '0')).join(' '));
}
