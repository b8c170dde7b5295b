import { typeText, type Type } from '../../src/language/index.js';
import type { Node } from '../../src/syntax/index.js';
import { conversions, lookupUnit, quantity } from '../../src/units/index.js';
import type { LiveEstimates } from '../../src/workspace/index.js';
import type { Analysis } from '../analysis.js';
import { describe, describeTarget, type Description } from '../names/describe.js';
import { innermost, nodesAround } from '../names/nodes.js';
import { occurrenceAt, type Target } from '../names/occurrences.js';
import { figuresOf, measured, requirementHover } from './hover-figures.js';
import { memberAt } from './hover-members.js';

/** What is shown of the word at a place, in Markdown. */
export interface Hover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/**
 * What the word at an offset means: how it is declared, its value, its documentation; of a literal its type and other units; and
 * the figures of estimates that are made already.
 */
export function hover(analysis: Analysis, offset: number, live?: LiveEstimates): Hover | undefined {
  const path = nodesAround(analysis.program.entry.tree, offset);
  const found = occurrenceAt(analysis, offset);
  if (found === undefined) {
    const member = memberAt(analysis, path, offset);
    if (member !== undefined) {
      const { description, measure } = member;
      const figures = measure === undefined ? [] : measured(analysis.program, measure, path, live);
      return { ...member, markdown: [markdownOf(description), ...figures].join('\n\n') };
    }
    return literal(analysis, path) ?? requirementHover(analysis, path, offset, live);
  }
  const { start, end, target } = found;
  const figures = target.kind === 'entity' ? figuresOf(analysis, target.entity, path, live) : [];
  const own = [markdownOf(describeTarget(analysis.program, target)), ...figures].join('\n\n');
  const parts = [own, ...componentOf(analysis, target).map(markdownOf)];
  return { start, end, markdown: parts.join('\n\n---\n\n') };
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

function literal({ program }: Analysis, path: readonly Node[]): Hover | undefined {
  const node = innermost(path, 'QuantityLiteral');
  const type: Type | undefined = node === undefined ? undefined : program.facts.checked.get(node)?.type;
  if (node === undefined || type === undefined || type.kind === 'unknown') return undefined;
  const unit = lookupUnit(node.unit);
  const stem = unit === undefined || unit.symbol === unit.stem ? '' : `\`${unit.stem}\`: `;
  const about = unit === undefined ? '' : ` (${stem}${unit.description})`;
  const found = quantity(node.number.text, node.unit);
  const others = found === undefined ? [] : conversions(found.value, found.dimension, node.unit);
  const same = others.length === 0 ? '' : `\n\n${others.map((text) => `\`${text}\``).join(' = ')}`;
  return { start: node.start, end: node.end, markdown: `${typeText(type)}, in \`${node.unit}\`${about}${same}` };
}
