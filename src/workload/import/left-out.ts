import { shown, shownValue } from '../../diagnostics/index.js';
import type { Config } from './config.js';

/** A field of a configuration that the workload does not have. */
export interface LeftOut {
  readonly field: string;
  readonly value: string;
  readonly why: string;
}

/** Fields that change neither the shapes nor the work of a model in use. */
const harmless = new Set([
  ...['_name_or_path', 'architectures', 'auto_map', 'transformers_version', 'id2label', 'label2id', 'use_cache'],
  ...['bos_token_id', 'eos_token_id', 'pad_token_id', 'sep_token_id', 'cls_token_id', 'decoder_start_token_id'],
  ...['initializer_range', 'initializer_factor', 'rms_norm_eps', 'layer_norm_eps', 'layer_norm_epsilon', 'rope_theta'],
  ...['norm_topk_prob', 'routed_scaling_factor', 'scoring_func', 'output_router_logits', 'ep_size'],
  ...['scale_attn_weights', 'summary_activation', 'summary_first_dropout', 'summary_proj_to_labels', 'summary_type'],
  ...['summary_use_proj', 'task_specific_params', 'norm_epsilon'],
  ...['head_dim', 'output_attentions', 'output_hidden_states', 'gradient_checkpointing', 'pretraining_tp'],
]);

const reasons: readonly (readonly [RegExp, string])[] = [
  [/^rope_(scaling|parameters)$/, 'the angles of the rotation change, not its work'],
  [/sliding_window|layer_types|max_window_layers/, 'every layer attends to the whole context'],
  [/^swiglu_limit$/, 'what the activation clips is no work of its own'],
  [/^initial_context_length$/, 'the angles of the rotation change, not its work'],
  [/dropout|pdrop|router_aux_loss_coef|router_jitter_noise|aux_loss_alpha|seq_aux/, 'only training has it'],
  [/^(n_group|topk_group|topk_method)$/, 'experts are chosen by their scores alone, and each has an equal share'],
  [/^num_nextn_predict_layers$/, 'layers that predict further tokens are left out'],
  [/^quantization_config$/, 'weights have the number type of "torch_dtype"'],
];

const nothing = new Set<unknown>([undefined, null, false, 0]);

/** What a configuration has and the workload has not: the fields that nothing read, unless they are empty or say nothing of the work. */
export function leftOut({ fields }: Config, read: ReadonlySet<string>): readonly LeftOut[] {
  return [...fields].flatMap(([field, value]): readonly LeftOut[] => {
    if (read.has(field) || harmless.has(field) || nothing.has(value)) return [];
    const reason = reasons.find(([pattern]) => pattern.test(field))?.[1] ?? 'this field is not known';
    return [{ field: shown(field), value: shownValue(value), why: reason }];
  });
}
