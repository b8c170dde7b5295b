/**
 * Strongly connected components of a graph, each after those it depends on (Tarjan, without recursion).
 * `next` gives what a node depends on. The order follows that of `nodes` and `next` and nothing else.
 */
export function components<N>(nodes: Iterable<N>, next: (node: N) => Iterable<N>): readonly (readonly N[])[] {
  const found: N[][] = [];
  const visits = new Map<N, Visit<N>>();
  const path: N[] = [];
  const frames: Visit<N>[] = [];
  const enter = (node: N): void => {
    const visit = { node, index: visits.size, low: visits.size, onPath: true, rest: next(node)[Symbol.iterator]() };
    visits.set(node, visit);
    path.push(node);
    frames.push(visit);
  };
  for (const root of nodes) {
    if (!visits.has(root)) enter(root);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const step = frame.rest.next();
      if (step.done !== true) {
        const other = visits.get(step.value);
        if (other === undefined) enter(step.value);
        else if (other.onPath) frame.low = Math.min(frame.low, other.index);
        continue;
      }
      frames.pop();
      const above = frames.at(-1);
      if (above !== undefined) above.low = Math.min(above.low, frame.low);
      if (frame.low === frame.index) found.push(closeComponent(frame.node, path, visits));
    }
  }
  return found;
}

interface Visit<N> {
  readonly node: N;
  readonly index: number;
  low: number;
  onPath: boolean;
  readonly rest: Iterator<N>;
}

function closeComponent<N>(head: N, path: N[], visits: ReadonlyMap<N, Visit<N>>): N[] {
  const component = path.splice(path.lastIndexOf(head));
  for (const node of component) {
    const visit = visits.get(node);
    if (visit !== undefined) visit.onPath = false;
  }
  return component;
}
