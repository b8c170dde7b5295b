import type { GraphNode, GraphTensor, GraphWorkload } from '../types.js';

/** A graph of what was drawn: nodes that lead to no output are left out. */
export function assembleGraph(
  name: string,
  tensors: readonly GraphTensor[],
  nodes: readonly GraphNode[],
  outputs: GraphWorkload['outputs'],
): GraphWorkload {
  const needed = new Set(outputs.map(({ tensor }) => tensor));
  for (const node of nodes.toReversed()) {
    if (needed.has(node.name)) for (const operand of node.operands) needed.add(operand);
  }
  return { kind: 'graph', name, tensors, nodes: nodes.filter((node) => needed.has(node.name)), outputs };
}
