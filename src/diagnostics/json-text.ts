import type { Span } from './types.js';

/** A text that is one JSON object, and where its keys stand. */
export interface JsonText {
  readonly object: Readonly<Record<string, unknown>>;
  /** Where the key at a path of keys stands: `figures`, `tsmc_n7.logic_density`, `value`. */
  readonly placeOf: (...path: readonly string[]) => Span | undefined;
}

/** Reads a text of the user's as a JSON object; else why it is none, and where that can be told. */
export function readJsonText(text: string, file: string): JsonText | { readonly why: string; readonly at?: Span } {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (failure) {
    const message = shown(failure instanceof Error ? failure.message : String(failure), 200);
    const at = placeOfMessage(message, text, file);
    return { why: `it is not JSON (${message})`, ...(at === undefined ? {} : { at }) };
  }
  if (!isObject(value)) return { why: 'it is not a JSON object' };
  const places = placesOf(text, file);
  return { object: value, placeOf: (...path) => places.get(JSON.stringify(path)) };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of a file on one line of plain characters, cut where it is long: it goes into messages and comments. */
export function shown(value: string, most = 60): string {
  const plain = value.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > most ? `${plain.slice(0, most)}...` : plain;
}

/** The same of a JSON value. */
export function shownValue(value: unknown): string {
  return shown(JSON.stringify(value) ?? 'nothing');
}

/** Engines say in words where they gave up; some say it not at all. */
function placeOfMessage(message: string, text: string, file: string): Span | undefined {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return undefined;
  const start = Math.min(Number(position), text.length);
  return { file, start, end: Math.min(start + 1, text.length) };
}

/** Where the keys of objects in objects stand, by their paths, in a text that is JSON. Those of objects in lists are not told apart. */
function placesOf(text: string, file: string): ReadonlyMap<string, Span> {
  const places = new Map<string, Span>();
  const inside: string[] = [];
  let key = '';
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    const [token, string, colon] = match;
    if (string === undefined) {
      if (token === '{' || token === '[') inside.push(key);
      else inside.pop();
      key = '';
    } else if (colon !== undefined) {
      key = String(JSON.parse(string));
      const span = { file, start: match.index, end: match.index + string.length };
      // The outermost object has no key.
      places.set(JSON.stringify([...inside.slice(1), key]), span);
    }
  }
  return places;
}
