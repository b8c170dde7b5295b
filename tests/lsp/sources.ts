import type { Analysis, Place } from '../../lsp/analysis.js';
import { createProject, type Project } from '../../lsp/project.js';
import { readdirSync } from 'node:fs';
import { standard } from '../support/language.js';

/** A project of texts in memory, and the place in it that `<|>` marks. */
export interface Marked {
  readonly project: Project;
  readonly analysis: Analysis;
  readonly offset: number;
  /** Without the mark. */
  readonly texts: Readonly<Record<string, string>>;
}

const cursor = '<|>';

/** The project of some files (one text is `main.accel`), one of which has the mark. */
export function marked(source: string | Readonly<Record<string, string>>): Marked {
  const files = typeof source === 'string' ? { 'main.accel': source } : source;
  const [path, text = ''] = Object.entries(files).find(([, each]) => each.includes(cursor)) ?? [''];
  const texts = Object.fromEntries(Object.entries(files).map(([name, each]) => [name, each.replace(cursor, '')]));
  const project = createProject({
    rootOf: () => '',
    read: (name) => {
      const found = texts[name];
      return found === undefined ? { kind: 'missing' } : { kind: 'text', text: found };
    },
    standard,
    standardNames: readdirSync(new URL('../../stdlib', import.meta.url)).map((name) => name.replace('.accel', '')),
    sources: () => Object.keys(texts),
  });
  const analysis = project.analysisOf(path);
  if (analysis === undefined) throw new Error('no file has the mark <|>');
  return { project, analysis, offset: text.indexOf(cursor), texts };
}

/** Places as text: `main.accel: let [width] = 8;`, the line with the place in brackets. */
export function shownPlaces({ analysis, texts }: Marked, places: readonly Place[]): readonly string[] {
  return places.map(({ file, start, end }) => {
    const text = texts[file] ?? analysis.program.texts.get(file) ?? '';
    const from = text.lastIndexOf('\n', start - 1) + 1;
    const to = text.indexOf('\n', end);
    const line = `${text.slice(from, start)}[${text.slice(start, end)}]${text.slice(end, to < 0 ? undefined : to)}`;
    return `${file}: ${line.trim()}`;
  });
}
