import type { Diagnostic, Span } from '../diagnostics/index.js';
import type { BlockCode } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import type { Entity, Names } from './entities.js';
import type { Facts, ModuleFacts } from './facts.js';
import type { Limits } from './host.js';

/** One file of a program. */
export interface SourceModule {
  /** As in spans: a path of the host, or `std:memory.accel`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ast.SourceFile;
  /** Its declarations and imports. */
  readonly scope: Names;
  readonly exports: ReadonlyMap<string, Entity>;
  /** In source order, a second one of a name too. */
  readonly declared: readonly Entity[];
  readonly unread: Unread;
}

/** What the parser could not read of a file. */
export interface Unread {
  /** Where it told of mistakes. */
  readonly spans: readonly Span[];
  /** The words of pieces that it passed over. */
  readonly words: ReadonlySet<string>;
}

/** A checked program: an entry file, all that it imports, and what is known of them. A value: it never changes. */
export interface Program {
  readonly entry: SourceModule;
  /** By path, imported before importing; the entry is last. */
  readonly modules: ReadonlyMap<string, SourceModule>;
  /** The text of each file that a span may speak of. */
  readonly texts: ReadonlyMap<string, string>;
  /** Texts of Verilog that sources name, by path. */
  readonly assets: ReadonlyMap<string, string>;
  /** The code of extern components, by file and name. */
  readonly code: ReadonlyMap<string, ReadonlyMap<string, BlockCode>>;
  readonly facts: Facts;
  /** The same of each file by itself, by path. */
  readonly factsOf: ReadonlyMap<string, ModuleFacts>;
  readonly limits: Limits;
}

/** Collects diagnostics; each place is reported once for each code. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly add: (diagnostic: Diagnostic) => void;
}

/** An empty report. */
export function createReport(): Report {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const add = (found: Diagnostic): void => {
    const { origin } = found;
    const place =
      origin === undefined
        ? found.message
        : 'start' in origin
          ? `${origin.file}:${origin.start}:${origin.end}`
          : `${origin.file}:${origin.line}:${origin.column}`;
    const key = `${found.code} ${place}`;
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push(found);
  };
  return { diagnostics, add };
}
