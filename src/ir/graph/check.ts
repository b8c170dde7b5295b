import { dtypes } from '../dtypes.js';
import type { GraphNode, GraphWorkload } from '../types.js';
import { shapeText, type Operand } from './misfit.js';
import { operators, tensorParameters, type Operator } from './operators.js';
import { resultOf } from './shapes.js';

/** What is wrong with a graph that comes from a file and not from the language; undefined where nothing is. */
export function graphProblem(graph: GraphWorkload): string | undefined {
  const known = new Map<string, Operand>();
  for (const tensor of graph.tensors) {
    if (known.has(tensor.name)) return `"${tensor.name}" stands twice`;
    if (!dtypes.has(tensor.element)) return `there is no number type "${tensor.element}"`;
    known.set(tensor.name, tensor);
  }
  for (const node of graph.nodes) {
    if (known.has(node.name)) return `"${node.name}" stands twice`;
    const wrong = nodeProblem(node, known);
    if (wrong !== undefined) return `${node.name}: ${wrong}`;
    known.set(node.name, node);
  }
  const missing = graph.outputs.find(({ tensor }) => !known.has(tensor));
  return missing === undefined ? undefined : `there is no tensor "${missing.tensor}"`;
}

function nodeProblem(node: GraphNode, known: ReadonlyMap<string, Operand>): string | undefined {
  const operator = operators.get(node.operator);
  if (operator === undefined) return `there is no operator "${node.operator}"`;
  const operands = node.operands.flatMap((name) => known.get(name) ?? []);
  if (operands.length < node.operands.length) return 'it uses a tensor that no line before it makes';
  const wrong = callProblem(operator, node);
  if (wrong !== undefined) return wrong;
  const result = resultOf(node.operator, operands, node.options);
  if ('code' in result) return 'its operands do not fit';
  return shapeText(result) === shapeText(node) ? undefined : `it is ${shapeText(result)}, not ${shapeText(node)}`;
}

function callProblem(operator: Operator, { operands, options }: GraphNode): string | undefined {
  const tensors = tensorParameters(operator);
  const least = operator.variadic ? 2 : tensors.filter(({ optional }) => !optional).length;
  const most = operator.variadic ? Infinity : tensors.length;
  if (operands.length < least || operands.length > most) return 'it has too few or too many operands';
  const declared = operator.parameters.filter(({ kind }) => kind !== 'tensor');
  if (Object.keys(options).length !== declared.length) return 'it has too few or too many options';
  const wrong = declared.find(({ name, kind, least: lowest = -Infinity }) => {
    const value = options[name];
    if (kind === 'int') return value?.kind !== 'int' || value.value < lowest;
    if (kind === 'dtype') return value?.kind !== 'dtype' || !dtypes.has(value.name);
    return value?.kind !== 'list' || value.elements.some((each) => each.kind !== 'int');
  });
  return wrong === undefined ? undefined : `"${wrong.name}" is not what it must be`;
}
