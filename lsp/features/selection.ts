import type { Analysis } from '../analysis.js';
import { nodesAround } from '../names/nodes.js';

/** The stretches that a selection at an offset grows through, from the smallest to the whole file. */
export function selections(
  { program, text }: Analysis,
  offset: number,
): readonly { readonly start: number; readonly end: number }[] {
  const word = /\w*$/.exec(text.slice(0, offset))?.[0].length ?? 0;
  const rest = /^\w*/.exec(text.slice(offset))?.[0].length ?? 0;
  const own = { start: offset - word, end: offset + rest };
  const around = nodesAround(program.entry.tree, offset).toReversed();
  const grown = [own];
  for (const { start, end } of around) {
    const last = grown.at(-1) ?? own;
    if (start <= last.start && end >= last.end && end - start > last.end - last.start) grown.push({ start, end });
  }
  return own.end > own.start || grown.length === 1 ? grown : grown.slice(1);
}
