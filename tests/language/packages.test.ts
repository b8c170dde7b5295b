import { expect, test } from 'vitest';
import { analyze } from '../../src/language/index.js';
import { designOf, diagnose, hostOf } from '../support/language.js';

const blocks = `
import { lanes } from "./sizes.accel";
export extern component Pool {
  verilog = "hdl/pool.v"; module = "pool"; area = 0.05 mm^2; port in x: stream<int8, lanes>;
}`;
const pool = 'module pool(input clk, input x_valid, output x_ready, input [31:0] x_data); endmodule';
const main = `
import { Pool } from "pkg:npu/src/blocks.accel";
import { tsmc_n7 } from "std/process";
design D { process tsmc_n7; clock main = 1 GHz; port in x: stream<int8, 4>; p: Pool; x -> p.x; }`;
const files = {
  'main.accel': main,
  'accel.json': '{ "packages": { "npu": "./node_modules/npu" } }',
  'node_modules/npu/src/blocks.accel': blocks,
  'node_modules/npu/src/sizes.accel': 'export const lanes = 4;',
  'node_modules/npu/src/hdl/pool.v': pool,
};

/** Code and place of all that is wrong. */
const found = (changes: Readonly<Record<string, string>>, root = ''): readonly string[] => {
  const all: Record<string, string> = { ...files, ...changes };
  return diagnose(hostOf(all, { root })).diagnostics.map(({ code, message }) => `${code} ${message}`);
};

test('a package is read as data: its components, values and Verilog', () => {
  expect(designOf(files).blocks).toMatchObject([
    { name: 'Pool', external: { verilog: { files: ['node_modules/npu/src/hdl/pool.v'] } } },
  ]);
});

test('a project with a root of its own finds its accel.json there', () => {
  const inRoot = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/projects/chip/${path}`, text]));
  const { diagnostics } = analyze(hostOf(inRoot, { root: '/projects/chip' }), '/projects/chip/main.accel');
  expect(diagnostics).toEqual([]);
});

test('a package that is not listed, and files that are not there', () => {
  expect(found({ 'accel.json': '{}' })).toEqual(['E233 accel.json lists no package "npu"; it lists none']);
  expect(found({ 'main.accel': 'import { Pool } from "pkg:npu/none.accel"; const a = Pool;' })[0]).toBe(
    'E001 there is no file "node_modules/npu/none.accel"',
  );
  expect(found({ 'main.accel': 'import { Pool } from "pkg:npu"; const a = Pool;' })[0]).toContain('E206');
});

test('paths of a package stay in its folder', () => {
  const outside = (text: string): string => found({ 'node_modules/npu/src/blocks.accel': text })[0]?.slice(0, 60) ?? '';
  expect(found({ 'main.accel': 'import { Pool } from "pkg:npu/../other.accel"; const a = Pool;' })[0]).toBe(
    'E205 "pkg:npu/../other.accel" lies outside the project "node_modules/npu"',
  );
  expect(outside('import { a } from "../../../main.accel"; export const Pool = a;')).toContain(
    'E205 "../../../main.accel"',
  );
  expect(outside(blocks.replace('hdl/pool.v', '../../pool.v'))).toContain('E205 "../../pool.v"');
});

test.each([
  ['{', 'it is not JSON'],
  ['[]', 'it is not an object'],
  ['{ "package": {} }', 'it has "package"; what it may have is "packages" and "blocks"'],
  ['{ "packages": [] }', '"packages" is not an object of names and folders'],
  ['{ "packages": { "npu": "../npu" } }', 'the folder of "npu" is no path below the project, as "./packages/npu"'],
  [
    '{ "packages": { "npu": "./a/../../npu" } }',
    'the folder of "npu" is no path below the project, as "./packages/npu"',
  ],
  ['{ "packages": { "NPU": "./npu" } }', '"NPU" is no name of a package: small letters, digits, "_" and "-"'],
  ['{ "blocks": "./blocks.ts" }', '"blocks" is not an object of components and TypeScript files'],
  ['{ "blocks": { "a-b": "./a.ts" } }', '"a-b" is no name of a component'],
  [
    '{ "blocks": { "MovingSum": "../sum.ts" } }',
    'the code of "MovingSum" is no TypeScript file below the folder of accel.json, as "./blocks/moving-sum.ts"',
  ],
  [
    '{ "blocks": { "Pool": "./pool.v" } }',
    'the code of "Pool" is no TypeScript file below the folder of accel.json, as "./blocks/pool.ts"',
  ],
])('accel.json %s is not understood', (text, why) => {
  expect(found({ 'accel.json': text })).toEqual([`E232 accel.json of the project: ${why}`]);
});

const withCode = {
  ...files,
  'node_modules/npu/accel.json': '{ "blocks": { "Pool": "./pool.ts" } }',
  'node_modules/npu/pool.ts': 'throw new Error("run");',
};

test("a package's accel.json names the code of its blocks; reading runs none", () => {
  expect(found(withCode)).toEqual([]);
  expect(designOf(withCode).blocks[0]?.external?.code).toEqual({ package: 'npu', file: 'node_modules/npu/pool.ts' });
});

test("the project's own accel.json names the code of its own blocks, not of a package's", () => {
  const own = 'extern component Pool { port in x: stream<int8, 4>; }\n';
  const changes = {
    'accel.json': '{ "packages": { "npu": "./node_modules/npu" }, "blocks": { "Pool": "./pool.ts" } }',
  };
  const design = main.replace('import { Pool } from "pkg:npu/src/blocks.accel";', own);
  const all = { ...files, ...changes, 'pool.ts': '' };
  expect(designOf({ ...all, 'main.accel': design }).blocks[0]?.external?.code).toEqual({
    package: null,
    file: 'pool.ts',
  });
  expect(designOf(all).blocks[0]?.external?.code).toBeNull();
});

test('what names the code of a package is checked, and the file must be there', () => {
  expect(found({ 'node_modules/npu/accel.json': '{ "blocks": [] }' })).toEqual([
    'E232 accel.json of the package "npu": "blocks" is not an object of components and TypeScript files',
  ]);
  expect(found({ 'node_modules/npu/accel.json': '{ "blocks": { "Pool": "./none.ts" } }' })).toEqual([
    'E001 there is no file "node_modules/npu/none.ts"',
  ]);
});

test('the code that is named counts, whatever was known before', () => {
  const first = analyze(hostOf(files), 'main.accel');
  const { program } = analyze(hostOf(withCode), 'main.accel', { known: first.known });
  expect(program?.code.get('node_modules/npu/src/blocks.accel')?.get('Pool')?.package).toBe('npu');
});

test('a change of accel.json counts, whatever was known before', () => {
  const first = analyze(hostOf(files), 'main.accel');
  expect(first.diagnostics).toEqual([]);
  const again = analyze(hostOf({ ...files, 'accel.json': '{}' }), 'main.accel', { known: first.known });
  expect(again.diagnostics.map(({ code }) => code)).toContain('E233');
});
