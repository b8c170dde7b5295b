import { typeText, type Type } from '../../src/language/index.js';
import { lookupUnit } from '../../src/units/index.js';
import type { Analysis } from '../analysis.js';
import { describe, describeTarget, type Description } from '../names/describe.js';
import { innermost, nodesAround } from '../names/nodes.js';
import { occurrenceAt, type Target } from '../names/occurrences.js';

/** What is shown of the word at a place, in Markdown. */
export interface Hover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** What the word at an offset means: how it is declared, its value, its documentation; of a literal its type. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const found = occurrenceAt(analysis, offset);
  if (found === undefined) return literal(analysis, offset);
  const { start, end, target } = found;
  const parts = [describeTarget(analysis.program, target), ...componentOf(analysis, target)];
  return { start, end, markdown: parts.map(markdownOf).join('\n\n---\n\n') };
}

/** A description as Markdown. */
export function markdownOf({ signature, what, value, documentation }: Description): string {
  const parts = [
    `\`\`\`accel\n${signature}\n\`\`\``,
    value === undefined ? what : `${what}, \`${value}\``,
    ...(documentation === undefined ? [] : [documentation]),
  ];
  return parts.join('\n\n');
}

/** Of an instance its component as well. */
function componentOf({ program }: Analysis, target: Target): readonly Description[] {
  if (target.kind !== 'entity' || target.entity.kind !== 'instance') return [];
  const { component } = target.entity.node;
  const node = component.kind === 'MemberExpression' ? component.name : component;
  const entity = program.facts.resolved.get(node);
  return entity?.kind === 'component' ? [describe(program, entity)] : [];
}

function literal({ program }: Analysis, offset: number): Hover | undefined {
  const node = innermost(nodesAround(program.entry.tree, offset), 'QuantityLiteral');
  const type: Type | undefined = node === undefined ? undefined : program.facts.checked.get(node)?.type;
  if (node === undefined || type === undefined || type.kind === 'unknown') return undefined;
  const unit = lookupUnit(node.unit);
  const about = unit === undefined ? '' : `: ${unit.description}`;
  return { start: node.start, end: node.end, markdown: `${typeText(type)}, in \`${node.unit}\`${about}` };
}
