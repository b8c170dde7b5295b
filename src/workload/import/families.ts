import type { Fields } from './fields.js';
import { bert } from './bert.js';
import { deepseek } from './deepseek.js';
import { gptOss } from './gpt-oss.js';
import { gpt2 } from './gpt2.js';
import { llama } from './llama.js';
import { mixtral, qwenMoe } from './mixtral.js';
import type { Transformer } from './transformer.js';

/** How the configuration of a model type is read. */
export type Family = (fields: Fields) => Transformer;

/** The model types that are imported, by `model_type`. */
export const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['llama', (fields) => llama(fields, {})],
  ['mistral', (fields) => llama(fields, {})],
  ['qwen2', (fields) => llama(fields, { qkvBias: true })],
  ['qwen3', (fields) => llama(fields, { headNorm: true })],
  ['mixtral', mixtral],
  ['qwen3_moe', qwenMoe],
  ['deepseek_v2', (fields) => deepseek(fields, 2)],
  ['deepseek_v3', (fields) => deepseek(fields, 3)],
  ['gpt_oss', gptOss],
  ['gpt2', gpt2],
  ['bert', bert],
]);
