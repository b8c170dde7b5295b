import type { OnnxAttribute, OnnxGraph, OnnxNode } from './model.js';

/**
 * A graph with norms, GELUs and SiLUs that an exporter has written in pieces as one node each: what is in between them is never stored. Pieces
 * are one only where nothing else uses what they make.
 */
export function joinPieces(graph: OnnxGraph): OnnxGraph {
  const made = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const users = usersOf(graph);
  const constants = new Set([
    ...graph.initializers.map(({ name }) => name),
    ...graph.nodes.flatMap(({ type, outputs }) => (type === 'Constant' ? outputs : [])),
  ]);
  const pieces: Pieces = {
    made: (name, type) => {
      const node = made.get(name);
      return node?.domain === '' && type.split(' ').includes(node.type) ? node : undefined;
    },
    onlyUser: (name, type) => {
      const [first, ...others] = users.get(name) ?? [];
      return first !== 'output' && first?.domain === '' && first.type === type && others.length === 0
        ? first
        : undefined;
    },
    isConstant: (name) => constants.has(name),
    axes: (node) => axesOf(graph, node),
    users: (name) => users.get(name)?.length ?? 0,
  };
  const joined = new Map<OnnxNode, Joined>();
  for (const node of graph.nodes) {
    const found = joiners[node.domain === '' ? node.type : '']?.(pieces, node);
    if (found !== undefined && isClosed(pieces, found)) joined.set(found.last, found);
  }
  const gone = new Set([...joined.values()].flatMap(({ parts }) => parts));
  const nodes = graph.nodes.flatMap((node) => {
    const whole = joined.get(node);
    if (whole !== undefined)
      return [{ ...node, type: whole.type, inputs: whole.inputs, attributes: new Map<string, OnnxAttribute>() }];
    return gone.has(node) ? [] : [node];
  });
  return { ...graph, nodes };
}

/** What is known of the graph while pieces are looked for. */
interface Pieces {
  /** The node that makes a tensor, if it is of one of some types. */
  readonly made: (name: string, types: string) => OnnxNode | undefined;
  /** The node that alone uses a tensor, if it is of a type. */
  readonly onlyUser: (name: string, type: string) => OnnxNode | undefined;
  readonly isConstant: (name: string) => boolean;
  readonly axes: (node: OnnxNode) => readonly number[] | undefined;
  /** How many nodes and outputs use a tensor. */
  readonly users: (name: string) => number;
}

/** Pieces that are one node: the last of them, which stays, and the others, which go. */
interface Joined {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly parts: readonly OnnxNode[];
  readonly last: OnnxNode;
}

type Joiner = (pieces: Pieces, node: OnnxNode) => Joined | undefined;

function usersOf(graph: OnnxGraph): ReadonlyMap<string, readonly (OnnxNode | 'output')[]> {
  const users = new Map<string, (OnnxNode | 'output')[]>();
  const add = (name: string, user: OnnxNode | 'output'): void => {
    const all = users.get(name);
    if (all === undefined) users.set(name, [user]);
    else all.push(user);
  };
  for (const node of graph.nodes) {
    for (const input of node.inputs) add(input, node);
    // A branch may use anything of the graph around it.
    for (const each of node.attributes.values())
      if (each.kind === 'graph') for (const name of usersOf(each.value).keys()) add(name, 'output');
  }
  for (const { name } of graph.outputs) add(name, 'output');
  return users;
}

function axesOf({ initializers, nodes }: OnnxGraph, node: OnnxNode): readonly number[] | undefined {
  const written = node.attributes.get('axes');
  if (written?.kind === 'numbers') return written.value;
  const name = node.inputs[1];
  const made = nodes.find(({ type, outputs }) => type === 'Constant' && outputs[0] === name)?.attributes.get('value');
  return (made?.kind === 'tensor' ? made.value : initializers.find((each) => each.name === name))?.values;
}

