import { isMatrix, madeElements, type Operation, type Use } from '../../workload/index.js';

/** The operations of a workload that something does, and which of them make what each reads: those that stores do are not among them, as their products make theirs. */
export interface Makers {
  readonly operations: readonly Operation[];
  /** What operation `index` reads: of which operation, and as what. */
  readonly reads: readonly (readonly Reading[])[];
  /** Operations that read what operation `index` makes. */
  readonly readers: readonly (readonly number[])[];
}

export interface Reading {
  readonly maker: number;
  readonly elements: number;
  readonly as: Use['as'];
}

export function makersOf(operations: readonly Operation[]): Makers {
  const done = operations.filter((operation) => isMatrix(operation) || operation.fusedInto === undefined);
  const places = new Map<string, readonly number[]>();
  for (const [index, { name }] of done.entries()) places.set(name, [index]);
  for (const operation of operations)
    if (!isMatrix(operation) && operation.fusedInto !== undefined)
      places.set(
        operation.name,
        operation.fusedInto.flatMap((name) => places.get(name) ?? []),
      );
  const made = (index: number): number => {
    const operation = done[index];
    return operation === undefined ? 0 : madeElements(operation);
  };
  const reads = done.map(({ uses = [] }) =>
    uses.flatMap(({ of, elements, as }): readonly Reading[] => {
      const makers = places.get(of) ?? [];
      const whole = makers.reduce((sum, maker) => sum + made(maker), 0);
      return makers.map((maker) => ({ maker, elements: (elements * made(maker)) / whole, as }));
    }),
  );
  const readers: number[][] = done.map(() => []);
  for (const [reader, each] of reads.entries())
    for (const maker of new Set(each.map((read) => read.maker))) readers[maker]?.push(reader);
  return { operations: done, reads, readers };
}

/** A tensor of a group that lies in the near memory from the operation that makes it to the last that reads it. */
export interface Held {
  readonly maker: number;
  readonly last: number;
  /** It does not leave as well. */
  readonly stays: boolean;
  /** Elements, where the group is not cut. */
  readonly elements: number;
}

/** What of an operation lies in the near memory: whole operands of a product, elements of others. */
export interface Taken {
  readonly left: boolean;
  readonly right: boolean;
  readonly elements: number;
  /** Of its elements those that are sums. */
  readonly sums: number;
}

/** The tensors that the operations from `first` to `last` hand to each other, and what each takes of them. */
export function heldBy(
  makers: Makers,
  first: number,
  last: number,
): { readonly held: readonly Held[]; readonly taken: readonly Taken[] } {
  const taken: Taken[] = [];
  const readBy = new Map<number, number[]>();
  // Read as an operand that is not all there, and so from the outermost memory too.
  const readOutside = new Set<number>();
  for (let index = first; index <= last; index++) {
    const reads = makers.reads[index] ?? [];
    const inside = (maker: number): boolean => maker >= first && maker < index;
    const operation = makers.operations[index];
    const whole = (as: 'left' | 'right', elements: number): boolean => {
      const of = reads.filter((read) => read.as === as);
      const sum = of.reduce((total, read) => total + read.elements, 0);
      return of.length > 0 && of.every(({ maker }) => inside(maker)) && sum >= elements;
    };
    const product = operation !== undefined && isMatrix(operation);
    const left = product && whole('left', operation.leftElements);
    const right = product && whole('right', operation.rightElements);
    const used = reads.filter(
      ({ maker, as }) => inside(maker) && (as === 'elements' || (as === 'left' ? left : right)),
    );
    const sums = (maker: number): boolean => isSums(makers.operations[maker]);
    const count = (of: readonly Reading[]): number => of.reduce((total, { elements }) => total + elements, 0);
    const elements = product ? [] : used;
    taken.push({ left, right, elements: count(elements), sums: count(elements.filter(({ maker }) => sums(maker))) });
    for (const { maker } of used) readBy.set(maker, [...(readBy.get(maker) ?? []), index]);
    for (const read of reads) if (!used.includes(read)) readOutside.add(read.maker);
  }
  const held = [...readBy].map(([maker, readers]): Held => {
    const operation = makers.operations[maker];
    const all = makers.readers[maker] ?? [];
    const within = all.every((reader) => readers.includes(reader));
    return {
      maker,
      last: Math.max(...readers),
      stays: within && !readOutside.has(maker) && (operation?.leaves ?? 0) === 0,
      elements: operation === undefined ? 0 : madeElements(operation),
    };
  });
  return { held, taken };
}

/** Whether an operation leaves sums: a product that its core does not requantise. */
export function isSums(operation: Operation | undefined): boolean {
  return operation !== undefined && isMatrix(operation) && operation.requantised === undefined;
}
