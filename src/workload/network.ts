import { elementsOf, type GraphNode, type GraphTensor, type GraphWorkload } from '../ir/index.js';
import { vector } from './operations.js';
import { leavingResults, makerOf, matrixOperators, operationsOf, views, type Reads } from './operators.js';
import type { Operation, WorkloadGraph } from './types.js';

/** Where a tensor lies: elements of inputs, weights and results of operators, by their names. A view may lie in several. */
type Places = ReadonlyMap<string, number>;

/**
 * A graph of operators as operations in order. A matrix core leaves accumulators: an operator that is none of its products reads them
 * and writes operands; where a product reads them, a requantisation stands between. Views move nothing, so that what uses them reads what
 * they are views of. Weights count once, however often they are used.
 */
export function graphOperations(graph: GraphWorkload): WorkloadGraph {
  const tensors = new Map<string, GraphNode | GraphTensor>(
    [...graph.tensors, ...graph.nodes].map((each) => [each.name, each]),
  );
  const places = placesOf(graph, tensors);
  const weights = new Set(graph.tensors.filter(({ role }) => role === 'weight').map(({ name }) => name));
  const results = new Set(graph.nodes.filter(({ operator }) => leavingResults.has(operator)).map(({ name }) => name));
  const requantised = requantisedResults(graph, places, results);
  const readsOf = (name: string, elements: number): Reads => {
    const reads = { results: 0, operands: 0, weights: 0 };
    const all = [...(places.get(name) ?? [])];
    const whole = all.reduce((sum, [, count]) => sum + count, 0);
    for (const [place, count] of all) {
      const kind = weights.has(place)
        ? 'weights'
        : results.has(place) && !requantised.has(place)
          ? 'results'
          : 'operands';
      reads[kind] += whole === 0 ? 0 : Math.round((count * elements) / whole);
    }
    return reads;
  };
  const makers = new Map(
    graph.nodes.map((node) => [node.name, requantised.has(node.name) ? `${node.name}.requantise` : makerOf(node)]),
  );
  const makersOf = (name: string, elements: number): readonly (readonly [string, number])[] => {
    const all = [...(places.get(name) ?? [])];
    const whole = all.reduce((sum, [, count]) => sum + count, 0);
    return all.flatMap(([place, count]) => {
      const maker = makers.get(place);
      const share = whole === 0 ? 0 : Math.round((count * elements) / whole);
      return maker === undefined || share === 0 ? [] : [[maker, share] as const];
    });
  };
  const alone = inputsReadOnce(graph);
  const wanted = new Set(graph.outputs.flatMap(({ tensor }) => [...(places.get(tensor)?.keys() ?? [])]));
  const operations = graph.nodes.flatMap((node): readonly Operation[] => {
    const operands = node.operands.flatMap((name) => tensors.get(name) ?? []);
    const reads = (index: number, elements?: number): Reads => {
      const operand = operands[index];
      return operand === undefined ? none : readsOf(operand.name, elements ?? elementsOf(operand));
    };
    const makers = (index: number, elements?: number): readonly (readonly [string, number])[] => {
      const operand = operands[index];
      return operand === undefined ? [] : makersOf(operand.name, elements ?? elementsOf(operand));
    };
    const writtenForIt = (index: number): boolean => alone.has(node.operands[index] ?? '');
    const own = operationsOf({ node, operands, reads, makers, writtenForIt });
    const count = elementsOf(node);
    const all = requantised.has(node.name)
      ? [
          ...own,
          vector('requantisation', 'requantise', `${node.name}.requantise`, count, {
            readsResults: count,
            of: [[makerOf(node), count]],
          }),
        ]
      : own;
    // What comes out of the graph is wanted, whoever else uses it.
    return wanted.has(node.name)
      ? all.map((each, index) => (index === all.length - 1 ? { ...each, leaves: count } : each))
      : all;
  });
  const parameters = graph.tensors.reduce(
    (sum, tensor) => sum + (tensor.role === 'weight' ? elementsOf(tensor) : 0),
    0,
  );
  return { name: graph.name, operations, parameters, yields: { of: 'run', count: 1 }, notes: [] };
}

const none: Reads = { results: 0, operands: 0, weights: 0 };

function placesOf(
  graph: GraphWorkload,
  tensors: ReadonlyMap<string, GraphNode | GraphTensor>,
): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>(
    graph.tensors.map((each) => [each.name, new Map([[each.name, elementsOf(each)]])]),
  );
  for (const node of graph.nodes) {
    const own = new Map([[node.name, elementsOf(node)]]);
    places.set(node.name, views.has(node.operator) ? behind(node, places, tensors) : own);
  }
  return places;
}

/** Inputs of the graph that are an operand once, and do not come out of it. */
function inputsReadOnce({ tensors, nodes, outputs }: GraphWorkload): ReadonlySet<string> {
  const read = [...nodes.flatMap(({ operands }) => operands), ...outputs.map(({ tensor }) => tensor)];
  const inputs = tensors.filter(
    ({ name, role }) => role === 'input' && read.filter((each) => each === name).length === 1,
  );
  return new Set(inputs.map(({ name }) => name));
}

/** What a view is a view of, each in its share. */
function behind(
  node: GraphNode,
  places: ReadonlyMap<string, Places>,
  tensors: ReadonlyMap<string, GraphNode | GraphTensor>,
): Places {
  const all = new Map<string, number>();
  const operands = node.operands.flatMap((name) => tensors.get(name) ?? []);
  const whole = operands.reduce((sum, operand) => sum + elementsOf(operand), 0);
  for (const operand of operands) {
    for (const [place, count] of places.get(operand.name) ?? [])
      all.set(place, (all.get(place) ?? 0) + (count * elementsOf(node)) / whole);
  }
  return all;
}

/** Results of products that another product reads: it takes operands, not accumulators. */
function requantisedResults(
  { nodes }: GraphWorkload,
  places: ReadonlyMap<string, Places>,
  results: ReadonlySet<string>,
): ReadonlySet<string> {
  const read = nodes
    .filter(({ operator }) => matrixOperators.has(operator))
    .flatMap(({ operands }) => operands.flatMap((name) => [...(places.get(name)?.keys() ?? [])]));
  return new Set(read.filter((name) => results.has(name)));
}
