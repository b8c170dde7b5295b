import { expect, it } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

it('imports by name, under another name, and a module as a whole', () => {
  expectDiagnostics(
    `
    import { size, width as w } from "./sizes.accel";
    import * as mem from "std/memory";
    const both = size + w;
    component C(ports: mem.SramPorts = .one_rw) {
      s: mem.Sram { capacity: 1 KiB, ports };
      let twice = mem.missing;
      //              ^^^^^^^ E203
    }
  `,
    { 'sizes.accel': 'export const size = 3; export const width = 4; const hidden = 5;' },
  );
});

it('passes names of other files on', () => {
  expectDiagnostics(
    `
    import { a, c } from "./folder/middle.accel";
    const sum = a + c;
    export { a as again } from "./folder/middle.accel";
    export { nothing } from "./folder/middle.accel";
    //       ^^^^^^^ E203
  `,
    {
      'folder/middle.accel': 'export { a, b as c } from "../end.accel";',
      'end.accel': 'export const a = 1; export const b = 2;',
    },
  );
});

it('says what a module has and what it keeps to itself', () => {
  expectDiagnostics(
    `
    import { sise, hidden } from "./sizes.accel";
    //       ^^^^ E203
    //             ^^^^^^ E203
    const follows = sise + hidden * 2 W;
  `,
    { 'sizes.accel': 'export const size = 3; const hidden = 5;' },
  );
});

it('prints the cycle of a cyclic import', () => {
  const host = hostOf({
    'main.accel': 'import { a } from "./a.accel"; export const m = 1;',
    'a.accel': 'import { b } from "./b/b.accel"; export const a = b;',
    'b/b.accel': 'import { m } from "../main.accel"; export const b = m;',
  });
  const { diagnostics } = diagnose(host);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['E204', 'these files import each other: main.accel -> a.accel -> b/b.accel -> main.accel'],
    ['W201', '"a" is imported but not used'],
  ]);
});

it('an import that cannot be read is one diagnostic', () => {
  expectDiagnostics(`
    import { a, b } from "./missing.accel";
    //                   ^^^^^^^^^^^^^^^^^ E001
    import { Sram } from "std/memry";
    //                   ^^^^^^^^^^^ E206
    import { c } from "memory";
    //                ^^^^^^^^ E206
    import * as all from "../outside.accel";
    //                   ^^^^^^^^^^^^^^^^^^ E205
    const follows = a + b * c + all.x;
    component C { s: Sram { capacity: 3 }; t: all.T; }
  `);
});

it('paths never leave the root, however they are written', () => {
  const reads: string[] = [];
  const host = hostOf(
    {},
    {
      root: '/home/me/project',
      read: (path) => {
        reads.push(path);
        return path === '/home/me/project/chips/a.accel'
          ? {
              kind: 'text',
              text: 'import { b } from "../b.accel"; import { c } from "../../project2/c.accel"; import { d } from "./../../../../../../etc/passwd";',
            }
          : { kind: 'missing' };
      },
    },
  );
  const { diagnostics } = diagnose(host, '/home/me/project/chips/a.accel');
  expect(diagnostics.map(({ code }) => code)).toEqual(['E001', 'E205', 'E205']);
  expect(reads).toEqual(['/home/me/project/chips/a.accel', '/home/me/project/b.accel']);
});

it.each([
  ['missing', 'E001'],
  ['directory', 'E002'],
  ['invalid_utf8', 'E003'],
] as const)('an entry that is %s gives %s and no program', (kind, code) => {
  const { program, diagnostics } = diagnose(hostOf({}, { read: () => ({ kind }) }));
  expect(program).toBeUndefined();
  expect(diagnostics.map((found) => found.code)).toEqual([code]);
});

it('a file imported on two ways is one module', () => {
  const files = {
    'main.accel':
      'import { E, a } from "./a.accel"; import { b } from "./b.accel"; const same = a == b; fn f(e: E): E = e;',
    'a.accel': 'import { E } from "./e.accel"; export { E } from "./e.accel"; export const a: E = .x;',
    'b.accel': 'import { E } from "./e.accel"; export const b: E = .x;',
    'e.accel': 'export enum E { x, y }',
  };
  expect(diagnose(hostOf(files)).diagnostics).toEqual([]);
});

it('warns of an import that is not used', () => {
  expectDiagnostics(`
    import { Sram, SramPorts } from "std/memory";
    //             ^^^^^^^^^ W201
    component C { s: Sram { capacity: 1 KiB }; }
  `);
});
