import { formatValue, type Value } from '../ir/index.js';
import { dimensionName } from '../units/index.js';
import { instanceKey, type Added } from './handles.js';
import { measuresAt, type Measures } from './late.js';
import { make, type Quantity } from './quantity.js';

/** What a value of a declaration is in TypeScript. */
export type Plain = number | boolean | string | Quantity | readonly Plain[];

function plain(value: Value): Plain {
  switch (value.kind) {
    case 'int':
    case 'bool':
    case 'string':
      return value.value;
    case 'quantity':
      return make(dimensionName(value.dimension), 'early', {
        expr: { kind: 'literal', value },
        sample: value,
        faults: [],
        workloads: [],
      });
    case 'list':
      return value.elements.map(plain);
    default:
      return formatValue(value).replace('.', '');
  }
}

/** The `let`s of an instance of a block: `valuesOf(core).peak_ops`, known at once. */
export function valuesOf<L>(instance: Added<L>): L {
  const lets = Object.fromEntries([...instance[instanceKey].lets].map(([name, value]) => [name, plain(value)]));
  // The values were made from the declaration that `L` was generated from.
  return lets as L;
}

/**
 * What the estimate will tell of an instance: `measuresOf(buffer).area`; of an array with `.all` of all elements together, with
 * `.at(3)` of one. Further steps lead to what stands within.
 */
export function measuresOf(instance: Added, ...within: readonly string[]): Measures {
  const { name, at } = instance[instanceKey];
  const isOne = at.length > 0 && at.every(({ single }) => single);
  const indices = at.map(({ start }) => start).join(', ');
  return measuresAt([isOne ? `${name}[${indices}]` : name, ...within]);
}
