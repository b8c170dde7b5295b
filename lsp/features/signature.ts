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
      ((node.kind === 'InstanceMember' || node.kind === 'Medium') &&
        analysis.text.slice(node.component.end, offset).includes('{')),
  );
  if (owner?.kind === 'CallExpression') return callSignature(analysis, owner, offset);
  if (owner?.kind === 'InstanceMember' || owner?.kind === 'Medium') return instanceSignature(analysis, owner, offset);
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
  instance: Extract<Node, { kind: 'InstanceMember' | 'Medium' }>,
  offset: number,
): Signature | undefined {
  const entity = componentBehind(analysis.program, instance.component);
  if (entity === undefined) return undefined;
  const here = instance.arguments.find(({ start, end }) => start <= offset && offset <= end)?.name.name;
  const given = new Set(instance.arguments.map(({ name }) => name.name));
  const named = entity.parameters.findIndex(({ name }) => name === here);
  // Where no name is written yet, the next one that is not given.
  const index = named >= 0 ? named : entity.parameters.findIndex(({ name }) => !given.has(name));
  return signatureOf(analysis, entity, index);
}

function signatureOf(
  { program }: Analysis,
  entity: Extract<Entity, { kind: 'function' | 'component' }>,
  index: number,
): Signature {
  const whole = entity.node.parameters.map((each: Parameter) => ({
    name: each.name.name,
    label: sourceOf(program, entity.file, { start: each.name.start, end: each.end }),
    ...documented(each.doc),
  }));
  const labelOf = (labels: readonly string[]): string =>
    entity.kind === 'function' ? `${entity.name}(${labels.join(', ')})` : `${entity.name} { ${labels.join(', ')} }`;
  const long = labelOf(whole.map(({ label }) => label));
  const active = index >= 0 && index < whole.length ? index : undefined;
  const about = documented(firstParagraph(entity.node.doc));
  if (long.length <= longest) return { label: long, ...about, parameters: whole, active };
  // Names alone show where one is; the declaration of the one that is given stands below.
  const parameters = whole.map(({ name, label, documentation = '' }) => ({
    label: name,
    documentation: `\`\`\`accel\n${label}\n\`\`\`\n\n${documentation}`.trim(),
  }));
  return { label: labelOf(whole.map(({ name }) => name)), ...about, parameters, active };
}

/** What still fits on two lines of a narrow window. */
const longest = 140;

function firstParagraph(doc: Doc | undefined): Pick<Doc, 'text'> | undefined {
  return doc === undefined ? undefined : { text: doc.text.split('\n\n')[0] ?? '' };
}

function documented(doc: Pick<Doc, 'text'> | undefined): { readonly documentation?: string } {
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
