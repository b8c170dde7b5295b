import type { Origin } from '../../diagnostics/index.js';
import { components } from '../graph.js';
import { childResets, resetOf, type Assertion, type Instance, type Memory, type Module, type Wire } from '../module.js';
import { netsOf, references, rootsOf } from '../nets.js';
import { testPortOf } from '../passes/gate-clocks.js';
import { Expressions } from './expressions.js';
import { gridLines } from './grid.js';
import { noMarks, type Marks } from './marks.js';
import { memoryLines, readsAreWires } from './memory.js';
import { Names } from './names.js';
import { gateLines, registerLines } from './registers.js';
import { resetSynchroniserLines } from './reset-synchroniser.js';
import { comment, indent, range } from './text.js';

export interface PrintOptions {
  /** Lines of the header comment, without the slashes: tool version, source, hash. */
  readonly header?: readonly string[];
  /** How to write an origin behind a declaration; without, none is written. */
  readonly origin?: (origin: Origin) => string;
}

/** What the parts of a module's printer share. */
export interface Printing {
  readonly module: Module;
  readonly expressions: Expressions;
  readonly names: Names;
  readonly options: PrintOptions;
  /** The Verilog names of modules. */
  readonly moduleName: (module: Module) => string;
  readonly marks: Marks;
}

/** One module in Verilog-2005. */
export function moduleText(
  module: Module,
  moduleName: (module: Module) => string,
  options: PrintOptions,
  marks = noMarks,
): string {
  const names = new Names();
  // Ports keep their names, whatever else asks for them.
  const verilogNames = new Map(module.ports.map((port) => [port.name, names.take(port.name)]));
  const nets = netsOf(module);
  for (const net of nets.values()) if (!verilogNames.has(net.name)) verilogNames.set(net.name, names.take(net.name));
  for (const { name } of module.gates) verilogNames.set(name, names.take(name));
  const expressions = new Expressions(verilogNames, names, [...rootsOf(module), ...module.unused]);
  const printing: Printing = { module, expressions, names, options, moduleName, marks };
  for (const net of nets.values())
    if (!module.ports.some((port) => port.direction === 'output' && port.name === net.name))
      expressions.declare(expressions.nameOf(net.name), net.type);
  const body = [
    ...declarations(printing),
    ...wires(printing),
    ...resetSynchroniserLines(printing),
    ...gateLines(printing),
    ...registerLines(printing),
    ...contents(printing),
  ];
  const unused = unusedLines(printing);
  const head = [...(options.header ?? []), ...(module.description?.split('\n') ?? [])].flatMap(comment);
  const lines = [
    ...head,
    '`default_nettype none',
    '',
    ...portLines(printing),
    ...[...body, ...unused].map((line) => (line === '' || line.startsWith('`') ? line : `  ${line}`)),
    'endmodule',
    '',
    '`default_nettype wire',
  ];
  return `${lines.join('\n')}\n`;
}

function portLines({ module, expressions, moduleName, options, marks }: Printing): readonly string[] {
  const lines = module.ports.flatMap((port, index) => {
    const comma = index === module.ports.length - 1 ? '' : ',';
    const line = `  ${port.direction} wire ${range(port.type)}${expressions.nameOf(port.name)}${comma}`;
    return marks.lines(port, [`${line}${originComment(port, options)}`]);
  });
  return [`module ${moduleName(module)} (`, ...lines, ');'];
}

export function originComment(part: { readonly origin?: Origin | undefined }, options: PrintOptions): string {
  return options.origin === undefined || part.origin === undefined ? '' : ` // ${options.origin(part.origin)}`;
}

/** Nets that are driven by registers, memories, instances and grids: declared first, since anything may read them. */
function declarations({ module, expressions, options, marks }: Printing): readonly string[] {
  const lines: string[] = [];
  const synchronisers = new Set(module.registers.filter(({ synchronises }) => synchronises).map(({ name }) => name));
  const wires = module.memories.filter(readsAreWires).flatMap(({ reads }) => reads.map((read) => read.net));
  const driven = new Set(wires);
  for (const net of netsOf(module).values()) {
    if (net.kind === 'input' || net.kind === 'wire') continue;
    const isState = net.kind === 'register' || (net.kind === 'read' && !driven.has(net.name));
    const kind = isState ? 'reg' : 'wire';
    const mark = synchronisers.has(net.name) ? '(* async_reg = "true" *) ' : '';
    const line = `${mark}${kind} ${range(net.type)}${expressions.nameOf(net.name)};`;
    lines.push(...marks.lines(net, [`${line}${originComment(net, options)}`]));
  }
  return lines.length === 0 ? [] : ['', ...lines];
}

