import { elementRules } from './rules-elements.js';
import { normRules } from './rules-norms.js';
import { productRules } from './rules-products.js';
import { selectionRules } from './rules-selections.js';
import { viewRules } from './rules-views.js';
import { windowRules } from './rules-windows.js';
import type { Rule } from './work.js';

const standard: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...elementRules, ...viewRules, ...windowRules, ...productRules, ...normRules, ...selectionRules }),
);

/** Operators that ONNX Runtime writes into models, by their domain. */
const microsoft: ReadonlySet<string> = new Set([
  ...['Gelu', 'FastGelu', 'QuickGelu', 'BiasGelu', 'FusedMatMul', 'QuantizeLinear', 'DequantizeLinear'],
  ...[
    'LayerNormalization',
    'SimplifiedLayerNormalization',
    'SkipLayerNormalization',
    'SkipSimplifiedLayerNormalization',
  ],
]);

/** How an operator is imported; undefined of one that is not. */
export function ruleOf(domain: string, type: string): Rule | undefined {
  const isKnown = domain === '' || (domain === 'com.microsoft' && microsoft.has(type));
  return isKnown ? standard.get(type) : undefined;
}
