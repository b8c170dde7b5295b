import { diagnostic, shown, shownValue, type Diagnostic } from '../../diagnostics/index.js';
import { listNames } from '../../ir/index.js';
import { largestDimension } from '../parse.js';
import { readConfig } from './config.js';
import { decoderLines } from './decoder-text.js';
import { encoderLines } from './encoder-text.js';
import { families } from './families.js';
import { fieldsOf } from './fields.js';
import { leftOut, type LeftOut } from './left-out.js';
import { activeParametersOf, parametersOf } from './parameters.js';
import { cacheBytesOf, windowBytesOf, type Transformer } from './transformer.js';

export type { LeftOut } from './left-out.js';

/** What a model's configuration becomes. */
export interface ImportedModel {
  readonly model_type: string;
  /** The names of the workloads in `text`. */
  readonly workloads: readonly string[];
  readonly parameters: number;
  /** Parameters that one token uses: fewer where a model has experts. */
  readonly active_parameters: number;
  /** The number type of weights, activations and cache. */
  readonly element: string;
  /** Bytes of keys and values of one token, all layers together but those with a window. */
  readonly kv_bytes_per_token: number;
  /** Bytes of keys and values of all layers with a window, which do not grow beyond it. */
  readonly kv_window_bytes: number;
  readonly not_modelled: readonly LeftOut[];
  /** The workloads in the language, before formatting. */
  readonly text: string;
}

/**
 * The workloads of a model from its Hugging Face `config.json`: a prefill and a step of decoding, or of an encoder its one run.
 *
 * @param text the file's text
 * @param path what the file is called in messages
 * @param name how the workloads' names begin; the model type where it is left out
 * @returns E725 to E728, and E713, where there is no workload
 */
export function importModel(
  text: string,
  path: string,
  name?: string,
): readonly [ImportedModel | undefined, readonly Diagnostic[]] {
  const [config, problems] = readConfig(text, path);
  if (config === undefined) return [undefined, problems];
  const family = families.get(config.type);
  if (family === undefined) {
    const at = config.places.get('model_type');
    const parameters = { type: shownValue(config.type), known: listNames(families.keys()) };
    const help = 'write the workload as a graph of operators, or the type of a model that computes the same';
    return [undefined, [diagnostic('E726', at, parameters, { help })]];
  }
  const fields = fieldsOf(config);
  const model = family(fields);
  if (fields.diagnostics.length > 0) return [undefined, fields.diagnostics];
  const parameters = parametersOf(model);
  if (!Number.isSafeInteger(parameters))
    return [
      undefined,
      [diagnostic('E713', undefined, { what: `the parameters of ${shown(path)}` }, { help: 'check its sizes' })],
    ];
  const stem = name ?? config.type.replace(/\W/g, '_');
  const facts = {
    model_type: config.type,
    workloads: phasesOf(model).map((phase) => `${stem}_${phase}`),
    parameters,
    active_parameters: activeParametersOf(model),
    element: model.element,
    kv_bytes_per_token: cacheBytesOf(model),
    kv_window_bytes: windowBytesOf(model),
    not_modelled: leftOut(config, fields.read),
  };
  return [{ ...facts, text: textOf(model, stem, facts) }, []];
}

type Phase = keyof typeof does;

function phasesOf({ encoder }: Transformer): readonly Phase[] {
  return encoder === undefined ? ['prefill', 'decode'] : ['encode'];
}

const does = {
  prefill: '`batch` prompts of `context` tokens; logits of the last',
  decode: 'a token for each of `batch` sequences, the last of `context`',
  encode: '`batch` texts of `context` tokens; the states of all tokens and the pooled first',
} as const;

function textOf(model: Transformer, stem: string, facts: Omit<ImportedModel, 'text'>): string {
  const most = Math.min(model.positions, largestDimension);
  const windowed = facts.kv_window_bytes === 0 ? '' : `, and ${facts.kv_window_bytes} of windows`;
  const head = [
    `// From the config.json of a model of type ${facts.model_type}: ${facts.parameters} parameters,`,
    facts.kv_bytes_per_token === 0
      ? `// of an encoder, which has no cache, in ${facts.element}.`
      : `// ${facts.kv_bytes_per_token} bytes of keys and values a token in ${facts.element}${windowed}.`,
    ...facts.not_modelled.map(({ field, value, why }) => `// Not modelled: ${field} = ${value} (${why}).`),
  ];
  const workloads = phasesOf(model).map((phase) => {
    const least = phase === 'decode' ? 2 : 1;
    const context = `context: int in ${least} ..= ${most} = ${Math.min(512, most)}`;
    const body = linesOf(model, phase).map((line) => `  ${line}`);
    const opening = `export workload ${stem}_${phase}(batch: int in 1 ..= 65536 = 1, ${context}) {`;
    return [`/// ${does[phase]}.`, opening, ...body, '}'].join('\n');
  });
  return `${[head.join('\n'), ...workloads].join('\n\n')}\n`;
}

function linesOf(model: Transformer, phase: Phase): readonly string[] {
  if (model.encoder !== undefined) return encoderLines(model);
  return decoderLines(model, phase === 'decode' ? 'decode' : 'prefill');
}
