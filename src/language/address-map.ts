import { formatValue, listNames, registerPage, type AddressRange, type Placed, type Port } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { endpointOf } from './connect.js';
import { spanOf } from './declare.js';
import { evaluate } from './evaluate.js';
import { mistake, type Elaborating, type Scope } from './frame.js';
import { countOf, pick, textOf, type Picked, type PickedPort } from './pick.js';

/** The entries of an address map; one that is wrong is reported and left out. */
export function addressesOf(
  e: Elaborating,
  scope: Scope,
  member: ast.AddressMapMember,
): readonly Placed<AddressRange>[] {
  return member.entries.flatMap((entry) => {
    const part = rangeOf(e, scope, entry);
    if (part === undefined) scope.frame.failed = true;
    // Of an array of none there is nothing to address.
    return part === undefined || part === 'none' ? [] : [{ part, origin: spanOf(scope.names.file, entry.base) }];
  });
}

function rangeOf(e: Elaborating, scope: Scope, entry: ast.AddressEntry): AddressRange | 'none' | undefined {
  const base = evaluate(e, scope, entry.base);
  const size = entry.size === undefined ? registerPage : bytesOf(e, scope, entry, entry.size);
  const registers = registersOf(e, scope, entry.target);
  if (base?.kind !== 'int' || size === undefined || registers === undefined) return undefined;
  if (countOf(registers) === 0) return 'none';
  return { registers: endpointOf(registers), base_bytes: base.value, size_bytes: size };
}

function bytesOf(e: Elaborating, scope: Scope, entry: ast.AddressEntry, node: ast.Expression): number | undefined {
  const value = evaluate(e, scope, node);
  if (value?.kind !== 'quantity') return undefined;
  const bytes = Math.round(value.value / 8);
  if (Math.abs(8 * bytes - value.value) <= 1e-9 * Math.abs(value.value)) return bytes;
  const [what, address] = [entry.target, entry.base].map((part) => textOf(e, scope, part));
  const why = `${formatValue(value)} is no whole number of bytes`;
  return mistake(e, scope, node, 'E481', { what: what ?? '', address: address ?? '', why });
}

/** The register ports that an entry means: those that it names, or the only ones of an instance. */
function registersOf(e: Elaborating, scope: Scope, node: ast.Expression): PickedPort | undefined {
  const picked = pick(e, scope, node);
  if (picked === undefined) return undefined;
  const [first, second] = picked;
  const what = textOf(e, scope, node);
  if (first === undefined || second !== undefined || first.kind === 'body' || first.kind === 'loop')
    return mistake(e, scope, node, 'E480', { what, why: 'it is several parts; give each its own address' });
  return first.kind === 'port' ? first : onlyRegisters(e, scope, node, first);
}

function onlyRegisters(
  e: Elaborating,
  scope: Scope,
  node: ast.Expression,
  { node: instance, at }: Extract<Picked, { kind: 'instance' }>,
): PickedPort | undefined {
  if (instance.child === undefined) return undefined;
  const ports = [...instance.child.ports.values()];
  const found = ports.filter(({ type, direction }) => type.kind === 'axi_lite' && direction === 'in');
  const [port, second] = found;
  const what = textOf(e, scope, node);
  if (port === undefined) {
    const why = `it has no "port in ...: axi_lite"; its ports are ${listNames(ports.map(({ name }) => name))}`;
    return mistake(e, scope, node, 'E480', { what, why });
  }
  if (second !== undefined) {
    const why = `it has several register ports, ${listNames(found.map(({ name }) => name))}`;
    return mistake(e, scope, node, 'E480', { what, why }, { help: `say which one: "${what}.${port.name}"` });
  }
  return { kind: 'port', node: instance, at, port, lane: wholeLane(port) };
}

function wholeLane(port: Port): PickedPort['lane'] {
  return port.shape.map((count) => ({ start: 0, step: 1, count, single: false }));
}
