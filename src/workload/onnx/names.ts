import { builtins, dtypes, measures, operators, runs } from '../../ir/index.js';

/** A name of ONNX as one of the language: `/layer1/Conv_output_0` is `layer1_conv`. */
export function identifierOf(label: string): string {
  const plain = label
    .replace(/_output_0$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);
  const begun = /^[a-z]/.test(plain) ? plain : `t${plain === '' ? '' : '_'}${plain}`;
  return operators.has(begun) || taken.has(begun) ? `${begun}_t` : begun;
}

/** Words that mean something else where a tensor is named. */
const taken: ReadonlySet<string> = new Set([
  ...[...builtins.keys(), ...dtypes.keys(), ...measures, ...runs],
  ...'import export component design system extern interface const fn enum workload explore mapping port clock process'.split(
    ' ',
  ),
  ...'let require if else for true false input output weight einsum model as in step where'.split(' '),
  ...'batch context sequence phase weights activations cache tensor pipeline expert data requests int real bool string'.split(
    ' ',
  ),
]);
