import type { MacroPin, MacroPort, MemoryMacro } from '../../../src/rtl/index.js';

/**
 * A behavioural model of a macro, as bad as its description allows: what it does not hold, and what a read under a write leaves open, is the wrong word, with
 * those bits turned over. The models of the makers have an unknown there.
 *
 * @param apart whether the ports have clocks of their own, whose edges never come together
 */
export function macroModel(macro: MemoryMacro, apart = false): string {
  const { name, words, bits, ports, tied = [] } = macro;
  const clocks = [...new Set(ports.map(({ clock }) => clock))];
  const range = (width: number): string => (width === 1 ? '' : `[${width - 1}:0] `);
  const address = range(Math.ceil(Math.log2(words)));
  const pin = (one: MacroPin | undefined): readonly string[] => (one === undefined ? [] : [`input wire ${one.pin}`]);
  const declared = ports.flatMap((port) => [
    ...pin(port.enable),
    ...pin(port.write),
    ...(port.mask === undefined ? [] : [`input wire ${range(pins(macro))}${port.mask.pin}`]),
    `input wire ${address}${port.address}`,
    ...(port.in === undefined ? [] : [`input wire ${range(bits)}${port.in}`]),
    ...(port.out === undefined ? [] : [`output reg ${range(bits)}${port.out}`]),
  ]);
  const all = [
    ...clocks.map((clock) => `input wire ${clock}`),
    ...declared,
    ...tied.map(({ pin: one, bits: width }) => `input wire ${range(width)}${one}`),
  ];
  const unused = tied.map(({ pin: one }) => one);
  return [
    '`default_nettype none',
    `module ${name} (`,
    all.map((line) => `  ${line}`).join(',\n'),
    ');',
    '/* verilator lint_off MULTIDRIVEN */',
    `reg ${range(bits)}mem [0:${words - 1}];`,
    '/* verilator lint_on MULTIDRIVEN */',
    ...(unused.length === 0 ? [] : [`wire _unused_ok = &{1'b0, ${unused.join(', ')}};`]),
    ...ports.flatMap((port, index) => behaviour(macro, port, index, apart)),
    'endmodule',
    '`default_nettype wire',
    '',
  ].join('\n');
}

const pins = ({ bits, mask_bits = bits }: MemoryMacro): number => Math.ceil(bits / mask_bits);

const on = (pin: MacroPin | undefined, otherwise: string): string =>
  pin === undefined ? otherwise : pin.active === 'high' ? pin.pin : `~${pin.pin}`;

const writing = ({ kind, enable, write }: MacroPort): string =>
  kind === 'r' ? "1'b0" : `(${on(enable, "1'b1")} & ${on(write, "1'b1")})`;

/** The bits of a word that each pin of the mask is for, and whether they are written. */
function groupsOf(
  macro: MemoryMacro,
  { mask }: MacroPort,
): readonly { readonly bits: string; readonly open: string; readonly width: number }[] {
  const { mask_bits = macro.bits } = macro;
  return Array.from({ length: pins(macro) }, (_, group) => {
    const [top, bottom] = [Math.min(macro.bits, (group + 1) * mask_bits) - 1, group * mask_bits];
    const bits = macro.bits === 1 ? '' : `[${top}:${bottom}]`;
    const bit = pins(macro) === 1 ? mask?.pin : `${mask?.pin}[${group}]`;
    const open = mask === undefined ? "1'b1" : mask.active === 'high' ? `${bit}` : `~${bit}`;
    return { bits, open, width: top - bottom + 1 };
  });
}

/** The bits of a word that a port writes at the address of another one, as a mask. */
function met(macro: MemoryMacro, writer: MacroPort, reader: MacroPort): string {
  const here = `${writing(writer)} & ${writer.address} == ${reader.address}`;
  const groups = groupsOf(macro, writer).map(({ open, width }) => `{${width}{${here} & ${open}}}`);
  return `{${groups.toReversed().join(', ')}}`;
}

function behaviour(macro: MemoryMacro, port: MacroPort, index: number, apart: boolean): readonly string[] {
  const { ports, holds } = macro;
  const { clock, address, in: data, out, kind, enable } = port;
  const writes = writing(port);
  const stores = groupsOf(macro, port).map(
    ({ bits, open }) => `if (${open}) mem[${address}]${bits} <= ${data}${bits};`,
  );
  const others = ports.filter((other) => other !== port && other.kind !== 'r' && !apart);
  const word = [`mem[${address}]`, ...others.map((other) => met(macro, other, port))].join(' ^ ');
  const reads = kind === 'rw' ? `(${on(enable, "1'b1")} & ~${writes})` : on(enable, "1'b1");
  return [
    `always @(posedge ${clock}) begin : port_${index}`,
    ...(kind === 'r' ? [] : [`if (${writes}) begin`, ...stores, 'end']),
    ...(out === undefined ? [] : [`if (${reads}) ${out} <= ${word};`, ...(holds ? [] : [`else ${out} <= ~${out};`])]),
    'end',
  ];
}
