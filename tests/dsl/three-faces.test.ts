import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blocks, type DesignDefinition } from '../../src/dsl/index.js';
import { print, read, structuralHash, write } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';
import edgeNpu from '../../examples/edge_npu.js';
import tpuV1 from '../../examples/tpu_v1.js';

const builders: Readonly<Record<string, DesignDefinition>> = { edge_npu: edgeNpu, tpu_v1: tpuV1 };
const folder = new URL('../../examples/', import.meta.url);
const texts = readdirSync(folder)
  .filter((file) => file.endsWith('.accel'))
  .map((file) => file.slice(0, -'.accel'.length));

const sources: Readonly<Record<string, string>> = Object.fromEntries(
  texts.map((name) => [`${name}.accel`, readFileSync(new URL(`${name}.accel`, folder), 'utf8')]),
);

/** The module of a block: of the library, or the example that declares it. */
function moduleOf(block: string): string | undefined {
  const declared = new RegExp(`^export extern component ${block}\\b`, 'm');
  const own = Object.keys(sources).find((file) => declared.test(sources[file] ?? ''));
  return blocks.get(block)?.module ?? (own === undefined ? undefined : `./${own}`);
}

test('every example in TypeScript stands in text too', () => {
  const typed = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  expect(Object.keys(builders).map((name) => `${name}.ts`)).toEqual(typed);
  expect(texts).toEqual(expect.arrayContaining(Object.keys(builders)));
});

describe.each(texts)('%s', (name) => {
  const fromText = designOf({ ...sources, 'main.accel': sources[`${name}.accel`] ?? '' });
  const bytes = write(fromText);

  const builder = builders[name];
  test.runIf(builder !== undefined)('the builder gives the same bytes as the text', () => {
    const [built, diagnostics] = builder?.elaborate() ?? [];
    expect(diagnostics).toEqual([]);
    expect(built && write(built.design)).toBe(bytes);
  });

  test('the text printed from the design gives the same bytes', () => {
    const printed = print(fromText, moduleOf);
    expect(write(designOf({ ...sources, 'main.accel': printed }))).toBe(bytes);
  });

  test('reading the JSON and writing it again gives the same bytes', () => {
    const [design, diagnostics] = read(bytes);
    expect(diagnostics).toEqual([]);
    expect(design && write(design)).toBe(bytes);
    expect(design && structuralHash(design)).toBe(structuralHash(fromText));
  });
});
