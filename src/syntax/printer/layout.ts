import type { Doc } from 'prettier';
import { builders } from 'prettier/doc';
import type { Doc as DocComment, Expression } from '../ast.js';

const { group, hardline, ifBreak, indent, join, line, softline } = builders;

/** `open a, b close` on one line, or one item a line with a comma behind the last. */
export function list(open: string, items: readonly Doc[], close: string, pad: Doc = softline, comma = ','): Doc {
  if (items.length === 0) return [open, close];
  return group([open, indent([pad, join([',', line], [...items])]), ifBreak(comma), pad, close]);
}

/** ` = value`: an operation goes to a line of its own when it does not fit, anything else breaks inside. */
export function assigned(value: Expression, printed: Doc, sign = ' ='): Doc {
  const isLong = value.kind === 'BinaryExpression' || value.kind === 'ConditionalExpression';
  return isLong ? [sign, group(indent([line, group(printed)]))] : [sign, ' ', group(printed)];
}

/** `{ a: 1, b }` with its blank before, or nothing. */
export function braces(items: readonly Doc[]): Doc {
  return items.length === 0 ? '' : [' ', list('{', items, '}', line)];
}

/** `[a, b]`, or nothing where there is no shape. */
export function shape(items: readonly Doc[]): Doc {
  return items.length === 0 ? '' : list('[', items, ']', softline, '');
}

/** `{ member ... }`, one a line, with the blank lines of the source, at most one in a row. */
export function block(items: readonly Doc[], nodes: readonly Placed[], text: string, dangling: readonly Doc[]): Doc {
  const inside = [...separated(items, nodes, text), ...(items.length > 0 && dangling.length > 0 ? [hardline] : [])];
  if (items.length === 0 && dangling.length === 0) return '{}';
  return ['{', indent([hardline, ...inside, join(hardline, [...dangling])]), hardline, '}'];
}

interface Placed {
  readonly end: number;
}

/** Items on lines of their own; a blank line stays where the source has one or more. */
export function separated(items: readonly Doc[], nodes: readonly Placed[], text: string): Doc[] {
  return items.map((item, index) => {
    const end = nodes[index]?.end ?? 0;
    if (index === items.length - 1) return item;
    return [item, hardline, isNextLineEmpty(text, end) ? hardline : ''];
  });
}

const nextLineEmpty = /[^\S\n]*(?:\/\*(?:[^*]|\*(?!\/))*\*\/[^\S\n]*)*(?:\/\/[^\n]*)?\n[^\S\n]*(?:\n|$)/y;

/** Whether a blank line follows the one that holds `end`, comments behind `end` aside. */
function isNextLineEmpty(text: string, end: number): boolean {
  nextLineEmpty.lastIndex = end;
  return nextLineEmpty.test(text);
}

/** The `///` lines of a declaration, each on its own line above it. */
export function documentation(comment: DocComment | undefined): Doc {
  if (comment === undefined) return '';
  return comment.text.split('\n').map((row) => [row === '' ? '///' : `/// ${row}`, hardline]);
}
