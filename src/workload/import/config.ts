import { diagnostic, type Diagnostic, type Span } from '../../diagnostics/index.js';

/** A model's `config.json`: its fields in order, and where each is named. */
export interface Config {
  readonly path: string;
  readonly type: string;
  readonly fields: ReadonlyMap<string, unknown>;
  readonly places: ReadonlyMap<string, Span>;
}

/** The fields of a configuration; E725 where the text is no JSON object with a `model_type`. */
export function readConfig(text: string, path: string): readonly [Config | undefined, readonly Diagnostic[]] {
  const refuse = (why: string, at?: Span): readonly [undefined, readonly Diagnostic[]] => {
    const help = 'name the config.json of a model of Hugging Face, or a file that ends in .onnx';
    return [undefined, [diagnostic('E725', at, { path, why }, { help })]];
  };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (failure) {
    const message = shown(failure instanceof Error ? failure.message : String(failure), 200);
    return refuse(`it is not JSON (${message})`, placeOfMessage(message, text, path));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('it is not a JSON object');
  const fields = new Map(Object.entries(value));
  const places = placesOf(text, path);
  const type: unknown = fields.get('model_type');
  if (typeof type !== 'string') return refuse('it has no "model_type"', places.get('model_type'));
  return [{ path, type, fields, places }, []];
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

/** Where the keys of the outermost object stand in a text that is JSON. */
function placesOf(text: string, file: string): ReadonlyMap<string, Span> {
  const places = new Map<string, Span>();
  let depth = 0;
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    const [token, string, colon] = match;
    if (string === undefined) depth += token === '{' || token === '[' ? 1 : -1;
    else if (depth === 1 && colon !== undefined) {
      const span = { file, start: match.index, end: match.index + string.length };
      places.set(String(JSON.parse(string)), span);
    }
  }
  return places;
}
