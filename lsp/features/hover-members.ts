import { lookup, typeText } from '../../src/language/index.js';
import type { Node } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import { describe, sourceOf, type Description } from '../names/describe.js';
import { valueText } from '../names/figures.js';
import { memberTexts } from '../names/members.js';
import { innermost } from '../names/nodes.js';
import { valuesOf } from '../names/values.js';

const owners: Readonly<Record<string, string>> = { port: 'a port', clock: 'a clock', dtype: 'a number type' };

/** A word behind a dot that no line declares. */
export interface BuiltinMember {
  readonly start: number;
  readonly end: number;
  readonly description: Description;
  /** Its name, where the estimate knows it: `area` of an instance. */
  readonly measure?: string;
}

/** What `width` of `int8.width`, `frequency` of `clk.frequency` or `area` of an instance is, where the offset lies in that word. */
export function memberAt(
  { program, path: file }: Analysis,
  path: readonly Node[],
  offset: number,
): BuiltinMember | undefined {
  const node = innermost(path, 'MemberExpression');
  if (node === undefined || offset < node.name.start) return undefined;
  const { checked } = program.facts;
  const owner = checked.get(node.object)?.type.kind;
  const { start, end, name } = node.name;
  const measure = owner === 'instance' ? lookup(program.entry.scope, name) : undefined;
  if (measure?.kind === 'measure') return { start, end, description: describe(program, measure), measure: name };
  const type = checked.get(node)?.type;
  const documentation = owner === undefined ? undefined : memberTexts[owner]?.[name];
  if (owner === undefined || type === undefined || documentation === undefined) return undefined;
  const around = path.find(({ kind }) => kind === 'ComponentDeclaration');
  const component = program.entry.declared.find((each) => each.kind === 'component' && each.node === around);
  const value = component?.kind === 'component' ? valuesOf(program).early(component, node) : undefined;
  const description: Description = {
    signature: `${sourceOf(program, file, node)}: ${typeText(type)}`,
    what: `of ${owners[owner] ?? owner}`,
    documentation,
    ...(value === undefined ? {} : { value: valueText(value) }),
  };
  return { start, end, description };
}
