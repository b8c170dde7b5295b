import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { checkDesign } from '../check/index.js';
import type { Design } from '../types.js';
import { designShape } from './design-shape.js';
import { contradictions } from './integrity.js';

/** Complaints past this number say nothing new about a file. */
const most = 20;

/**
 * Reads a design from JSON text: the inverse of `write`. Errors: not JSON or not of the schema (E440), names that contradict
 * each other (E441), and all that the checks of structure find.
 */
export function read(source: string): readonly [Design | undefined, readonly Diagnostic[]] {
  const parsed = parse(source);
  if (!parsed.ok) return [undefined, [diagnostic('E440', undefined, { why: parsed.why })]];
  const complaints: Diagnostic[] = [];
  const fail = (path: string, why: string): void => {
    if (complaints.length < most)
      complaints.push(diagnostic('E440', undefined, { why: `${path === '' ? 'the file' : path.slice(1)}: ${why}` }));
  };
  const { value } = parsed;
  if (!designShape.accepts(value, '', fail)) return [undefined, complaints];
  const found = contradictions(value).slice(0, most);
  if (found.length > 0) return [undefined, found.map((each) => diagnostic('E441', undefined, each))];
  const diagnostics = checkDesign(value, { origins: new Map() });
  return [diagnostics.some(({ severity }) => severity === 'error') ? undefined : value, diagnostics];
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

function parse(source: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(source) };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'it is not JSON' };
  }
}
