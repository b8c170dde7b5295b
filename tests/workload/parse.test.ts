import { expect, test } from 'vitest';
import { parseWorkload } from '../../src/workload/index.js';

const codes = (text: string): readonly string[] => parseWorkload(text)[1].map(({ code }) => code);

test('E720: an unknown name, with the nearest one', () => {
  const [graph, [found]] = parseWorkload('resnet5O');
  expect(graph).toBeUndefined();
  expect(found).toMatchObject({ code: 'E720', help: 'did you mean "resnet50"?' });
});

test('E720: a name near to nothing gets no guess', () => {
  expect(parseWorkload('quicksort')[1][0]?.help).toBeUndefined();
});

test('E721: a gemm of two numbers', () => expect(codes('gemm(3, 4)')).toEqual(['E721']));
test('E721: a setting given twice', () => expect(codes('resnet50:batch=1,batch=2')).toEqual(['E721']));
test('E722: a setting that the model has not', () => expect(codes('resnet50:phase=decode')).toEqual(['E722']));
test('E722: a word that is no choice', () => expect(codes('llama-3.1-8b:training')).toEqual(['E722']));
test('E722: a misspelt phase gets the right one', () => {
  expect(parseWorkload('llama-3.1-8b:prefil')[1]).toMatchObject([{ code: 'E722', help: 'did you mean "prefill"?' }]);
});
test('E723: no batch at all', () => expect(codes('resnet50:batch=0')).toEqual(['E723']));
test('E723: a context beyond the model', () => expect(codes('llama-3.1-8b:context=131073')).toEqual(['E723']));
test('E723: each dimension of a gemm', () => expect(codes('gemm(0, 4, 99999999)')).toEqual(['E723', 'E723']));
test('an alias means the model', () => expect(codes('resnet-50-v1.5')).toEqual([]));