/** The wires in an order in which each is declared before it is read. */
function wires({ module, expressions, options, marks }: Printing): readonly string[] {
  const outputs = new Set(module.ports.filter((port) => port.direction === 'output').map((port) => port.name));
  const byName = new Map(module.wires.map((wire) => [wire.name, wire]));
  const reads = (wire: Wire): readonly Wire[] => references([wire.value]).flatMap((name) => byName.get(name) ?? []);
  const ordered = components(module.wires, reads).flat();
  const lines: string[] = [];
  for (const wire of ordered) {
    const value = expressions.root(wire.value);
    const temporaries = expressions.flush();
    const name = expressions.nameOf(wire.name);
    expressions.holds(name, wire.value);
    const declared = outputs.has(wire.name) ? 'assign ' : `wire ${range(wire.type)}`;
    const line = `${declared}${name} = ${value};${originComment(wire, options)}`;
    lines.push(...marks.lines(wire, [...temporaries, line]));
  }
  return lines.length === 0 ? [] : ['', ...lines];
}

/** The Verilog name of the reset that belongs to a clock of the module. */
export function resetName({ module, expressions }: Printing, clock: string): string {
  const reset = module.clocks.find((candidate) => candidate.name === clock)?.reset;
  if (reset === undefined) throw new Error(`clock ${clock} of ${module.name} has no reset`);
  return expressions.read(reset);
}

function contents(printing: Printing): readonly string[] {
  const { module, marks } = printing;
  return [
    ...module.memories.flatMap((memory: Memory) => marks.lines(memory, memoryLines(printing, memory))),
    ...module.instances.flatMap((instance) => marks.lines(instance, instanceLines(printing, instance))),
    ...module.grids.flatMap((grid) => marks.lines(grid, gridLines(printing, grid))),
    ...module.assertions.flatMap((assertion) => marks.lines(assertion, assertionLines(printing, assertion))),
  ];
}

/** The Verilog name of the module's input of the role `test`. */
export function testPortName({ module, expressions }: Printing): string {
  const port = testPortOf(module);
  if (port === undefined) throw new Error(`${module.name} has gated clocks or synchronised resets and no test port`);
  return expressions.read(port);
}

/** Connections of the clocks, resets and the test input that a child has. */
export function clockConnections(
  printing: Printing,
  child: Pick<Instance, 'module' | 'clocks' | 'resets'>,
): readonly string[] {
  const has = (name: string): boolean => child.module.ports.some((port) => port.name === name);
  const test = testPortOf(child.module);
  const resets = childResets(printing.module, child);
  const reset = (port: string): readonly (readonly [string, string])[] => {
    const net = resets.get(port);
    return net === undefined ? [] : [[port, printing.expressions.read(net)]];
  };
  const clocks = child.module.clocks.flatMap((clock) => {
    const outer = child.clocks.get(clock.name);
    if (outer === undefined) return [];
    return [
      ...(has(clock.name) ? [[clock.name, printing.expressions.read(outer)] as const] : []),
      ...reset(clock.reset),
    ].map(([port, net]) => `.${portName(port)}(${net})`);
  });
  const further = [...resets.keys()].filter((port) => child.module.clocks.every((clock) => clock.reset !== port));
  clocks.push(...further.flatMap((port) => reset(port).map(([, net]) => `.${portName(port)}(${net})`)));
  return test === undefined ? clocks : [...clocks, `.${portName(test)}(${testPortName(printing)})`];
}

/** A child's port as its own module prints it. */
export function portName(port: string): string {
  return new Names().take(port);
}

