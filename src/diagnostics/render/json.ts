import { isSpan, type Diagnostic, type Origin } from '../types.js';
import { indexSources, placeOf, type SourceIndex, type Sources } from './sources.js';

/** A place: 1-based lines and columns (UTF-16), and for a text of the language its offsets. */
export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  readonly start?: number;
  readonly end?: number;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly place: JsonPlace | null;
  readonly related: readonly { readonly message: string; readonly place: JsonPlace }[];
  readonly help: string | null;
  readonly fix: {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly { readonly place: JsonPlace; readonly text: string }[];
  } | null;
}

export interface JsonDiagnostics {
  readonly schema: 'accel-diagnostics/1';
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** Diagnostics as data for programs. */
export function renderJson(diagnostics: readonly Diagnostic[], sources: Sources): JsonDiagnostics {
  const index = indexSources(sources);
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((found) => found.severity === severity).length;
  return {
    schema: 'accel-diagnostics/1',
    errors: count('error'),
    warnings: count('warning'),
    diagnostics: diagnostics.map((found) => jsonDiagnostic(found, index)),
  };
}

function jsonDiagnostic(found: Diagnostic, index: SourceIndex): JsonDiagnostic {
  const { code, severity, message, origin, help, fix } = found;
  return {
    ...{ code, severity, message },
    place: origin === undefined ? null : jsonPlace(origin, index),
    related: found.related.map((other) => ({ message: other.message, place: jsonPlace(other.origin, index) })),
    help: help ?? null,
    fix:
      fix === undefined
        ? null
        : { ...fix, edits: fix.edits.map(({ span, text }) => ({ place: jsonPlace(span, index), text })) },
  };
}

function jsonPlace(origin: Origin, index: SourceIndex): JsonPlace {
  const { file, start, end } = placeOf(origin, index);
  return {
    ...{ file, line: start.line, column: start.column, end_line: end.line, end_column: end.column },
    ...(isSpan(origin) ? { start: origin.start, end: origin.end } : {}),
  };
}
