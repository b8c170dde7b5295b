import {
  defaultOption,
  operators,
  resultOf,
  unique,
  type GraphNode,
  type GraphTensor,
  type Options,
  type Value,
} from '../../ir/index.js';
import { identifierOf } from './names.js';

/** Why a node cannot be imported: thrown by what reads it, and caught where nodes are walked. */
export class Unfit extends Error {}

/** A node does what is not modelled: its results come in from outside, where their shapes are known. */
export class NotModelled extends Error {}

/** A tensor while a graph is imported. */
export interface Tensor {
  /** As ONNX has them: none of a single number. */
  readonly extents: readonly number[];
  /** The number type, of the language. */
  readonly element: string;
  /** A weight, or what follows from weights alone. */
  readonly isConstant: boolean;
  /** The elements of a constant that is small enough to be a shape. */
  readonly values: readonly number[] | undefined;
  /** Where it stands in the workload; a constant that nothing has used yet stands nowhere. */
  place: string | undefined;
  /** What a constant is called. */
  readonly label: string;
}

/** The workload while it is written. */
export interface Net {
  readonly tensors: GraphTensor[];
  readonly nodes: GraphNode[];
  readonly names: Set<string>;
  /** What the next nodes are named after. */
  label: string;
}

/** An empty workload, whose names are none of `taken`. */
export function emptyNet(taken: Iterable<string>): Net {
  return { tensors: [], nodes: [], names: new Set(taken), label: 'x' };
}

/** A tensor that comes in from outside. */
export function incoming(net: Net, label: string, element: string, extents: readonly number[]): Tensor {
  const name = unique(identifierOf(label), net.names);
  net.names.add(name);
  net.tensors.push({ name, role: 'input', element, extents: solid(extents) });
  return { extents, element, isConstant: false, values: undefined, place: name, label };
}

export function constant(
  label: string,
  element: string,
  extents: readonly number[],
  values?: readonly number[],
): Tensor {
  return { extents, element, isConstant: true, values, place: undefined, label };
}

/** The extents that a tensor has in the workload, where a single number has one. */
function solid(extents: readonly number[]): readonly number[] {
  return extents.length === 0 ? [1] : extents;
}

/** Where a tensor stands; a constant is declared where it is first used, as a weight, or as an input where it says which elements are meant. */
export function declare(net: Net, tensor: Tensor): string {
  if (tensor.place !== undefined) return tensor.place;
  const name = unique(identifierOf(tensor.label), net.names);
  net.names.add(name);
  const role = indexElements.has(tensor.element) ? 'input' : 'weight';
  net.tensors.push({ name, role, element: tensor.element, extents: solid(tensor.extents) });
  tensor.place = name;
  return name;
}

const indexElements: ReadonlySet<string> = new Set(['int16', 'int32']);

/** Options of a call: whole numbers, lists of them, or the name of a number type. */
export type Given = Readonly<Record<string, number | readonly number[] | string>>;

/**
 * Writes an operator of the language into the workload, and gives its result, which is one number where `single` says so. Throws `Unfit`
 * where its operands do not fit.
 */
export function emit(net: Net, name: string, operands: readonly Tensor[], given: Given = {}, single = false): Tensor {
  if (operands.some(({ extents }) => extents.includes(0))) throw new NotModelled('it has no elements');
  const options = optionsOf(name, given);
  const shapes = operands.map((each) => ({ name: each.label, element: each.element, extents: solid(each.extents) }));
  const result = resultOf(name, shapes, options);
  if ('code' in result) throw new Unfit(whyOf(result));
  const places = operands.map((each) => declare(net, each));
  const own = unique(identifierOf(net.label), net.names);
  net.names.add(own);
  const { element, extents } = result;
  net.nodes.push({ name: own, operator: name, operands: places, options, element, extents });
  const isConstant = operands.every((each) => each.isConstant);
  return { extents: single ? [] : extents, element, isConstant, values: undefined, place: own, label: net.label };
}

function optionsOf(name: string, given: Given): Options {
  const options: Record<string, Value> = {};
  for (const parameter of operators.get(name)?.parameters ?? []) {
    if (parameter.kind === 'tensor') continue;
    const value = given[parameter.name];
    const written = value === undefined ? defaultOption(parameter, options) : valueOf(value);
    if (written === undefined) throw new Error(`${name} needs ${parameter.name}`);
    options[parameter.name] = written;
  }
  return options;
}

function valueOf(given: number | readonly number[] | string): Value {
  if (typeof given === 'number') return { kind: 'int', value: given };
  if (typeof given === 'string') return { kind: 'dtype', name: given };
  return { kind: 'list', elements: given.map((value) => ({ kind: 'int', value }) as const) };
}

function whyOf({ parameters }: Exclude<ReturnType<typeof resultOf>, { readonly element: string }>): string {
  if ('why' in parameters) return `${parameters.operands}: ${parameters.why}`;
  if ('left' in parameters) return `its operands are ${parameters.left} and ${parameters.right}`;
  if ('expected' in parameters) return `it takes ${parameters.expected} but this is ${parameters.found}`;
  return `${parameters.what} are more than can be counted exactly, 2^53`;
}

/** The same elements in another shape. */
export function view(net: Net, x: Tensor, extents: readonly number[]): Tensor {
  if (x.extents.join() === extents.join()) return x;
  if (x.isConstant && x.place === undefined) return { ...x, extents };
  if (solid(x.extents).join() === solid(extents).join()) return { ...x, extents };
  return emit(net, 'reshape', [x], { shape: solid(extents) }, extents.length === 0);
}

/**
 * A product of which a constant becomes the bias: one number for each column, or of a convolution for each filter. Undefined where the tensor
 * is no product without a bias, or the constant no such list, which may have extents of 1 around it.
 */
export function withBias(net: Net, x: Tensor, bias: Tensor): Tensor | undefined {
  const at = net.nodes.findLastIndex(({ name }) => name === x.place);
  const made = net.nodes[at];
  const rank = x.extents.length;
  const axis = made?.operator === 'conv2d' ? 1 : made?.operator === 'matmul' ? rank - 1 : -1;
  const count = x.extents[axis];
  if (made?.operands.length !== 2 || count === undefined || !bias.isConstant || bias.extents.length > rank)
    return undefined;
  const around = x.extents.map((_, each) => bias.extents[each - rank + bias.extents.length] ?? 1);
  if (around.some((extent, each) => extent !== (each === axis ? count : 1))) return undefined;
  // What already stands in another shape would have to come before the product.
  if (bias.place !== undefined && bias.extents.length !== 1) return undefined;
  const own = declare(net, { ...view(net, bias, [count]), element: made.element });
  net.nodes[at] = { ...made, operands: [...made.operands, own] };
  return x;
}

/** How many elements a tensor has. */
export function countOf({ extents }: Pick<Tensor, 'extents'>): number {
  return extents.reduce((product, extent) => product * extent, 1);
}
