import type { BuiltFile } from '../hardware/index.js';
import {
  bypassMemories,
  gateClocks,
  legal,
  optimise,
  testPortOf,
  type DesignOptions,
  type Module,
} from '../rtl/index.js';
import type { Trace, TraceSignal } from './trace.js';

/** How many differences a testbench prints. */
const printedDifferences = 8;

/** What a module is printed with, beyond what it is. */
export type Printed = Pick<DesignOptions, 'clockGating' | 'memoryBypass'>;

/** The port of a module, printed with gated clocks or bypassed memories, that its testbench holds low; null: it has none. */
export function testPortOfPrinted(module: Module, { clockGating, memoryBypass }: Printed): string | null {
  const simple = optimise(module);
  const bypassed = memoryBypass === true ? bypassMemories(simple).top : simple;
  const port = testPortOf(clockGating === undefined ? bypassed : gateClocks(bypassed, clockGating));
  return port === undefined ? null : legal(port);
}

/** The name of the testbench module of a module. */
export function testbenchName(module: string): string {
  return `${module}_testbench`;
}

/**
 * A self-checking Verilog-2005 testbench that replays a trace, with its vectors: it drives the module's inputs while the clock is low, compares its outputs just
 * before the edge, prints `PASS` with the number of cycles or `FAIL` with the number of differences, and ends. It needs no other file than the module's.
 *
 * @param clock name of the module's clock port; null: it has none
 * @param header lines of its head comment
 * @param testPort the module's input that lets all gated clocks run, which is held low; null: it has none
 */
export function testbench(
  module: string,
  clock: string | null,
  trace: Trace,
  header: readonly string[] = [],
  testPort: string | null = null,
): readonly BuiltFile[] {
  const name = testbenchName(module);
  const file = (suffix: string): string => `${name}.${suffix}.hex`;
  const lists = trace.sometimes.map((signal, i) => ({ signal, values: trace.values[i] ?? [] }));
  const used = lists.filter(({ values }) => values.length > 0);
  const parts: Parts = { module, name, clock, testPort, trace, layout: rowLayout(trace), used, file };
  const text = [
    '`default_nettype none',
    ...header.map((line) => `// ${line}`),
    `// Replays ${trace.rows.length} recorded cycles on ${module} and compares every output that means something in its cycle.`,
    `module ${name};`,
    ...declarations(parts),
    ...instance(parts),
    '  initial begin',
    `    $readmemh("${file('rows')}", rows);`,
    ...used.flatMap(({ signal }) => [
      `    $readmemh("${file(signal.name)}", ${list(signal)});`,
      `    ${list(signal)}_at = 0;`,
    ]),
    '    differences = 0;',
    "    tick = 1'b0;",
    '    for (cycle = 0; cycle < ROWS; cycle = cycle + 1) begin',
    '      row = rows[cycle];',
    ...driven(parts),
    '      #4;',
    ...compared(parts),
    "      #1 tick = 1'b1;",
    "      #5 tick = 1'b0;",
    '    end',
    '    if (differences == 0) $display("PASS %0d cycles", ROWS);',
    '    else $display("FAIL %0d differences", differences);',
    '    $finish;',
    '  end',
    'endmodule',
    '`default_nettype wire',
    '',
  ].join('\n');
  return [
    { path: `${name}.v`, text },
    { path: file('rows'), text: `${trace.rows.join('\n')}\n` },
    ...used.map(({ signal, values }) => ({ path: file(signal.name), text: `${values.join('\n')}\n` })),
  ];
}

/** What the parts of a testbench's text are written from. */
interface Parts {
  readonly module: string;
  readonly name: string;
  readonly clock: string | null;
  readonly testPort: string | null;
  readonly trace: Trace;
  readonly layout: Layout;
  /** The wires that mean something at least once, with their values. */
  readonly used: readonly { readonly signal: TraceSignal; readonly values: readonly string[] }[];
  readonly file: (suffix: string) => string;
}

function declarations({ trace, layout, used }: Parts): readonly string[] {
  const signals = [...trace.always, ...trace.sometimes];
  return [
    `  localparam ROWS = ${trace.rows.length};`,
    '  reg tick;',
    ...(trace.reset === null ? [] : [`  reg ${trace.reset};`]),
    ...signals.map(
      (signal) => `  ${signal.direction === 'input' ? 'reg' : 'wire'} ${range(signal.width)}${signal.name};`,
    ),
    `  reg ${range(layout.width)}row;`,
    `  reg ${range(layout.width)}rows [0:ROWS - 1];`,
    ...used.map(({ signal, values }) => `  reg ${range(signal.width)}${list(signal)} [0:${values.length - 1}];`),
    ...used.map(({ signal }) => `  integer ${list(signal)}_at;`),
    '  integer cycle;',
    '  integer differences;',
  ];
}