/** Whether nothing but the pieces themselves uses what those make that go. */
function isClosed({ users }: Pieces, { parts, last }: Joined): boolean {
  const within = new Map<string, number>();
  for (const input of [...parts, last].flatMap(({ inputs }) => inputs)) within.set(input, (within.get(input) ?? 0) + 1);
  return parts.every(({ outputs }) => outputs.every((output) => output === '' || users(output) === within.get(output)));
}

/** The operand that is no constant, and whether the other is one. */
function besideConstant({ isConstant }: Pieces, { inputs }: OnnxNode): string | undefined {
  const [a = '', b = ''] = inputs;
  if (isConstant(b)) return a;
  return isConstant(a) ? b : undefined;
}

/** The other operand of a node of two. */
function other({ inputs }: OnnxNode, one: string): string | undefined {
  const [a, b] = inputs;
  return a === one ? b : b === one ? a : undefined;
}

/** The square of a tensor: what is squared. */
function squared({ made, isConstant }: Pieces, name: string): readonly [string, OnnxNode] | undefined {
  const node = made(name, 'Pow Mul');
  const [a = '', b = ''] = node?.inputs ?? [];
  if (node === undefined) return undefined;
  return (node.type === 'Pow' ? isConstant(b) : a === b) ? [a, node] : undefined;
}

/** `sqrt(mean(a^2) + eps)` of the last rank: what a is, and the nodes. */
function root(pieces: Pieces, name: string): readonly [string, readonly OnnxNode[]] | undefined {
  const sqrt = pieces.made(name, 'Sqrt');
  const add = pieces.made(sqrt?.inputs[0] ?? '', 'Add');
  const mean = add === undefined ? undefined : pieces.made(besideConstant(pieces, add) ?? '', 'ReduceMean');
  if (sqrt === undefined || add === undefined || mean === undefined || !isLast(pieces, mean)) return undefined;
  const [what, square] = squared(pieces, mean.inputs[0] ?? '') ?? [];
  return what === undefined || square === undefined ? undefined : [what, [sqrt, add, mean, square]];
}

function isLast({ axes }: Pieces, node: OnnxNode): boolean {
  return axes(node)?.join() === '-1';
}

/** A scale, and of a layer norm a shift, that follow a norm. */
function scaled(pieces: Pieces, type: string, x: string, parts: readonly OnnxNode[], norm: OnnxNode): Joined {
  const out = norm.outputs[0] ?? '';
  const mul = pieces.onlyUser(out, 'Mul');
  const scale = mul === undefined ? undefined : other(mul, out);
  if (mul === undefined || scale === undefined || !pieces.isConstant(scale))
    return { type, inputs: [x], parts, last: norm };
  const half: Joined = { type, inputs: [x, scale], parts: [...parts, norm], last: mul };
  const product = mul.outputs[0] ?? '';
  const add = type === 'LayerNormalization' ? pieces.onlyUser(product, 'Add') : undefined;
  const shift = add === undefined ? undefined : other(add, product);
  if (add === undefined || shift === undefined || !pieces.isConstant(shift)) return half;
  return { type, inputs: [x, scale, shift], parts: [...half.parts, mul], last: add };
}

/** `(x - mean(x)) / sqrt(mean((x - mean(x))^2) + eps)`, or `x / sqrt(mean(x^2) + eps)`. */
function dividedNorm(pieces: Pieces, div: OnnxNode): Joined | undefined {
  const [x = '', by = ''] = div.inputs;
  const [what, nodes = []] = root(pieces, by) ?? [];
  if (what !== x) return undefined;
  const sub = pieces.made(x, 'Sub');
  const mean = sub === undefined ? undefined : pieces.made(sub.inputs[1] ?? '', 'ReduceMean');
  if (sub === undefined || mean === undefined) return scaled(pieces, 'RMSNormalization', x, nodes, div);
  if (mean.inputs[0] !== sub.inputs[0] || !isLast(pieces, mean)) return undefined;
  return scaled(pieces, 'LayerNormalization', sub.inputs[0] ?? '', [mean, sub, ...nodes], div);
}

