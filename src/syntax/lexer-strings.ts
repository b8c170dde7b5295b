import { diagnostic } from '../diagnostics/index.js';
import { pushToken, report, taint, type LexState } from './lexer.js';
import { StringToken } from './tokens.js';

const stringPattern = /"(?:[^"\\\r\n]|\\[^\r\n])*("?)/y;
const escapePattern = /\\(?:u\{([0-9a-fA-F]{1,6})\}|([^]))/g;
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['t', '\t'],
]);

/** Reads a string; one without closing mark ends with its line. */
export function scanString(state: LexState, start: number): number {
  stringPattern.lastIndex = start;
  const found = stringPattern.exec(state.text);
  const end = start + (found?.[0].length ?? 1);
  if (found?.[1] !== '"') {
    report(state, diagnostic('E114', { file: state.file, start, end }, {}));
    // What stood behind it, a `;` most likely, went into the string.
    taint(state, end);
  }
  for (const escape of state.text.slice(start, end).matchAll(escapePattern)) {
    if (escapeValue(escape) !== undefined) continue;
    const at = start + escape.index;
    const origin = { file: state.file, start: at, end: at + escape[0].length };
    const help = 'the escapes are \\" \\\\ \\n \\t and \\u{1F600}';
    report(state, diagnostic('E116', origin, { escape: escape[0] }, { help }));
  }
  return pushToken(state, StringToken, start, end);
}

function escapeValue([, hex, letter]: RegExpMatchArray): string | undefined {
  if (hex === undefined) return escapes.get(letter ?? '');
  const code = Number.parseInt(hex, 16);
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}

/** The value of a string token's text, quotes and escapes taken away. */
export function stringValue(image: string): string {
  const closed = image.length > 1 && /(?:^|[^\\])(?:\\\\)*"$/.test(image.slice(1));
  const body = image.slice(1, closed ? -1 : undefined);
  if (!body.includes('\\')) return body;
  return body.replaceAll(escapePattern, (...found) => escapeValue([found[0], found[1], found[2]]) ?? String(found[0]));
}
