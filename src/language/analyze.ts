import { isSpan, type Diagnostic } from '../diagnostics/index.js';
import { parseAgain, type Parsed } from '../syntax/index.js';
import { checkModule, type CheckedModule } from './check-module.js';
import { unite } from './facts.js';
import { defaultLimits, type Host, type Limits } from './host.js';
import { loadModules, type LoadedModule } from './modules.js';
import { createReport, type Program } from './program.js';

/** A program, absent where its entry cannot be read, and all that is wrong with it. */
export interface Analysis {
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What the next analysis need not do again, by path. */
  readonly known: ReadonlyMap<string, KnownModule>;
}

/** A file as an analysis left it. */
export interface KnownModule {
  readonly loaded: LoadedModule;
  readonly checked: CheckedModule;
}

export interface AnalyzeOptions {
  readonly limits?: Partial<Limits>;
  /**
   * What analyses before found: a file is taken over whole where its text is the same and its imports lead to files that are
   * taken over too. What comes out is the same with and without.
   */
  readonly known?: Pick<ReadonlyMap<string, KnownModule>, 'get'>;
  /** Reads a text in place of the parser. */
  readonly parse?: (text: string, file: string) => Parsed;
}

/**
 * Reads the file at `entryPath` and its imports, and checks all that they declare: names, types, dimensions and stages,
 * also of components that nobody instantiates. Every mistake gives one diagnostic.
 */
export function analyze(host: Host, entryPath: string, options: AnalyzeOptions = {}): Analysis {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const before = (path: string): LoadedModule | undefined => options.known?.get(path)?.loaded;
  const graph = loadModules(host, entryPath, { limits, before, parse: options.parse ?? parseAgain });
  const known = new Map<string, KnownModule>();
  const report = createReport();
  for (const each of graph.diagnostics) report.add(each);
  for (const [path, loaded] of graph.loaded) {
    const last = options.known?.get(path);
    const checked = last?.loaded === loaded ? last.checked : checkModule(loaded, known, last);
    known.set(path, last?.checked === checked ? last : { loaded, checked });
    for (const each of [...loaded.diagnostics, ...checked.diagnostics]) report.add(each);
  }
  const diagnostics = inOrder(withoutEchoes(report.diagnostics), [...known.keys()]);
  if (graph.entry === undefined) return { program: undefined, diagnostics, known };
  const factsOf = new Map([...known].map(([path, { checked }]) => [path, checked.facts]));
  const modules = new Map([...known].map(([path, { loaded }]) => [path, loaded.module]));
  const assets = new Map([...known.values()].flatMap(({ loaded }) => [...loaded.verilog.texts]));
  const program: Program = {
    entry: graph.entry,
    modules,
    texts: new Map([...[...modules].map(([path, { text }]) => [path, text] as const), ...assets]),
    assets,
    code: new Map([...known].map(([path, { loaded }]) => [path, loaded.code.blocks])),
    facts: unite([...factsOf.values()]),
    factsOf,
    limits,
  };
  return { program, diagnostics, known };
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
