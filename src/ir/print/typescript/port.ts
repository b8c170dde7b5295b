import { formatExact } from '../../../units/index.js';
import type { Port, PortType } from '../../types.js';
import { quoted, shapeArgument, type Writer } from './words.js';

/** `c.in('data', stream('int8', 4))` */
export function printPort({ name, direction, type, shape }: Port, scope: string, writer: Writer): string {
  const more = shape.length === 0 ? '' : `, ${shapeArgument(shape)}`;
  return `${scope}.${direction}(${quoted(name)}, ${printPortType(type, writer)}${more})`;
}

function printPortType(type: PortType, { use }: Writer): string {
  const called = use(type.kind);
  switch (type.kind) {
    case 'stream':
      return `${called}(${quoted(type.element)}, ${type.count})`;
    case 'memory':
      return `${called}(${quoted(type.element)}, ${type.count}, ${quoted(formatExact(type.size_bits, { b: 1 }))})`;
    case 'axi':
      return `${called}(${type.data_bits}, ${type.address_bits})`;
    case 'lanes':
    case 'wires':
      return `${called}(${type.count})`;
    default:
      return `${called}()`;
  }
}