function instanceLines(printing: Printing, instance: Instance): readonly string[] {
  const { expressions, options, moduleName, names } = printing;
  const inputs = instance.inputs.map(({ port, value }) => `.${portName(port)}(${expressions.atom(value)})`);
  const outputs = instance.outputs.map(({ port, net }) => `.${portName(port)}(${expressions.nameOf(net)})`);
  const connections = [...clockConnections(printing, instance), ...inputs, ...outputs];
  const temporaries = expressions.flush();
  const lines = connections.map((connection, index) => `  ${connection}${index === connections.length - 1 ? '' : ','}`);
  return [
    '',
    ...temporaries,
    `${moduleName(instance.module)} ${parameters(instance.module)}${names.take(instance.name)} (${originComment(instance, options)}`,
    ...lines,
    ');',
  ];
}

/** `#(.N(4)) ` of a module that is written elsewhere. */
function parameters({ external }: Module): string {
  if (external === undefined || external.parameters.length === 0) return '';
  const set = external.parameters.map(
    ({ name, value }) => `.${name}(${typeof value === 'string' ? textOf(value) : value})`,
  );
  return `#(${set.join(', ')}) `;
}

/** A text in Verilog. */
function textOf(value: string): string {
  return `"${value.replaceAll(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** Assertions and cover points are for simulation: synthesis does not see them. */
function assertionLines(printing: Printing, assertion: Assertion): readonly string[] {
  const { expressions } = printing;
  const before = expressions.declarations;
  const condition = expressions.atom(assertion.condition);
  const temporaries = expressions.flush();
  // What stands between the directives is not known behind them.
  const unread = expressions.unreadSince(before);
  const reset = resetName(printing, assertion.clock);
  const own = resetsAtOnce(printing.module, assertion) ? printing.names.take(`${assertion.name}_off`) : undefined;
  const met = assertion.cover === true ? printing.names.take(`${assertion.name}_met`) : undefined;
  const text = assertion.message.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%').replace(/\n/g, ' ');
  const message = `%m.${assertion.name}: ${text}`;
  return [
    '',
    '`ifndef SYNTHESIS',
    ...temporaries,
    ...(unread.length === 0
      ? []
      : [`wire ${printing.names.take(`_unused_${assertion.name}`)} = &{1'b0, ${unread.join(', ')}};`]),
    // Sampling a net that resets registers at once is what Verilator warns of: a register of its own is what is sampled, which is low an edge later.
    ...(own === undefined ? [] : offLines(own, expressions.read(assertion.clock), reset)),
    ...(met === undefined ? [] : [`reg ${met};`, `initial ${met} = 1'b0;`]),
    `always @(posedge ${expressions.read(assertion.clock)}) begin`,
    ...(met === undefined
      ? [`  if (!${own ?? reset} && !${condition}) $display("ASSERTION ${message}");`]
      : indent(coverLines(met, `!${own ?? reset} && ${condition}`, message))),
    'end',
    '`endif',
  ];
}

/** A cover point is told once, where the simulation is run with `+accel_cover`. */
function coverLines(met: string, condition: string, message: string): readonly string[] {
  return [
    `if (${condition} && !${met}) begin`,
    `  ${met} <= 1'b1;`,
    `  if ($test$plusargs("accel_cover")) $display("COVER ${message}");`,
    'end',
  ];
}

function offLines(name: string, clock: string, reset: string): readonly string[] {
  return [
    `reg ${name};`,
    `always @(posedge ${clock} or posedge ${reset}) begin`,
    `  if (${reset}) ${name} <= 1'b1;`,
    `  else ${name} <= 1'b0;`,
    'end',
  ];
}

/** Whether the reset of an assertion's clock resets registers at once. */
function resetsAtOnce(module: Module, { clock, resetsAtOnce: known }: Assertion): boolean {
  const net = module.clocks.find(({ name }) => name === clock)?.reset;
  const at = module.registers.filter(({ reset }) => reset?.kind === 'asynchronous');
  return known === true || at.some((register) => resetOf(module, register) === net);
}

/** What nothing reads, gathered so that no tool has to wonder. */
function unusedLines({ expressions, names }: Printing): readonly string[] {
  const unread = expressions.unread();
  const temporaries = expressions.flush();
  if (unread.length === 0) return temporaries;
  return ['', ...temporaries, `wire ${names.take('_unused_ok')} = &{1'b0, ${unread.join(', ')}};`];
}
