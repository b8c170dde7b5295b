import { Ajv } from 'ajv';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memoryGeneration, memoryGenerations, nodeNames, technology } from '../../src/technology/index.js';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../data/${path}`, import.meta.url), 'utf8'));

function problems(schema: string, data: string): unknown {
  const validate = new Ajv({ allErrors: true }).compile(Object(read(schema)));
  validate(read(data));
  return validate.errors ?? [];
}

test('the figures of nodes follow their schema', () => expect(problems('nodes.schema.json', 'nodes.json')).toEqual([]));
test('those of synthesis follow theirs', () =>
  expect(problems('synthesised-circuits.schema.json', 'synthesised-circuits.json')).toEqual([]));
test('the figures of memories follow their schema', () =>
  expect(problems('memories.schema.json', 'memories.json')).toEqual([]));

test('every model follows its schema', () => {
  const files = readdirSync(new URL('../../data/models/', import.meta.url)).filter(
    (file) => !file.endsWith('.schema.json'),
  );
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect([file, problems('models/model.schema.json', `models/${file}`)]).toEqual([file, []]);
});

function* figures(
  value: unknown,
  path = '',
): Generator<{ path: string; value: number; range: readonly [number, number] }> {
  if (typeof value !== 'object' || value === null) return;
  if ('value' in value && 'range' in value && Array.isArray(value.range)) {
    yield { path, value: Number(value.value), range: [Number(value.range[0]), Number(value.range[1])] };
    return;
  }
  for (const [name, inner] of Object.entries(value)) yield* figures(inner, `${path}/${name}`);
}

test('every figure lies within its range', () => {
  const all = [...figures(read('nodes.json')), ...figures(read('memories.json'))];
  expect(all.length).toBeGreaterThan(150);
  for (const { path, value, range } of all) {
    expect(range[0], path).toBeLessThanOrEqual(value);
    expect(value, path).toBeLessThanOrEqual(range[1]);
  }
});

test('every process of the standard library has figures, and nothing else has', () => {
  const text = readFileSync(new URL('../../stdlib/process.accel', import.meta.url), 'utf8');
  const cases = /enum Process \{([^}]*)\}/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  expect(nodeNames).toEqual(cases);
  for (const node of nodeNames) expect(technology(node, null)?.node).toBe(node);
});

test('every generation of memory of the standard library has figures, and nothing else has', () => {
  const text = readFileSync(new URL('../../stdlib/memory.accel', import.meta.url), 'utf8');
  const cases = [...text.matchAll(/enum \w+Generation \{([^}]*)\}/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => name.trim()),
  );
  expect(memoryGenerations.toSorted()).toEqual(cases.toSorted());
  for (const name of cases) expect(memoryGeneration(name)?.name).toBe(name);
});

test('an unknown node or generation has none', () => {
  expect(technology('tsmc_n1', null)).toBeUndefined();
  expect(memoryGeneration('ddr9')).toBeUndefined();
});
