import type { Diagnostic } from '../diagnostics/index.js';
import { publicTechnology, readFigures, type TechnologyData } from '../technology/index.js';
import { readInputText } from './input.js';
import type { Terminal } from './terminal.js';

/** The public figures with those of `files` in their place, later files before earlier ones; with what is wrong with a file, and the files' texts. */
export async function technologyOf(
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly [TechnologyData, readonly Diagnostic[], ReadonlyMap<string, string>]> {
  let data = publicTechnology;
  const problems: Diagnostic[] = [];
  const texts = new Map<string, string>();
  for (const file of files) {
    const [text, unread] = await readInputText(file, terminal);
    problems.push(...unread);
    if (text === undefined) continue;
    texts.set(file, text);
    const [figures, wrong] = readFigures(text, file);
    problems.push(...wrong);
    data = data.adjusted((name, figure) => figures.get(name) ?? figure);
  }
  return [data, problems, texts];
}
