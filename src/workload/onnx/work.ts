import type { OnnxNode } from './model.js';
import { NotModelled, Unfit, type Net, type Tensor } from './net.js';

/** A node with what it works on, for the rules that import it. */
export interface Work {
  readonly node: OnnxNode;
  readonly net: Net;
  /** The version of the standard operators. */
  readonly opset: number;
  /** Operand `index`; throws `Unfit` where it is left out. */
  readonly input: (index: number) => Tensor;
  /** The same, or undefined. */
  readonly optional: (index: number) => Tensor | undefined;
  readonly inputs: readonly Tensor[];
  /** Whether this node alone uses a tensor. */
  readonly isOnlyUser: (index: number) => boolean;
}

/** What a rule makes of a node: its results, in order. */
export type Rule = (work: Work) => readonly Tensor[];

/** A whole attribute. */
export function whole({ node }: Work, name: string, otherwise: number): number {
  const given = node.attributes.get(name);
  if (given === undefined) return otherwise;
  if (given.kind !== 'number' || !Number.isFinite(given.value)) throw new Unfit(`its attribute "${name}" is no number`);
  return given.value;
}

/** A list of whole numbers; undefined where it is left out. */
export function wholes({ node }: Work, name: string): readonly number[] | undefined {
  const given = node.attributes.get(name);
  if (given === undefined) return undefined;
  if (given.kind === 'numbers') return given.value;
  // An empty list has no element by which to tell what it is.
  if (given.kind === 'other') return [];
  throw new Unfit(`its attribute "${name}" is no list of numbers`);
}

export function word({ node }: Work, name: string, otherwise: string): string {
  const given = node.attributes.get(name);
  return given?.kind === 'text' ? given.value : otherwise;
}

/** Whole numbers that come as an attribute, or in later versions as an operand; undefined where neither is there. */
export function listed(work: Work, name: string, index: number): readonly number[] | undefined {
  const operand = work.optional(index);
  if (operand === undefined) return wholes(work, name);
  return valuesOf(operand, name);
}

/** The elements of an operand that says how a node works; `Unfit` where they are not known before it runs. */
export function valuesOf(operand: Tensor, what: string): readonly number[] {
  if (operand.values === undefined) throw new NotModelled(`its ${what} is not known before it runs`);
  return operand.values;
}

/** The rank that an axis means, counted from the end where it is negative. */
export function axisOf(axis: number, rank: number): number {
  const own = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(own) && own >= 0 && own < rank) return own;
  throw new Unfit(`there is no axis ${axis} of ${rank}`);
}

export function axesOf(axes: readonly number[], rank: number): readonly number[] {
  return axes.map((axis) => axisOf(axis, rank));
}
