import { builtins } from '../../src/ir/index.js';
import { componentBehind, type Entity } from '../../src/language/index.js';
import type { Doc, Node, Parameter } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import { sourceOf } from '../names/describe.js';
import { meantBy } from '../names/expected.js';
import { nodesAround } from '../names/nodes.js';

/** What is called or instantiated around a place, and which of its parameters the place gives. */
export interface Signature {
  readonly label: string;
  readonly documentation?: string;
  readonly parameters: readonly { readonly label: string; readonly documentation?: string }[];
  /** Undefined where the place gives none. */
  readonly active: number | undefined;
}

/** The signature of the innermost call or instance whose arguments an offset lies in. */
export function signatureHelp(analysis: Analysis, offset: number): Signature | undefined {
  const path = nodesAround(analysis.program.entry.tree, offset);
  const owner = path.findLast(
    (node) =>
      (node.kind === 'CallExpression' && node.callee.end < offset) ||
      (node.kind === 'InstanceMember' && analysis.text.slice(node.component.end, offset).includes('{')),
  );
  if (owner?.kind === 'CallExpression') return callSignature(analysis, owner, offset);
  if (owner?.kind === 'InstanceMember') return instanceSignature(analysis, owner, offset);
  return undefined;
}

function callSignature(
  analysis: Analysis,
  call: Extract<Node, { kind: 'CallExpression' }>,
  offset: number,
): Signature | undefined {
  const entity = meantBy(analysis.program, call.callee);
  // A call that ends before the place is not around it.
  if (analysis.text.slice(call.callee.end, offset).trimEnd().endsWith(')') && offset >= call.end) return undefined;
  const index = commasBefore(analysis.text.slice(call.callee.end, offset));
  if (entity?.kind === 'builtin') {
    const found = builtins.get(entity.name);
    const names = /\((.*)\)/.exec(found?.signature ?? '')?.[1]?.split(', ') ?? [];
    const documentation = found === undefined ? {} : { documentation: found.doc };
    const active = Math.min(index, names.length - 1);
    return {
      label: found?.signature ?? entity.name,
      ...documentation,
      parameters: names.map((label) => ({ label })),
      active,
    };
  }
  if (entity?.kind !== 'function') return undefined;
  const named = call.arguments.find(({ start, end }) => start <= offset && offset <= end)?.name?.name;
  const byName = entity.parameters.findIndex(({ name }) => name === named);
  return signatureOf(analysis, entity, named === undefined ? index : byName);
}

function instanceSignature(
  analysis: Analysis,
  instance: Extract<Node, { kind: 'InstanceMember' }>,
  offset: number,
): Signature | undefined {
  const entity = componentBehind(analysis.program, instance.component);
  if (entity === undefined) return undefined;
  const given = instance.arguments.find(({ start, end }) => start <= offset && offset <= end)?.name.name;
  return signatureOf(
    analysis,
    entity,
    entity.parameters.findIndex(({ name }) => name === given),
  );
}

function signatureOf(
  { program }: Analysis,
  entity: Extract<Entity, { kind: 'function' | 'component' }>,
  index: number,
): Signature {
  const parameters = entity.node.parameters.map((each: Parameter) => ({
    label: sourceOf(program, entity.file, { start: each.name.start, end: each.end }),
    ...documented(each.doc),
  }));
  const active = index >= 0 && index < parameters.length ? index : undefined;
  const label = `${entity.name}(${parameters.map((each) => each.label).join(', ')})`;
  return { label, ...documented(entity.node.doc), parameters, active };
}

function documented(doc: Doc | undefined): { readonly documentation?: string } {
  return doc === undefined ? {} : { documentation: doc.text };
}

/** Commas of the call itself in what has been written of it. */
function commasBefore(written: string): number {
  let depth = 0;
  let commas = 0;
  for (const character of written) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 1) commas += 1;
  }
  return commas;
}