function instance({ module, clock, testPort, trace }: Parts): readonly string[] {
  const connections = [
    ...(clock === null ? [] : [`    .${clock}(tick)`]),
    ...(testPort === null ? [] : [`    .${testPort}(1'b0)`]),
    ...(trace.reset === null ? [] : [`    .${trace.reset}(${trace.reset})`]),
    ...[...trace.always, ...trace.sometimes].map((signal) => `    .${signal.name}(${signal.name})`),
  ];
  return [`  ${module} dut (`, connections.join(',\n'), '  );'];
}

/** The row's inputs. */
function driven({ trace, layout, used }: Parts): readonly string[] {
  const isInput = ({ signal }: Placed): boolean => signal.direction === 'input';
  return [
    ...(trace.reset === null ? [] : [`      ${trace.reset} = row[1];`]),
    ...layout.always.filter(isInput).map(({ signal, low }) => `      ${signal.name} = row${bits(low, signal.width)};`),
    ...layout.sometimes.filter(isInput).flatMap(({ signal, low }) =>
      drive(
        signal,
        low,
        used.some((entry) => entry.signal === signal),
      ),
    ),
  ];
}

/** The row's outputs, outside of reset. */
function compared({ layout, used }: Parts): readonly string[] {
  const isOutput = ({ signal }: Placed): boolean => signal.direction === 'output';
  return [
    '      if (row[0]) begin',
    ...layout.always
      .filter(isOutput)
      .flatMap(({ signal, low }) => compare('        ', signal, `row${bits(low, signal.width)}`)),
    ...layout.sometimes
      .filter((placed) => isOutput(placed) && used.some((entry) => entry.signal === placed.signal))
      .flatMap(({ signal, low }) => [
        `        if (row[${low}]) begin`,
        ...compare('          ', signal, `${list(signal)}[${list(signal)}_at]`),
        `          ${list(signal)}_at = ${list(signal)}_at + 1;`,
        '        end',
      ]),
    '      end',
  ];
}

interface Placed {
  readonly signal: TraceSignal;
  readonly low: number;
}

interface Layout {
  readonly width: number;
  readonly always: readonly Placed[];
  readonly sometimes: readonly Placed[];
}

/** Where each wire stands in a row, as `traceRecorder` fills it. */
function rowLayout(trace: Trace): Layout {
  let at = trace.reset === null ? 1 : 2;
  const place = (signal: TraceSignal, width: number): Placed => {
    const low = at;
    at += width;
    return { signal, low };
  };
  const always = trace.always.map((signal) => place(signal, signal.width));
  const sometimes = trace.sometimes.map((signal) => place(signal, 1));
  return { width: at, always, sometimes };
}

function drive(signal: TraceSignal, low: number, hasValues: boolean): readonly string[] {
  if (!hasValues) return [`      ${signal.name} = ${signal.width}'d0;`];
  return [
    `      if (row[${low}]) begin`,
    `        ${signal.name} = ${list(signal)}[${list(signal)}_at];`,
    `        ${list(signal)}_at = ${list(signal)}_at + 1;`,
    `      end else ${signal.name} = ${signal.width}'d0;`,
  ];
}

function compare(indent: string, signal: TraceSignal, expected: string): readonly string[] {
  return [
    `${indent}if (${signal.name} !== ${expected}) begin`,
    `${indent}  differences = differences + 1;`,
    `${indent}  if (differences <= ${printedDifferences}) $display("DIFFERENCE cycle %0d ${signal.name} %h expected %h", cycle, ${signal.name}, ${expected});`,
    `${indent}end`,
  ];
}

function list(signal: TraceSignal): string {
  return `${signal.name}_values`;
}

function range(width: number): string {
  return width === 1 ? '' : `[${width - 1}:0] `;
}

function bits(low: number, width: number): string {
  return width === 1 ? `[${low}]` : `[${low + width - 1}:${low}]`;
}

/** What a replay printed. */
export type ReplayResult =
  | { readonly kind: 'pass'; readonly cycles: number }
  | { readonly kind: 'fail'; readonly differences: readonly ReplayDifference[] }
  /** It ended without a verdict. */
  | { readonly kind: 'silent'; readonly output: readonly string[] };

export interface ReplayDifference {
  readonly cycle: number;
  readonly signal: string;
  /** In hexadecimal, with `x` and `z`. */
  readonly found: string;
  readonly expected: string;
}

/** Reads off what a testbench printed. */
export function replayResult(output: readonly string[]): ReplayResult {
  for (const line of output) {
    const pass = /^PASS (\d+) cycles$/.exec(line);
    if (pass !== null) return { kind: 'pass', cycles: Number(pass[1]) };
  }
  const differences = output.flatMap((line): ReplayDifference[] => {
    const [, cycle, signal, found, expected] = /^DIFFERENCE cycle (\d+) (\w+) (\w+) expected (\w+)$/.exec(line) ?? [];
    if (signal === undefined || found === undefined || expected === undefined) return [];
    return [{ cycle: Number(cycle), signal, found, expected }];
  });
  return differences.length > 0 ? { kind: 'fail', differences } : { kind: 'silent', output };
}
