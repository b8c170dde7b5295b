/** The cases of `phase`: what part of a language model's work a workload is. */
export const phases = ['prefill', 'decode'] as const;

/** The settings of a workload with a model, and what each is: a whole number from 1 on, a number type, or a phase. */
export const modelSettings = {
  phase: 'phase',
  batch: 'int',
  context: 'int',
  sequence: 'int',
  weights: 'dtype',
  activations: 'dtype',
  cache: 'dtype',
  tensor: 'int',
  pipeline: 'int',
  expert: 'int',
  data: 'int',
  requests: 'int',
} as const;

export type ModelSetting = keyof typeof modelSettings;
