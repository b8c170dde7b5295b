import type { Diagnostic } from '../diagnostics/index.js';
import { judgeRequirements } from '../estimate/index.js';
import {
  analyze,
  elaborate,
  elaborateWorkload,
  listDesigns,
  listWorkloads,
  type Host,
  type Program,
} from '../language/index.js';

/** All that is wrong with a source, and the texts that the diagnostics speak of. */
export interface CheckedSource {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Checks a file and what it imports: words, names, types and units of everything; structure of each design, elaborated with
 * its defaults; its workloads; and its requirements, with the estimator's numbers.
 */
export function checkSource(host: Host, path: string): CheckedSource {
  const { program, diagnostics } = analyze(host, path);
  if (program === undefined) return { diagnostics, texts: new Map() };
  return { diagnostics: checkProgram(program, diagnostics), texts: program.texts };
}

/** What `checkSource` tells of a program that has been analysed, with what that told of it. */
export function checkProgram(program: Program, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const found = [...diagnostics];
  for (const name of listDesigns(program)) {
    const [made, problems] = elaborate(program, name);
    found.push(...problems);
    if (made !== undefined && !hasError(found)) found.push(...judgeRequirements(made.design, made.origins)[1]);
  }
  for (const name of listWorkloads(program)) found.push(...elaborateWorkload(program, name)[1]);
  return withoutRepetition(found);
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** The same mistake met by two designs, or through two files, is told once. */
export function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, origin }) => {
    const key = JSON.stringify([code, message, origin ?? null]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
