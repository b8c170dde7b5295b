import { canonicalise, designBlock, formatFlat } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { identityOf } from './elaborate-arguments.js';
import { draftDesign } from './elaborate-design.js';
import { begin, type Bound, type ChipChild, type Elaborating, type Override, type Scope } from './frame.js';

/** A design as a part of a system: elaborated like any other, once for each choice of arguments. */
export function chipOf(
  e: Elaborating,
  home: Scope,
  node: ast.InstanceMember,
  bound: Bound,
  overrides: readonly Override[],
): ChipChild | undefined {
  const key = formatFlat([identityOf(bound), overrides]);
  if (!e.chips.has(key)) e.chips.set(key, makeChip(e, home, node, bound, overrides));
  return e.chips.get(key);
}

function makeChip(
  e: Elaborating,
  home: Scope,
  node: ast.InstanceMember,
  bound: Bound,
  overrides: readonly Override[],
): ChipChild | undefined {
  const { report, consts, declarations, chips, work } = e;
  // Its components are its own: what they require of workloads is no concern of its neighbours.
  const own: Elaborating = { ...begin(e.program), report, consts, declarations, chips, work };
  const draft = draftDesign(own, bound.component, overrides, { bound, user: home, node });
  if (draft === undefined || work.stopped) return undefined;
  const [canonical, found] = canonicalise(draft.design);
  for (const each of found) report.add(each);
  if (canonical === undefined || draft.failed) return undefined;
  const { design } = canonical;
  const block = designBlock(design);
  return {
    kind: 'chip',
    design,
    block,
    root: draft.root,
    ports: new Map(block.ports.map((port) => [port.name, port])),
  };
}
