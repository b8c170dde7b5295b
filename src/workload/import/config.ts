import { diagnostic, readJsonText, type Diagnostic, type Span } from '../../diagnostics/index.js';

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
  const json = readJsonText(text, path);
  if ('why' in json) return refuse(json.why, json.at);
  const fields = new Map(Object.entries(json.object));
  const places = new Map(
    [...fields.keys()].flatMap((name) => {
      const place = json.placeOf(name);
      return place === undefined ? [] : [[name, place] as const];
    }),
  );
  const type: unknown = fields.get('model_type');
  if (typeof type !== 'string') return refuse('it has no "model_type"', places.get('model_type'));
  return [{ path, type, fields, places }, []];
}
