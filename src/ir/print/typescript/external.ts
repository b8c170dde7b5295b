import { dimensionName, formatExact, isDimensionless } from '../../../units/index.js';
import type { Block } from '../../types.js';
import type { Value } from '../../values.js';
import { printPort } from './port.js';
import { argument, object, quoted, type Writer } from './words.js';

/** A user's own block, for the values of its parameters that the design has: `external('Scale', { ... }, (x) => { ... })`. */
export function printExternal(block: Block, writer: Writer): readonly string[] {
  const { use } = writer;
  const { verilog = null, area_m2 = null, power_w = null, leakage_w = null } = block.external ?? {};
  const parameters = Object.entries(block.parameters).map(([name, value]) => [name, parameter(value, use)] as const);
  const clocks = block.clocks.filter((clock) => clock !== 'clk').map(quoted);
  const options = object([
    ...(parameters.length === 0 ? [] : [['parameters', object(parameters)] as const]),
    ...(clocks.length === 0 ? [] : [['clocks', `[${clocks.join(', ')}]`] as const]),
    ...(verilog === null ? [] : [['verilog', `[${verilog.files.map(quoted).join(', ')}]`] as const]),
    ...(verilog === null ? [] : [['module', quoted(verilog.module)] as const]),
  ]);
  const power = { J: 1, s: -1 };
  const amounts = [
    ['area', area_m2 === null ? null : formatExact(area_m2, { m: 2 })],
    ['power', power_w === null ? null : formatExact(power_w, power)],
    ['leakage', leakage_w === null ? null : formatExact(leakage_w, power)],
  ] as const;
  const returned = Object.entries(block.derived).map(([name, value]) => [name, shown(value, use)] as const);
  return [
    `${use('external')}(${quoted(block.name)}, ${options === '' ? '{}' : options}, (x) => {`,
    ...amounts.flatMap(([name, text]) => (text === null ? [] : [`  x.${name}(${quoted(text)});`])),
    `  return ${object([...block.ports.map((port) => [port.name, printPort(port, 'x', writer)] as const), ...returned]) || '{}'};`,
    '})',
  ];
}

/** A parameter with the value as its default. */
function parameter(value: Value, use: Writer['use']): string {
  const of = use('parameter');
  switch (value.kind) {
    case 'int':
    case 'bool':
    case 'string':
    case 'dtype':
      return `${of}.${value.kind}(${argument(value)})`;
    case 'quantity':
      if (isDimensionless(value.dimension)) return `${of}.real(${argument(value)})`;
      return `${of}.quantity(${quoted(dimensionName(value.dimension))}, ${argument(value)})`;
    case 'case':
      return `${of}.choice(${quoted(value.enum)}, [${argument(value)}], ${argument(value)})`;
    case 'list':
      return `${of}.list(${parameter(value.elements[0] ?? { kind: 'int', value: 0 }, use)})`;
  }
}

/** A value that is seen from outside. */
function shown(value: Value, use: Writer['use']): string {
  if (value.kind === 'int' || value.kind === 'bool' || value.kind === 'string') return argument(value);
  if (value.kind !== 'quantity') return valueText(value);
  return isDimensionless(value.dimension) ? `${use('real')}(${argument(value)})` : `${use('mul')}(${argument(value)})`;
}

/** A value as data. */
function valueText(value: Value): string {
  switch (value.kind) {
    case 'dtype':
      return `{ kind: 'dtype', name: ${quoted(value.name)} }`;
    case 'case':
      return `{ kind: 'case', enum: ${quoted(value.enum)}, name: ${quoted(value.name)} }`;
    case 'list':
      return `{ kind: 'list', elements: [${value.elements.map(valueText).join(', ')}] }`;
    case 'quantity':
      return `{ kind: 'quantity', value: ${value.value}, dimension: ${JSON.stringify(value.dimension)} }`;
    case 'string':
      return `{ kind: 'string', value: ${quoted(value.value)} }`;
    default:
      return `{ kind: ${quoted(value.kind)}, value: ${value.value} }`;
  }
}
