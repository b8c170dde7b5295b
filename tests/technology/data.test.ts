import { Ajv } from 'ajv';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  measuredChip,
  measuredChips,
  memoryGeneration,
  memoryGenerations,
  nodeNames,
  technology,
} from '../../src/technology/index.js';

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
test('those of conversions follow theirs', () =>
  expect(problems('synthesised-conversions.schema.json', 'synthesised-conversions.json')).toEqual([]));
test('the figures of memories follow their schema', () =>
  expect(problems('memories.schema.json', 'memories.json')).toEqual([]));

test('the constants of measured chips follow theirs', () =>
  expect(problems('measured-chips.schema.json', 'measured-chips.json')).toEqual([]));

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
  const all = [
    ...figures(read('nodes.json')),
    ...figures(read('memories.json')),
    ...figures(read('measured-chips.json')),
  ];
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

test('every measured chip of the standard library has constants, and nothing else has', () => {
  const text = readFileSync(new URL('../../stdlib/compute.accel', import.meta.url), 'utf8');
  const cases = /enum MeasuredChip \{([^}]*)\}/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  expect(['none', ...measuredChips]).toEqual(cases);
  for (const name of measuredChips) expect(measuredChip(name)?.title).toMatch(/\w/);
});

test('an unknown node or generation has none', () => {
  expect(technology('tsmc_n1', null)).toBeUndefined();
  expect(memoryGeneration('ddr9')).toBeUndefined();
});

test('the structures of all nodes are those of synthesis, beside the products and sums of the table', () => {
  const open = ['asap7', 'ihp_sg13g2', 'sky130'].map((node) => technology(node, null)?.figures);
  const all = technology('tsmc_n7', null)?.figures;
  const gates = (figures: typeof all): number =>
    64 * (figures?.get('multiplier_gates')?.value ?? 0) + 32 * (figures?.get('adder_gates')?.value ?? 0);
  const names = [...(all?.keys() ?? [])].filter((name) => name.startsWith('multiply_add_'));
  expect(names).toHaveLength(8);
  for (const name of names) {
    const parts = open.map((figures) => ((figures?.get(name)?.value ?? 0) * gates(figures)) / gates(all));
    const { value, range } = all!.get(name)!;
    for (const [found, wanted] of [
      [value, parts[0]!],
      [range[0], Math.min(...parts)],
      [range[1], Math.max(...parts)],
    ] as const)
      expect([name, found / wanted]).toEqual([name, expect.closeTo(1, 2)]);
  }
  for (const name of ['float_adder_gates', 'float_multiplier_gates'])
    expect([name, all?.get(name)?.value]).toEqual([name, open[0]?.get(name)?.value]);
});
