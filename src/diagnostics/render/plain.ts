import type { Diagnostic, Origin } from '../types.js';
import { indexSources, placeOf, type SourceIndex, type Sources } from './sources.js';

/** One line each: `file:line:column: error[E102]: message`. */
export function renderShort(diagnostics: readonly Diagnostic[], sources: Sources): string {
  const index = indexSources(sources);
  return diagnostics
    .map(({ severity, code, message, origin }) => `${shortPlace(origin, index)}${severity}[${code}]: ${message}\n`)
    .join('');
}

function shortPlace(origin: Origin | undefined, index: SourceIndex): string {
  if (origin === undefined) return '';
  const { file, start } = placeOf(origin, index);
  return `${file}:${start.line}:${start.column}: `;
}

/** Workflow commands of GitHub Actions, one line each. */
export function renderGithub(diagnostics: readonly Diagnostic[], sources: Sources): string {
  const index = indexSources(sources);
  return diagnostics.map((found) => `${githubCommand(found, index)}\n`).join('');
}

function githubCommand({ severity, code, message, help, origin }: Diagnostic, index: SourceIndex): string {
  const properties: [string, string | number][] = [];
  if (origin !== undefined) {
    const { file, start, end } = placeOf(origin, index);
    properties.push(['file', file], ['line', start.line], ['endLine', end.line], ['col', start.column]);
    // GitHub takes columns of one line only.
    if (start.line === end.line) properties.push(['endColumn', Math.max(start.column, end.column - 1)]);
  }
  properties.push(['title', code]);
  const text = help === undefined ? message : `${message}\nhelp: ${help}`;
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${severity} ${list}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
