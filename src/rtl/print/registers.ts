import { resetOf, type Register } from '../module.js';
import { clockGateModule } from './clock-gate.js';
import { testPortName, type Printing } from './module.js';
import { indent, literalText } from './text.js';

/** The gated clocks: a wire and an instance of `accel_clock_gate` each. */
export function gateLines(printing: Printing): readonly string[] {
  const { module, expressions, names } = printing;
  const gates = module.gates.map(({ name, clock, enable }) => [
    `${clockGateModule} ${names.take(`gate_${name}`)} (`,
    `  .clk(${expressions.read(clock)}),`,
    `  .enable(${expressions.atom(enable)}),`,
    `  .test_en(${testPortName(printing)}),`,
    `  .gated_clk(${expressions.nameOf(name)})`,
    ');',
  ]);
  const temporaries = expressions.flush();
  const wires = module.gates.map(({ name }) => `wire ${expressions.nameOf(name)};`);
  return gates.length === 0 ? [] : ['', ...temporaries, ...wires, ...gates.flatMap((lines) => ['', ...lines])];
}

interface Assigned {
  readonly register: Register;
  readonly next: string;
}

/** Registers of the same clock, reset and enable share an always block. */
export function registerLines(printing: Printing): readonly string[] {
  const { module, expressions, marks } = printing;
  const blocks = new Map<string, Assigned[]>();
  const lines: string[] = [];
  const temporaries: string[] = [];
  const heads = new Map<
    string,
    { readonly edge: string; readonly reset: string | undefined; readonly enable: string | undefined }
  >();
  for (const register of module.registers) {
    const enable = register.enable === undefined ? undefined : expressions.condition(register.enable);
    const next = expressions.atom(register.next);
    const edge = edgeText(printing, register);
    const net = resetOf(module, register);
    const reset = net === undefined ? undefined : expressions.read(net);
    const key = `${edge} ${reset} ${enable}`;
    heads.set(key, { edge, reset, enable });
    blocks.set(key, [...(blocks.get(key) ?? []), { register, next }]);
    temporaries.push(...marks.lines(register, expressions.flush()));
  }
  for (const [key, entries] of blocks) {
    const head = heads.get(key);
    if (head === undefined) continue;
    const assigns = entries.flatMap(({ register, next }) =>
      marks.lines(register, [`${expressions.nameOf(register.name)} <= ${next};`]),
    );
    const resets = entries.flatMap(({ register }) => {
      const value = literalText(register.type, register.reset?.value ?? 0n);
      return marks.lines(register, [`${expressions.nameOf(register.name)} <= ${value};`]);
    });
    const block = [
      `always @(${head.edge}) begin`,
      ...indent(branches(head.reset, head.enable, resets, assigns)),
      'end',
    ];
    lines.push('', ...entries.slice(0, 1).flatMap(({ register }) => marks.lines(register, block)));
  }
  return [...(temporaries.length === 0 ? [] : ['', ...temporaries]), ...lines];
}

function branches(
  reset: string | undefined,
  enable: string | undefined,
  resets: readonly string[],
  assigns: readonly string[],
): readonly string[] {
  if (reset === undefined && enable === undefined) return assigns;
  if (reset === undefined) return [`if (${enable}) begin`, ...indent(assigns), 'end'];
  return [
    `if (${reset}) begin`,
    ...indent(resets),
    enable === undefined ? 'end else begin' : `end else if (${enable}) begin`,
    ...indent(assigns),
    'end',
  ];
}

function edgeText(printing: Printing, register: Register): string {
  const edge = `posedge ${printing.expressions.read(register.gate ?? register.clock)}`;
  const reset = register.reset?.kind === 'asynchronous' ? resetOf(printing.module, register) : undefined;
  return reset === undefined ? edge : `${edge} or posedge ${printing.expressions.read(reset)}`;
}
