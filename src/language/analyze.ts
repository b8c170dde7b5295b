import { diagnostic, isSpan, type Diagnostic } from '../diagnostics/index.js';
import { checkDeclaration } from './check-declaration.js';
import type { Checker } from './checker.js';
import { spanOf } from './declare.js';
import { defaultLimits, type Host, type Limits } from './host.js';
import { loadModules, type Imported } from './modules.js';
import { createReport, type Program } from './program.js';
import type { parse } from '../syntax/index.js';

/** A program, absent where its entry cannot be read, and all that is wrong with it. */
export interface Analysis {
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyzeOptions {
  readonly limits?: Partial<Limits>;
  /** Reads a text in place of the parser: one that remembers what it has read. */
  readonly parse?: typeof parse;
}

/**
 * Reads the file at `entryPath` and its imports, and checks all that they declare: names, types, dimensions and stages,
 * also of components that nobody instantiates. Every mistake gives one diagnostic.
 */
export function analyze(host: Host, entryPath: string, options: AnalyzeOptions = {}): Analysis {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const report = createReport();
  const graph = loadModules(host, entryPath, limits, report, options.parse);
  const checker: Checker = {
    report,
    resolved: new Map(),
    checked: new Map(),
    broken: new Set(),
    bodies: graph.bodies,
    entities: new Map(),
    running: [],
    syntax: new Map([...graph.modules].map(([path, { unread }]) => [path, unread])),
    unknown: new Map(),
    depth: 0,
    types: new Map(),
    used: new Map(),
  };
  for (const module of graph.modules.values()) {
    for (const entity of module.declared) checkDeclaration(checker, entity);
  }
  // What could not be understood may be where an import is used.
  const faulty = new Set(
    report.diagnostics.flatMap(({ severity, origin }) =>
      severity === 'error' && origin !== undefined ? [origin.file] : [],
    ),
  );
  for (const each of graph.imports) if (!faulty.has(each.file)) warnIfUnused(checker, each);
  const diagnostics = inOrder(withoutEchoes(report.diagnostics), [...graph.modules.keys()]);
  if (graph.entry === undefined) return { program: undefined, diagnostics };
  const program: Program = {
    entry: graph.entry,
    modules: graph.modules,
    texts: new Map([...graph.modules].map(([path, { text }]) => [path, text])),
    facts: {
      resolved: checker.resolved,
      checked: checker.checked,
      types: checker.types,
      broken: checker.broken,
      bodies: graph.bodies,
    },
    limits,
  };
  return { program, diagnostics };
}

/**
 * Leaves out what overlaps a mistake of words or syntax, or touches one of a word or comma that is missing: it was read from text
 * that is not what was meant.
 */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const syntax = diagnostics.flatMap(({ code, origin }) =>
    isSyntax(code) && origin !== undefined && isSpan(origin)
      ? [{ ...origin, reach: code === 'E101' || code === 'E103' ? 2 : 0 }]
      : [],
  );
  if (syntax.length === 0) return diagnostics;
  return diagnostics.filter(({ code, origin }) => {
    if (isSyntax(code) || origin === undefined || !isSpan(origin)) return true;
    return !syntax.some(
      ({ file, start, end, reach }) => file === origin.file && start < origin.end + reach && origin.start < end + reach,
    );
  });
}

function isSyntax(code: string): boolean {
  return code.startsWith('E1');
}

function warnIfUnused(checker: Checker, { file, at, entity }: Imported): void {
  if (checker.used.get(file)?.has(entity) === true || entity.kind === 'broken') return;
  checker.report.add(diagnostic('W201', spanOf(file, at), { name: at.name }));
}

/** By file, imports first, and by place within it; what has no place comes first. */
function inOrder(diagnostics: readonly Diagnostic[], files: readonly string[]): readonly Diagnostic[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  const key = ({ origin }: Diagnostic): readonly [number, number] =>
    origin === undefined
      ? [-1, 0]
      : [rank.get(origin.file) ?? files.length, 'start' in origin ? origin.start : origin.line];
  return diagnostics.toSorted((a, b) => {
    const [fileA, startA] = key(a);
    const [fileB, startB] = key(b);
    return fileA - fileB || startA - startB;
  });
}
