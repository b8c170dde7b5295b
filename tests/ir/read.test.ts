import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moduleHashes, read, sha256, structuralHash, write } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';
import { cases } from '../support/tier.js';
import { buildPlan, plans } from './random-design.js';

const examples = new URL('../../examples/', import.meta.url);
const schema: unknown = JSON.parse(readFileSync(new URL('../../schema/design.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, strictTypes: false });
const accepts = ajv.compile(Object(schema));

const edge = write(designOf(readFileSync(new URL('edge_npu.accel', examples), 'utf8')));
const codes = (text: string): readonly string[] => read(text)[1].map(({ code }) => code);

/** The edge NPU's file with one place replaced. */
function changed(from: string, to: string): string {
  const text = edge.replace(from, to);
  expect(text).not.toBe(edge);
  return text;
}

test('the JSON Schema accepts every design that is written', () => {
  expect(accepts(JSON.parse(edge)), JSON.stringify(accepts.errors)).toBe(true);
  fc.assert(
    fc.property(plans, (plan) => {
      const design = buildPlan(plan).elaborate()[0]?.design;
      expect(accepts(JSON.parse(design === undefined ? '' : write(design))), JSON.stringify(accepts.errors)).toBe(true);
    }),
    { numRuns: cases(15) },
  );
});

/** Every place of some JSON data, as the keys that lead there. */
function places(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (i === key ? replaced(inner, rest, by) : inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([k, inner]) => [k, k === key ? replaced(inner, rest, by) : inner]),
  );
}

test('the reader and the JSON Schema refuse the same files', () => {
  const data: unknown = JSON.parse(edge);
  const junk = fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e300, '', 'x', [], {}, [1], { kind: 'int' });
  fc.assert(
    fc.property(fc.constantFrom(...places(data)), junk, (path, by) => {
      const file = replaced(data, path, by);
      const shaped = !codes(JSON.stringify(file)).includes('E440');
      expect(shaped).toBe(accepts(file));
    }),
    { numRuns: cases(300) },
  );
});

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.nat(edge.length).map((end) => edge.slice(0, end)),
      ),
      (text) => {
        const [design, diagnostics] = read(text);
        expect(design === undefined).toBe(diagnostics.length > 0);
      },
    ),
    { numRuns: cases(200) },
  );
});

describe('E440', () => {
  test('what is no JSON', () => expect(codes('{')).toEqual(['E440']));
  test('a field too many', () => expect(codes(changed('"voltage_v"', '"speed": 1, "voltage_v"'))).toEqual(['E440']));
  test('nesting without end', () => {
    const deep = `${'{"kind":"unary","operator":"-","operand":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(codes(changed('"condition": {', `"condition": ${deep}, "x": {`))).toContain('E440');
  });
});

describe('E441', () => {
  test('a block that is not there', () => expect(codes(changed('"id": "Sram"', '"id": "Ram"'))).toEqual(['E441']));
  test('a name that stands twice', () => expect(codes(changed('"name": "dma"', '"name": "core"'))).toContain('E441'));
  test('a number type that is not there', () => {
    expect(codes(changed('"element": "int32"', '"element": "int33"'))).toEqual(['E441']);
  });
});

test('E410 and E411: connections of a file speak of ports and instances that are there', () => {
  expect(codes(changed('"port": "spill"', '"port": "spills"'))).toEqual(['E410']);
  expect(codes(changed('"to": { "instance": "dram"', '"to": { "instance": "drams"'))).toContain('E411');
});

describe('hashes', () => {
  test('SHA-256 of the examples of FIPS 180-4', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  test('a design has a key of its structure, a module of its own whatever it is called', () => {
    const other = read(changed('"value": 16', '"value": 32'))[0];
    const same = read(edge)[0];
    expect(other && structuralHash(other)).not.toBe(same && structuralHash(same));
    const text = (name: string): string => `import { tsmc_n7 } from "std/process";
      component ${name} { port in x: commands; unused x; }
      export design Chip { process tsmc_n7; clock main = 1 GHz; a: ${name}; unused a.x; }`;
    const [a, b] = ['One', 'Two'].map((name) => moduleHashes(designOf(text(name))));
    expect(a?.get('One')).toBe(b?.get('Two'));
    expect(a?.get('Chip')).toBe(b?.get('Chip'));
  });
});
