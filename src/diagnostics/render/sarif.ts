import type { Definition } from '../define.js';
import type { Diagnostic, Fix, Origin } from '../types.js';
import { groupBy, indexSources, lineText, placeOf, type SourceIndex, type Sources } from './sources.js';

export interface SarifOptions {
  /** The program's version. */
  readonly version: string;
  /** Titles of codes: the catalogue. */
  readonly catalogue: Readonly<Record<string, Pick<Definition<never>, 'severity' | 'title'>>>;
  /** Markdown pages of codes, where at hand. */
  readonly pages?: ReadonlyMap<string, string>;
  readonly informationUri?: string;
}

/** A log of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/) with one run, for code scanning services. */
export function renderSarif(diagnostics: readonly Diagnostic[], sources: Sources, options: SarifOptions): object {
  const index = indexSources(sources);
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
  const { informationUri } = options;
  const driver = {
    ...{ name: 'accel', semanticVersion: options.version },
    ...(informationUri === undefined ? {} : { informationUri }),
    rules: codes.map((code) => rule(code, options)),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((found) => result(found, codes.indexOf(found.code), index)),
      },
    ],
  };
}

function rule(code: string, { catalogue, pages }: SarifOptions): object {
  const definition = catalogue[code];
  const page = pages?.get(code);
  return {
    id: code,
    shortDescription: { text: definition?.title ?? code },
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: definition?.severity ?? 'error' },
  };
}

function result(found: Diagnostic, ruleIndex: number, index: SourceIndex): object {
  const { code, severity, message, help, origin, related, fix } = found;
  return {
    ...{ ruleId: code, ruleIndex, level: severity },
    message: { text: help === undefined ? message : `${message}\n${help}` },
    locations: origin === undefined ? [] : [{ physicalLocation: physicalLocation(origin, index) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, id) => ({
            id,
            message: { text: other.message },
            physicalLocation: physicalLocation(other.origin, index),
          })),
        }),
    ...(fix === undefined ? {} : { fixes: [sarifFix(fix, index)] }),
    ...(origin === undefined ? {} : { partialFingerprints: { 'accelLine/v1': fingerprint(code, origin, index) } }),
  };
}

function physicalLocation(origin: Origin, index: SourceIndex): object {
  return { artifactLocation: artifact(origin.file), region: region(origin, index) };
}

/** A relative path is relative to the root of the sources; an absolute one is a file URI. */
function artifact(file: string): object {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  if (/^(?:\/|[A-Za-z]:)/.test(path)) return { uri: `file://${path.startsWith('/') ? '' : '/'}${path}` };
  return { uri: path, uriBaseId: '%SRCROOT%' };
}

function region(origin: Origin, index: SourceIndex): object {
  const { start, end } = placeOf(origin, index);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function sarifFix({ title, edits }: Fix, index: SourceIndex): object {
  const byFile = groupBy(edits, ({ span }) => span.file);
  return {
    description: { text: title },
    artifactChanges: [...byFile].map(([file, changes]) => ({
      artifactLocation: artifact(file),
      replacements: changes.map(({ span, text }) => ({
        deletedRegion: region(span, index),
        insertedContent: { text },
      })),
    })),
  };
}

/** Stays the same while the line does, wherever it moves: FNV-1a over code, file and the line's text. */
function fingerprint(code: string, origin: Origin, index: SourceIndex): string {
  const source = index(origin.file);
  const line = source === undefined ? '' : lineText(source, placeOf(origin, index).start.line).trim();
  let hash = 0x811c9dc5;
  for (const unit of `${code}\n${origin.file}\n${line}`) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
