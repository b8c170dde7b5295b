import type { Diagnostic } from '../diagnostics/index.js';
import { dtypes, problem, snap, type PortType } from '../ir/index.js';
import type { DTypeName } from './dtypes.js';
import type { Carried, Lanes, Memory, Plain, Stream, Wires } from './ports.js';
import { sideOf, type Quantity, type Text } from './quantity.js';

/** A type of ports, for `in` and `out`. */
export interface PortSpec<C extends Carried = Carried> {
  readonly make: () => readonly [PortType | undefined, readonly Diagnostic[]];
  /** Never there: what tsc knows of it. */
  readonly carried?: C | undefined;
}

/** `stream<element, count>`: valid/ready, `count` elements a beat. */
export function stream<const E extends DTypeName, const N extends number = 1>(
  element: E,
  count?: N,
): PortSpec<Stream<E, N>> {
  const elements = count ?? 1;
  return spec({ kind: 'stream', element, count: elements }, [elements]);
}

/** `memory<element, count, size>`; `size` is the requester's address space, at most the responder's. */
export function memory<const E extends DTypeName, const N extends number>(
  element: E,
  count: N,
  size: Quantity<'information'> | Text<'information'>,
): PortSpec<Memory<E, N>> {
  const { sample, faults } = sideOf(size, memory);
  const bits = sample.kind === 'quantity' ? snap(sample.value) : 0;
  if (faults.length > 0) return { make: () => [undefined, faults] };
  const found =
    sample.kind === 'quantity' && sample.dimension.b === 1
      ? []
      : [
          problem('E302', { what: 'the size of a memory', expected: 'information', found: 'something else' })
            .diagnostic,
        ];
  if (found.length > 0) return { make: () => [undefined, found] };
  return spec({ kind: 'memory', element, count, size_bits: bits }, [count, bits]);
}

/** `axi<data, address>`, both in bits. */
export function axi(data_bits: number, address_bits: number): PortSpec<Plain<'axi'>> {
  return spec({ kind: 'axi', data_bits, address_bits }, [data_bits, address_bits]);
}

/** `axi_lite` */
export function axi_lite(): PortSpec<Plain<'axi_lite'>> {
  return spec({ kind: 'axi_lite' });
}

/** `commands` */
export function commands(): PortSpec<Plain<'commands'>> {
  return spec({ kind: 'commands' });
}

/** `lanes<n>` */
export function lanes<const N extends number>(count: N): PortSpec<Lanes<N>> {
  return spec({ kind: 'lanes', count }, [count]);
}

/** `link` */
export function link(): PortSpec<Plain<'link'>> {
  return spec({ kind: 'link' });
}

/** `wires<n>` */
export function wires<const N extends number>(count: N): PortSpec<Wires<N>> {
  return spec({ kind: 'wires', count }, [count]);
}

/** `interrupt` */
export function interrupt(): PortSpec<Plain<'interrupt'>> {
  return spec({ kind: 'interrupt' });
}

/** The type, or what is wrong with its numbers. */
function spec<C extends Carried>(type: PortType, counts: readonly number[] = []): PortSpec<C> {
  const wrong = counts.find((count) => !Number.isSafeInteger(count) || count < 1);
  if (wrong !== undefined) {
    const found = problem('E304', { what: 'a size of a port', value: `${wrong}, and must be 1 or more` });
    return { make: () => [undefined, [found.diagnostic]] };
  }
  if ('element' in type && !dtypes.has(type.element)) {
    const found = problem('E302', {
      what: 'the element of a port',
      expected: 'dtype',
      found: JSON.stringify(type.element),
    });
    return { make: () => [undefined, [found.diagnostic]] };
  }
  return { make: () => [type, []] };
}