/** `x * (1 / sqrt(mean(x^2) + eps))` */
function multipliedNorm(pieces: Pieces, mul: OnnxNode): Joined | undefined {
  for (const inverse of mul.inputs) {
    const node = pieces.made(inverse, 'Reciprocal Div');
    if (node === undefined || (node.type === 'Div' && !pieces.isConstant(node.inputs[0] ?? ''))) continue;
    const [what, nodes = []] = root(pieces, node.inputs.at(-1) ?? '') ?? [];
    if (what !== undefined && what === other(mul, inverse))
      return scaled(pieces, 'RMSNormalization', what, [...nodes, node], mul);
  }
  return undefined;
}

/** `x * sigmoid(x)` */
function silu(pieces: Pieces, mul: OnnxNode): Joined | undefined {
  for (const gate of mul.inputs) {
    const sigmoid = pieces.made(gate, 'Sigmoid');
    const x = other(mul, gate);
    if (sigmoid !== undefined && x !== undefined && sigmoid.inputs[0] === x)
      return { type: 'Swish', inputs: [x], parts: [sigmoid], last: mul };
  }
  return undefined;
}

/** `x * (1 + f(..)) / 2`, with the factors in either order, behind the node of f. */
function halved(pieces: Pieces, x: string, parts: readonly OnnxNode[], of: OnnxNode): Joined | undefined {
  const inner = of.outputs[0] ?? '';
  const add = pieces.onlyUser(inner, 'Add');
  if (add === undefined || besideConstant(pieces, add) !== inner) return undefined;
  const sum = add.outputs[0] ?? '';
  const mul = pieces.onlyUser(sum, 'Mul');
  const factor = mul === undefined ? undefined : other(mul, sum);
  if (mul === undefined || factor === undefined) return undefined;
  const all = [...parts, of, add];
  const half = pieces.made(factor, 'Mul');
  if (half !== undefined && besideConstant(pieces, half) === x)
    return { type: 'Gelu', inputs: [x], parts: [...all, half], last: mul };
  const product = mul.outputs[0] ?? '';
  const outer = pieces.onlyUser(product, 'Mul');
  if (outer === undefined) return undefined;
  if (factor === x && besideConstant(pieces, outer) === product)
    return { type: 'Gelu', inputs: [x], parts: [...all, mul], last: outer };
  return pieces.isConstant(factor) && other(outer, product) === x
    ? { type: 'Gelu', inputs: [x], parts: [...all, mul], last: outer }
    : undefined;
}

/** `x * (1 + erf(x / sqrt(2))) / 2` */
function exactGelu(pieces: Pieces, erf: OnnxNode): Joined | undefined {
  const scale = pieces.made(erf.inputs[0] ?? '', 'Div Mul');
  const x = scale === undefined ? undefined : besideConstant(pieces, scale);
  return scale === undefined || x === undefined ? undefined : halved(pieces, x, [scale], erf);
}

/** `x * (1 + tanh(c (x + d x^3))) / 2` */
function tanhGelu(pieces: Pieces, tanh: OnnxNode): Joined | undefined {
  const scale = pieces.made(tanh.inputs[0] ?? '', 'Mul');
  const add = scale === undefined ? undefined : pieces.made(besideConstant(pieces, scale) ?? '', 'Add');
  if (scale === undefined || add === undefined) return undefined;
  for (const x of add.inputs) {
    const part = pieces.made(other(add, x) ?? '', 'Mul');
    const cube = part === undefined ? undefined : pieces.made(besideConstant(pieces, part) ?? '', 'Pow');
    if (part !== undefined && cube?.inputs[0] === x && pieces.isConstant(cube.inputs[1] ?? ''))
      return halved(pieces, x, [scale, add, part, cube], tanh);
  }
  return undefined;
}

const joiners: Readonly<Record<string, Joiner>> = {
  Div: dividedNorm,
  Mul: (pieces, node) => multipliedNorm(pieces, node) ?? silu(pieces, node),
  Erf: exactGelu,
  Tanh: tanhGelu,
};
