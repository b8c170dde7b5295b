import { format, formatRange } from '../../src/syntax/index.js';
import type { Analysis, Place } from '../analysis.js';
import type { Edit } from './rename.js';

/** The edit that formats a file; undefined where it is formatted already or has mistakes of syntax. */
export async function formatting({ path, text }: Analysis): Promise<Edit | undefined> {
  const [formatted] = await format(text, { file: path });
  if (formatted === text) return undefined;
  let start = 0;
  while (start < text.length && text[start] === formatted[start]) start += 1;
  let same = 0;
  const most = Math.min(text.length, formatted.length) - start;
  while (same < most && text[text.length - 1 - same] === formatted[formatted.length - 1 - same]) same += 1;
  // An edit begins and ends between lines, so that it never parts a line end or a pair of surrogates.
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const behind = text.indexOf('\n', text.length - same);
  const last = behind < 0 ? text.length : behind;
  return { file: path, start: first, end: last, text: formatted.slice(first, formatted.length - (text.length - last)) };
}

/** The edit that formats the declarations and members that a stretch touches; undefined as for the whole file. */
export async function rangeFormatting({ path, text }: Analysis, range: Omit<Place, 'file'>): Promise<Edit | undefined> {
  const [edit] = await formatRange(text, range, { file: path });
  return edit === undefined ? undefined : { ...edit, file: path };
}
