import type { Endpoint, Span1 } from './types.js';

/** An array of instances or ports, or a single one (shape `[]`). */
interface Shaped {
  readonly name: string;
  readonly shape: readonly number[];
}

/** One element of an array: its own name in hardware and how people write it. */
export interface Element<T extends Shaped> {
  readonly of: T;
  /** `tile_0_1`, made unique among its neighbours. */
  readonly name: string;
  /** `tile[0][1]` */
  readonly path: string;
}

/** Every element of every array with a name of its own, by its path; the last index runs fastest. */
export function flatten<T extends Shaped>(arrays: readonly T[]): ReadonlyMap<string, Element<T>> {
  const taken = new Set(arrays.filter((of) => of.shape.length === 0).map((of) => of.name));
  const elements = new Map<string, Element<T>>();
  for (const of of arrays) {
    for (const index of indices(of.shape)) {
      const name = index.length === 0 ? of.name : unique([of.name, ...index].join('_'), taken);
      taken.add(name);
      const path = pathOf(of.name, index);
      elements.set(path, { of, name, path });
    }
  }
  return elements;
}

/** `wanted`, or the first of `wanted_2`, `wanted_3`, ... that is not taken. */
export function unique(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
  return name;
}

/** The ports that an endpoint names, by the paths of instance and port; instance indices outermost. */
export function endpointPaths(
  endpoint: Endpoint,
): readonly { readonly instance: string | null; readonly port: string }[] {
  const { instance } = endpoint;
  return spanIndices(endpoint.at).flatMap((at) =>
    spanIndices(endpoint.lane).map((lane) => ({
      instance: instance === null ? null : pathOf(instance, at),
      port: pathOf(endpoint.port, lane),
    })),
  );
}

function pathOf(name: string, index: readonly number[]): string {
  return name + index.map((i) => `[${i}]`).join('');
}

function spanIndices(spans: readonly Span1[]): readonly (readonly number[])[] {
  return product(spans.map(({ start, step, count }) => Array.from({ length: count }, (_, i) => start + i * step)));
}

function indices(shape: readonly number[]): readonly (readonly number[])[] {
  return product(shape.map((length) => Array.from({ length }, (_, i) => i)));
}

function product(choices: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return choices.reduce<readonly (readonly number[])[]>(
    (tuples, choice) => tuples.flatMap((tuple) => choice.map((value) => [...tuple, value])),
    [[]],
  );
}
