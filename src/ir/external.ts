import type { BlockDraft } from './blocks.js';
import { formatValue, listNames, typeName } from './describe.js';
import { dtypeWidth } from './dtypes.js';
import { flatten } from './lanes.js';
import type { ExternalVerilog } from './types.js';
import type { Value } from './values.js';
import { parameterValues, portBits, type VerilogModule, type VerilogPort } from './verilog-head.js';
import { portWires } from './wires.js';

/** Names of the wires of a clock: the first clock of a module is `clk` with `rst`, another `name` with `name_rst`. */
export function clockWires(clock: string, isFirst: boolean): { readonly name: string; readonly reset: string } {
  return isFirst ? { name: 'clk', reset: 'rst' } : { name: clock, reset: `${clock}_rst` };
}

/** What a module of Verilog shall have for one wire. */
interface Wanted {
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** Undefined: any, which is the width of the block's command words. */
  readonly width: number | undefined;
}

/** How a block is tied to a module of Verilog, and why it cannot be: each reason is a part of a sentence about the module. */
export function tieVerilog(
  block: BlockDraft,
  module: VerilogModule,
  files: readonly string[],
): readonly [ExternalVerilog, readonly string[]] {
  const reasons: string[] = [];
  const parameters = passed(block, module, reasons);
  const values = parameterValues(module, parameters);
  const clocks = block.clocks.flatMap((clock, index) => Object.values(clockWires(clock, index === 0)));
  const ports = new Map(module.ports.map((port) => [port.name, port]));
  const command_bits: Record<string, number> = {};
  const known = new Set(clocks);
  for (const port of block.ports) {
    const why = unwired.get(port.type.kind);
    if (why !== undefined) reasons.push(`port "${port.name}" cannot be wired: ${why}`);
    else if (port.type.kind === 'commands') {
      const word = ports.get(`${[...flatten([port]).values()][0]?.name ?? port.name}_data`);
      command_bits[port.name] = (word === undefined ? undefined : portBits(word, values)) ?? 1;
    }
  }
  if (reasons.length === 0) {
    for (const wanted of wiresOf(block, command_bits)) {
      known.add(wanted.name);
      reasons.push(...mismatch(wanted, ports.get(wanted.name), values));
    }
    for (const clock of clocks) {
      const found = ports.get(clock);
      if (found !== undefined) reasons.push(...mismatch({ name: clock, direction: 'input', width: 1 }, found, values));
    }
    const others = module.ports.filter(({ name }) => !known.has(name)).map(({ name }) => name);
    if (others.length > 0) reasons.push(`it has ${listNames(others)}, which no port of "${block.name}" stands for`);
  }
  const clock_ports = clocks.filter((clock) => ports.has(clock));
  return [{ files, module: module.name, parameters, clock_ports, command_bits }, reasons];
}

const unwired: ReadonlyMap<string, string> = new Map(
  ['axi', 'axi_lite', 'lanes', 'link'].map((kind) => [kind, `${kind} has no wires in Verilog yet`]),
);

/** Every wire of the block's ports; an `in` port takes what its source drives. */
function wiresOf(block: BlockDraft, commandBits: Readonly<Record<string, number>>): readonly Wanted[] {
  return [...flatten(block.ports).values()].flatMap(({ of, name }) =>
    portWires(of.type, commandBits[of.name] ?? null).map((wire): Wanted => {
      const isInput = (wire.driver === 'source') === (of.direction === 'in');
      return { name: `${name}${wire.suffix}`, direction: isInput ? 'input' : 'output', width: wire.width };
    }),
  );
}

function mismatch(
  wanted: Wanted,
  found: VerilogPort | undefined,
  values: ReadonlyMap<string, number>,
): readonly string[] {
  const { name, direction, width } = wanted;
  if (found === undefined) return [`it has no ${direction} "${name}"`];
  if (found.direction !== direction) return [`"${name}" is an ${found.direction}, not an ${direction}`];
  const bits = portBits(found, values);
  if (bits === undefined || width === undefined || bits === width) return [];
  return [`"${name}" has ${bits} ${bits === 1 ? 'bit' : 'bits'}, not ${width}`];
}

/** The block's parameters that the module has too, as Verilog takes them. */
function passed(
  block: BlockDraft,
  module: VerilogModule,
  reasons: string[],
): Readonly<Record<string, number | string>> {
  const settable = new Set(module.parameters.filter((each) => each.settable).map((each) => each.name));
  return Object.fromEntries(
    Object.entries(block.parameters).flatMap(([name, value]) => {
      if (!settable.has(name)) return [];
      const plain = verilogValue(value);
      if (plain === undefined)
        reasons.push(
          `parameter "${name}", ${formatValue(value)}, is no value of Verilog: it takes whole numbers, texts, bools and number types (their width), not ${typeName(value)}`,
        );
      return plain === undefined ? [] : [[name, plain]];
    }),
  );
}

/** Whole numbers and quantities that are whole in base units (bits, Hz), bools as 0 and 1, number types as their width. */
function verilogValue(value: Value): number | string | undefined {
  switch (value.kind) {
    case 'int':
      return value.value;
    case 'bool':
      return value.value ? 1 : 0;
    case 'string':
      return value.value;
    case 'quantity':
      return Number.isSafeInteger(value.value) ? value.value : undefined;
    case 'dtype':
      return dtypeWidth(value.name);
    default:
      return undefined;
  }
}
