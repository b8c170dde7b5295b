import type { Operation } from '../../workload/index.js';
import type { Makers } from './tensors.js';

/** What was found for neighbours, wherever in a chain the same ones stand again. */
export interface Windows<T> {
  /** Undefined where nothing is kept yet of neighbours that are alike. */
  readonly known: (first: number, last: number) => { readonly value: T } | undefined;
  readonly keep: (first: number, last: number, value: T) => void;
}

/**
 * Neighbours of a chain are alike where their operations are, but for names, and read what others make in the same way: within `reach` from the same distance before or
 * behind, or from further away. So layers that repeat are looked at once. Contents are numbered, and neighbours are the path of numbers from their first one on.
 */
export function windowsOf<T>(makers: Makers, reach: number): Windows<T> {
  const contents = contentsOf(makers, reach);
  const root: Node<T> = { next: new Map(), found: undefined };
  // The path from each first operation to where it was looked at last: the next look is mostly one further.
  const reached: { readonly last: number; readonly node: Node<T> }[] = [];
  const nodeAt = (first: number, last: number): Node<T> => {
    const before = reached[first];
    let [at, node] = before !== undefined && before.last <= last ? [before.last, before.node] : [first - 1, root];
    while (at < last) node = nextOf(node, contents[++at] ?? -1);
    reached[first] = { last, node };
    return node;
  };
  return {
    known: (first, last) => nodeAt(first, last).found,
    keep: (first, last, value) => {
      nodeAt(first, last).found = { value };
    },
  };
}

interface Node<T> {
  readonly next: Map<number, Node<T>>;
  found: { readonly value: T } | undefined;
}

function nextOf<T>(node: Node<T>, content: number): Node<T> {
  const known = node.next.get(content);
  if (known !== undefined) return known;
  const made: Node<T> = { next: new Map(), found: undefined };
  node.next.set(content, made);
  return made;
}

/** A number for each operation with its neighbourhood: those that are alike have the same. */
function contentsOf({ operations, reads, readers }: Makers, reach: number): readonly number[] {
  const numbers = new Map<string, number>();
  return operations.map((operation, index) => {
    const distance = (other: number): string => (Math.abs(other - index) < reach ? `${other - index}` : 'far');
    let key = contentOf(operation);
    for (const { maker, elements, as } of reads[index] ?? []) key += ` reads ${distance(maker)} ${elements} ${as}`;
    for (const reader of readers[index] ?? []) key += ` read by ${distance(reader)}`;
    const found = numbers.get(key) ?? numbers.size;
    numbers.set(key, found);
    return found;
  });
}

/** All of an operation but the names in it. */
export function contentOf(operation: Operation): string {
  let text = '';
  for (const [key, value] of Object.entries<unknown>({ ...operation }))
    if (key !== 'name' && key !== 'uses')
      text += `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)} `;
  for (const { elements, as } of operation.uses ?? []) text += ` uses ${elements} ${as}`;
  return text;
}
