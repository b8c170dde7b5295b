import { shown } from '../../diagnostics/index.js';
import type { GraphWorkload } from '../../ir/index.js';
import { assembleGraph } from '../../ir/index.js';
import { elementOf, mostValues } from './data.js';
import { folded, NotFolded } from './folds.js';
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from './model.js';
import { constant, countOf, declare, emptyNet, incoming, NotModelled, Unfit, type Net, type Tensor } from './net.js';
import { ruleOf } from './rules.js';
import type { Extents } from './symbols.js';
import { whole, type Work } from './work.js';

/** Operators of one type that are not modelled. */
export interface LeftOperators {
  readonly operator: string;
  readonly why: string;
  readonly nodes: readonly string[];
}

/** Why a graph has no workload: of which node, and what there is to do. */
export interface Stopped {
  readonly node: string;
  readonly why: string;
  readonly help: string;
}

export interface Walked {
  readonly graph: GraphWorkload;
  readonly left: readonly LeftOperators[];
  /** The extents of every tensor of the file that could be worked out. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

interface Walk {
  readonly net: Net;
  readonly opset: number;
  readonly known: Map<string, Tensor>;
  readonly uses: ReadonlyMap<string, number>;
  readonly declared: ReadonlyMap<string, OnnxValue>;
  readonly extentsOf: (value: OnnxValue) => Extents;
  readonly left: Map<string, { readonly operator: string; readonly why: string; readonly nodes: string[] }>;
}

/** A node cannot be imported: nothing is written then. */
class Stop extends Error {
  constructor(readonly stopped: Stopped) {
    super(stopped.why);
  }
}

/**
 * The workload of a graph: each node by its rule, in the order of the file. What follows from constants alone is one; what is not modelled
 * comes in from outside.
 *
 * @param extentsOf the extents of what the file says the shape of
 */
export function walkGraph(
  graph: OnnxGraph,
  { name, opset, extentsOf }: { readonly name: string; readonly opset: number; readonly extentsOf: Walk['extentsOf'] },
): Walked | Stopped {
  const walk: Walk = {
    net: emptyNet([]),
    opset,
    known: new Map(),
    uses: usesOf(graph),
    declared: new Map([...graph.values, ...graph.outputs].map((each) => [each.name, each])),
    extentsOf,
    left: new Map(),
  };
  try {
    begin(walk, graph);
    for (const node of graph.nodes) walkNode(walk, node, 0);
    return finish(walk, graph, name);
  } catch (failure) {
    if (failure instanceof Stop) return failure.stopped;
    throw failure;
  }
}

/** What there is before the first node: constants, and what comes in. */
function begin(walk: Walk, graph: OnnxGraph): void {
  for (const each of graph.initializers) walk.known.set(each.name, constantOf(each));
  for (const each of graph.inputs) {
    if (walk.known.has(each.name)) continue;
    const element = elementOf(each.type);
    const extents = walk.extentsOf(each);
    if (element === undefined || extents === undefined || extents.includes(0)) continue;
    walk.known.set(each.name, incoming(walk.net, each.name, element, extents));
  }
}

function constantOf({ name, extents, type, values }: OnnxTensor): Tensor {
  return constant(name, elementOf(type) ?? 'int32', extents, values);
}

/** How many nodes and outputs use each tensor, branches counted too. */
function usesOf(graph: OnnxGraph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const add = ({ nodes, outputs }: OnnxGraph): void => {
    for (const input of [...nodes.flatMap((node) => node.inputs), ...outputs.map((each) => each.name)])
      uses.set(input, (uses.get(input) ?? 0) + 1);
    for (const node of nodes) for (const each of node.attributes.values()) if (each.kind === 'graph') add(each.value);
  };
  add(graph);
  return uses;
}

function walkNode(walk: Walk, node: OnnxNode, depth: number): void {
  const label = node.name === '' ? (node.outputs.find((each) => each !== '') ?? node.type) : node.name;
  const called = `${shown(node.type)} "${shown(label)}"`;
  try {
    const results = resultsOf(walk, node, label, depth);
    for (const [index, output] of node.outputs.entries()) {
      const result = results[index];
      if (output !== '' && result !== undefined) walk.known.set(output, result);
    }
  } catch (failure) {
    if (failure instanceof NotModelled) leave(walk, node, label, failure.message);
    else if (failure instanceof Unfit)
      throw new Stop({ node: called, why: failure.message, help: 'check the model, as with onnx.checker' });
    else throw failure;
  }
}

function resultsOf(walk: Walk, node: OnnxNode, label: string, depth: number): readonly Tensor[] {
  if (node.domain === '') {
    const source = sourceOf(walk, node, label);
    if (source !== undefined) return [source];
    if (node.type === 'If') return branchOf(walk, node, depth);
  }
  const missing = node.inputs.find((each) => each !== '' && !walk.known.has(each));
  if (missing !== undefined) throw new NotModelled(`it uses "${shown(missing)}", which nothing that is modelled makes`);
  const work = workOf(walk, node, walk.net);
  try {
    const constants = folded(work);
    if (constants !== undefined) return constants;
  } catch (failure) {
    if (!(failure instanceof NotFolded)) throw failure;
  }
  const rule = ruleOf(node.domain, node.type);
  if (rule === undefined) throw new NotModelled('this operator is not known');
  walk.net.label = label;
  const [first] = work.inputs;
  if (first === undefined || !work.inputs.every((each) => each.isConstant)) return rule(work);
  // What follows from constants is worked out before the model runs: nothing is left of it but what it gives.
  const aside = workOf(walk, node, emptyNet([]));
  return rule(aside).map((each, index) => constant(node.outputs[index] ?? label, each.element, each.extents));
}

/** What makes constants of nothing but shapes and attributes. */
function sourceOf(walk: Walk, node: OnnxNode, label: string): Tensor | undefined {
  const name = node.outputs[0] ?? label;
  const x = walk.known.get(node.inputs[0] ?? '');
  switch (node.type) {
    case 'Constant':
      return writtenConstant(node, name);
    case 'ConstantOfShape': {
      if (x?.values === undefined) throw new Unfit('its shape is not known before it runs');
      const value = node.attributes.get('value');
      const [type, filled] = value?.kind === 'tensor' ? [value.value.type, value.value.values?.[0] ?? 0] : [1, 0];
      const count = countOf({ extents: x.values });
      const values = count <= mostValues ? Array.from({ length: count }, () => filled) : undefined;
      return constant(name, elementOf(type) ?? 'int32', x.values, values);
    }
    case 'Shape': {
      if (x === undefined) return undefined;
      const work = workOf(walk, node, walk.net);
      const { length } = x.extents;
      const all = x.extents.slice(whole(work, 'start', 0), whole(work, 'end', length));
      return constant(name, 'int32', [all.length], all);
    }
    case 'Size':
      return x === undefined ? undefined : constant(name, 'int32', [], [countOf(x)]);
    default:
      return undefined;
  }
}

function writtenConstant({ attributes }: OnnxNode, name: string): Tensor {
  const tensor = attributes.get('value');
  if (tensor?.kind === 'tensor') return { ...constantOf(tensor.value), label: name };
  for (const [key, given] of attributes) {
    const element = key.startsWith('value_float') ? 'fp32' : 'int32';
    if (given.kind === 'number') return constant(name, element, [], [given.value]);
    if (given.kind === 'numbers') return constant(name, element, [given.value.length], given.value);
  }
  throw new NotModelled('its value is no tensor of numbers');
}

/** Branches within branches. */
const deepest = 32;

/** The branch that a condition takes which is known. */
function branchOf(walk: Walk, node: OnnxNode, depth: number): readonly Tensor[] {
  const [condition] = walk.known.get(node.inputs[0] ?? '')?.values ?? [];
  const branch = node.attributes.get(condition === 0 ? 'else_branch' : 'then_branch');
  if (condition === undefined) throw new NotModelled('which branch it takes is not known before it runs');
  if (branch?.kind !== 'graph' || depth >= deepest) throw new NotModelled('it has no such branch');
  for (const each of branch.value.initializers) walk.known.set(each.name, constantOf(each));
  for (const each of branch.value.nodes) walkNode(walk, each, depth + 1);
  return branch.value.outputs.map(({ name }) => {
    const result = walk.known.get(name);
    if (result === undefined) throw new NotModelled(`its branch does not make "${shown(name)}"`);
    return result;
  });
}

function workOf({ known, opset, uses }: Walk, node: OnnxNode, net: Net): Work {
  const optional = (index: number): Tensor | undefined => known.get(node.inputs[index] ?? '');
  return {
    node,
    net,
    opset,
    optional,
    input: (index) => {
      const found = optional(index);
      if (found === undefined) throw new Unfit(`its operand ${index + 1} is missing`);
      return found;
    },
    inputs: node.inputs.flatMap((each) => known.get(each) ?? []),
    isOnlyUser: (index) => uses.get(node.inputs[index] ?? '') === 1,
  };
}

/** Keeps a node that is not modelled: its results come in from outside, where the file says their shapes. */
function leave(walk: Walk, node: OnnxNode, label: string, why: string): void {
  const operator = shown(node.domain === '' ? node.type : `${node.domain}.${node.type}`);
  const key = `${operator}\n${why}`;
  const before = walk.left.get(key);
  if (before === undefined) walk.left.set(key, { operator, why, nodes: [shown(label)] });
  else before.nodes.push(shown(label));
  for (const output of node.outputs) {
    const value = walk.declared.get(output);
    const element = value === undefined ? undefined : elementOf(value.type);
    const extents = value === undefined ? undefined : walk.extentsOf(value);
    if (value === undefined || element === undefined || extents === undefined || extents.includes(0)) continue;
    walk.known.set(output, incoming(walk.net, output, element, extents));
  }
}

/** The workload of what has been walked: what its outputs need. */
function finish({ net, known, left }: Walk, { outputs }: OnnxGraph, name: string): Walked {
  const wanted = outputs.flatMap((output) => {
    const tensor = known.get(output.name);
    return tensor === undefined || tensor.isConstant ? [] : [{ label: output.name, tensor: declare(net, tensor) }];
  });
  const made = new Set(net.nodes.map((node) => node.name));
  const named = wanted.flatMap(({ tensor }) => (made.has(tensor) ? [{ name: tensor, tensor }] : []));
  const all = [...left.values()];
  if (named.length === 0) {
    const [first] = all;
    throw new Stop({
      node: first === undefined ? 'the graph' : `${first.operator} "${first.nodes[0]}"`,
      why:
        first === undefined ? 'no output follows from an operator' : `${first.why}, and no output is left without it`,
      help: 'let the file say the shapes of what is within, as onnx.shape_inference does',
    });
  }
  const unique = [...new Map(named.map((each) => [each.name, each])).values()];
  const shapes = new Map([...known].map(([each, { extents }]) => [each, extents]));
  const graph = assembleGraph(name, net.tensors, net.nodes, unique);
  const used = new Set([
    ...graph.nodes.flatMap(({ operands }) => operands),
    ...graph.outputs.map(({ tensor }) => tensor),
  ]);
  return { graph: { ...graph, tensors: graph.tensors.filter((each) => used.has(each.name)) }, left: all, shapes };
}
