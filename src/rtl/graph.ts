/**
 * Strongly connected components of a graph, each after those it depends on (Tarjan, without recursion).
 * `next` gives what a node depends on. The order follows that of `nodes` and `next` and nothing else.
 */
export function components<N>(nodes: Iterable<N>, next: (node: N) => Iterable<N>): readonly (readonly N[])[] {
  const found: N[][] = [];
  const index = new Map<N, number>();
  const low = new Map<N, number>();
  const path: N[] = [];
  const onPath = new Set<N>();
  for (const root of nodes) {
    if (index.has(root)) continue;
    const frames: { readonly node: N; readonly rest: Iterator<N> }[] = [];
    const enter = (node: N): void => {
      low.set(node, index.size);
      index.set(node, index.size);
      path.push(node);
      onPath.add(node);
      frames.push({ node, rest: next(node)[Symbol.iterator]() });
    };
    enter(root);
    while (frames.length > 0) {
      const { node, rest } = frames[frames.length - 1]!;
      const step = rest.next();
      if (step.done !== true) {
        if (!index.has(step.value)) enter(step.value);
        else if (onPath.has(step.value)) low.set(node, Math.min(low.get(node)!, index.get(step.value)!));
        continue;
      }
      frames.pop();
      const above = frames[frames.length - 1];
      if (above !== undefined) low.set(above.node, Math.min(low.get(above.node)!, low.get(node)!));
      if (low.get(node) === index.get(node)) found.push(closeComponent(node, path, onPath));
    }
  }
  return found;
}

function closeComponent<N>(head: N, path: N[], onPath: Set<N>): N[] {
  const component = path.splice(path.lastIndexOf(head));
  for (const node of component) onPath.delete(node);
  return component;
}
