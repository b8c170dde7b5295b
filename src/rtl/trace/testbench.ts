import type { Port } from '../module.js';
import { legal } from '../print/names.js';
import { range } from '../print/text.js';
import type { Trace } from './trace.js';

export interface TestbenchOptions {
  /** Name of the testbench's module; `<module>_tb` if not given. */
  readonly name?: string;
  /** Verilog name of the module under test, if not its own. */
  readonly moduleName?: string;
  /** File that the vectors are read from, as the simulator will find it; without, they stand in the testbench. */
  readonly vectorFile?: string;
  /** Input that lets all gated clocks run, where the module was printed with them: it is held low. */
  readonly testPort?: string;
  /** Lines of the header comment. */
  readonly header?: readonly string[];
}

export interface Testbench {
  readonly name: string;
  readonly text: string;
  /** Contents of `vectorFile`, empty without one. */
  readonly vectors: string;
}

/**
 * A self-checking Verilog testbench that repeats a trace and needs nothing else: inputs change at the falling edge, outputs are compared just before the rising one.
 * It prints `FAIL <name> ...` for each of the first ten differences, and at the end `PASS <name>: n cycles` or `FAIL <name>: n differences`. An unknown (X) output differs.
 */
export function testbench(trace: Trace, options: TestbenchOptions = {}): Testbench {
  const name = options.name ?? `${legal(trace.module.name)}_tb`;
  const rowWidth = Math.max(1, widthOf(trace.inputs) + 2 * widthOf(trace.outputs));
  const count = Math.max(1, trace.rows.length);
  const words = trace.rows.map((row) => rowWord(trace, row.inputs, row.outputs).toString(16));
  const load =
    options.vectorFile === undefined
      ? words.map((word, index) => `    vectors[${index}] = ${rowWidth}'h${word};`)
      : [`    $readmemh("${options.vectorFile}", vectors);`];
  const lines = [
    ...(options.header ?? []).map((line) => `// ${line}`),
    '`default_nettype none',
    '',
    `module ${name};`,
    `  reg [${rowWidth - 1}:0] vectors [0:${count - 1}];`,
    `  reg [${rowWidth - 1}:0] row;`,
    '  integer cycle;',
    '  integer differences;',
    ...(hasClock(trace) ? [`  reg ${legal(trace.clock)};`] : []),
    ...trace.inputs.map((port) => `  reg ${range(port.type)}${legal(port.name)};`),
    ...trace.outputs.map((port) => `  wire ${range(port.type)}${legal(port.name)};`),
    '',
    ...instance(trace, options),
    '',
    '  initial begin',
    '    differences = 0;',
    ...(hasClock(trace) ? [`    ${legal(trace.clock)} = 1'b0;`] : []),
    ...load,
    `    for (cycle = 0; cycle < ${trace.rows.length}; cycle = cycle + 1) begin`,
    '      row = vectors[cycle];',
    ...assignInputs(trace),
    '      #4;',
    ...compare(trace, name),
    '      #1;',
    ...(hasClock(trace) ? [`      ${legal(trace.clock)} = 1'b1;`] : []),
    '      #5;',
    ...(hasClock(trace) ? [`      ${legal(trace.clock)} = 1'b0;`] : []),
    '    end',
    `    if (differences == 0) $display("PASS ${name}: %0d cycles", cycle);`,
    `    else $display("FAIL ${name}: %0d differences", differences);`,
    '  end',
    'endmodule',
    '',
    '`default_nettype wire',
  ];
  return {
    name,
    text: `${lines.join('\n')}\n`,
    vectors: options.vectorFile === undefined ? '' : `${words.join('\n')}\n`,
  };
}

function hasClock(trace: Trace): boolean {
  return trace.module.ports.some((port) => port.role === 'clock' && port.name === trace.clock);
}

const widthOf = (ports: readonly Port[]): number => ports.reduce((sum, port) => sum + port.type.width, 0);

/** A row as one number: from the high end the mask of what is compared, the expected outputs, the inputs; each in the order of the ports, the first highest. */
function rowWord(trace: Trace, inputs: readonly bigint[], outputs: readonly (bigint | undefined)[]): bigint {
  const mask = join(trace.outputs, (index, port) =>
    outputs[index] === undefined ? 0n : (1n << BigInt(port.type.width)) - 1n,
  );
  const expected = join(trace.outputs, (index) => outputs[index] ?? 0n);
  const given = join(trace.inputs, (index) => inputs[index] ?? 0n);
  const results = (mask << BigInt(widthOf(trace.outputs))) | expected;
  return (results << BigInt(widthOf(trace.inputs))) | given;
}

function join(ports: readonly Port[], value: (index: number, port: Port) => bigint): bigint {
  return ports.reduce((word, port, index) => (word << BigInt(port.type.width)) | value(index, port), 0n);
}

function instance(trace: Trace, options: TestbenchOptions): readonly string[] {
  const ports = [
    ...(hasClock(trace) ? [trace.clock] : []),
    ...[...trace.inputs, ...trace.outputs].map((port) => port.name),
  ].map(legal);
  return [
    `  ${options.moduleName ?? legal(trace.module.name)} dut (`,
    ...(options.testPort === undefined ? [] : [`    .${options.testPort}(1'b0)${ports.length === 0 ? '' : ','}`]),
    ...ports.map((port, index) => `    .${port}(${port})${index === ports.length - 1 ? '' : ','}`),
    '  );',
  ];
}

function assignInputs(trace: Trace): readonly string[] {
  let high = widthOf(trace.inputs);
  return trace.inputs.map((port) => {
    const low = high - port.type.width;
    const line = `      ${legal(port.name)} = row[${high - 1}:${low}];`;
    high = low;
    return line;
  });
}

function compare(trace: Trace, name: string): readonly string[] {
  const [inputs, outputs] = [widthOf(trace.inputs), widthOf(trace.outputs)];
  let high = inputs + outputs;
  return trace.outputs.flatMap((port) => {
    const low = high - port.type.width;
    const expected = `row[${high - 1}:${low}]`;
    const mask = `row[${high + outputs - 1}:${low + outputs}]`;
    high = low;
    const signal = legal(port.name);
    return [
      `      if (((${signal} ^ ${expected}) & ${mask}) !== ${port.type.width}'d0) begin`,
      '        differences = differences + 1;',
      `        if (differences <= 10) $display("FAIL ${name} cycle %0d: ${signal} is %h, expected %h", cycle, ${signal}, ${expected});`,
      '      end',
    ];
  });
}
