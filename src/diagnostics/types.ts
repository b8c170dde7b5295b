/** A stretch of a source text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A place in a TypeScript file of the embedded builder: 1-based line and column. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where something was written: in a `.accel` text or by a call of the builder. */
export type Origin = Span | SourceLine;

export type Severity = 'error' | 'warning';

/** A replacement of source text. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A repair that a program can apply; `safe` ones are what `accel check --fix` applies by itself. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

export interface Related {
  readonly origin: Origin;
  readonly message: string;
}

/** What is wrong, where, and what to do. `origin` is absent only where no source is to blame (a missing file named on the command line). */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin?: Origin;
  readonly related: readonly Related[];
  /** A way out, in a sentence. */
  readonly help?: string;
  readonly fix?: Fix;
}

export function isSpan(origin: Origin): origin is Span {
  return 'start' in origin;
}
