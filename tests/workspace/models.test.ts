import { expect, test } from 'vitest';
import { isSpan } from '../../src/diagnostics/index.js';
import { checkSource } from '../../src/workspace/index.js';
import { hostOf } from '../support/language.js';

/** Each code of a source with what it points at. */
function found(source: string): readonly (readonly [code: string, at: string | undefined])[] {
  const { diagnostics } = checkSource(hostOf({ 'main.accel': source }), 'main.accel');
  return diagnostics.map(({ code, origin }) => [
    code,
    origin !== undefined && isSpan(origin) ? source.slice(origin.start, origin.end) : undefined,
  ]);
}

test('a model that nobody ships is told at its name', () =>
  expect(found('workload w { model "resnet51"; batch = 3; }')).toEqual([['E720', '"resnet51"']]));

test('a setting that the model does not take, and a value beyond it, are told at the setting', () =>
  expect(
    found('workload v { model "resnet50"; context = 2048; } workload u { model "bert-large"; sequence = 4096; }'),
  ).toEqual([
    ['E722', 'context = 2048;'],
    ['E723', 'sequence = 4096;'],
  ]));

test('what a model takes is right', () =>
  expect(found('workload w { model "llama-3.1-8b"; phase = .decode; batch = 3; context = 4096; }')).toEqual([]));
