import { expect, it } from 'vitest';
import { designOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const imports = `
  import * as mem from "std/memory";
  import { tsmc_n7 } from "std/process";
`;

/** What keeps operands: its ports are as wide as it says. */
const store = `
  /// What keeps operands.
  interface Store {
    let capacity: information;
    let word: information;
    port in serve: memory<bit, (int(word / 1 b)), capacity>;
    port in fill: memory<bit, (int(word / 1 b)), capacity>;
  }
  component Small = mem.Sram { capacity: 64 KiB };`;

/** Two memories in one: a component of the user's own that keeps the interface. */
const banked = `
  component Banked(s: Store = Small, capacity: information = 64 KiB) {
    let word = inner.word;
    inner: s;
    port serve = inner.serve;
    port fill = inner.fill;
  }`;

const tile = `
  component Tile(s: Store) {
    x: s;
    let total = 2 * x.capacity;
    port serve = x.serve;
    port fill = x.fill;
    require x.word >= 64 b, "too narrow";
  }`;

/** A design with one instance \`t\` of the given text, after the declarations. */
function design(instance: string, declarations: string, parameters = ''): string {
  return `${imports}
    ${declarations}
    design D(${parameters}) {
      process tsmc_n7;
      clock main = 1 GHz;
      t: ${instance};
      let total = t.total;
      port serve = t.serve;
      port fill = t.fill;
      require total == 128 KiB;
    }`;
}

const plainTile = tile.replace('(s: Store)', '').replace('x: s;', 'x: mem.Sram { capacity: 64 KiB };');

it('a parameter that is a component is that component: the design is the one without interfaces', () => {
  const plain = designOf(design('Tile', plainTile));
  expect(designOf(design('Tile { s: Small }', `${store}${tile}`))).toEqual(plain);
});

it('may be passed on, have a default, and stand in an alias; a design may have one', () => {
  const outer = `component Outer(s: Store = Small) {
      i: Tile { s };
      let total = i.total;
      port serve = i.serve; port fill = i.fill;
    }`;
  const wrapped = (use: string): string => design(use, `${store}${tile}${outer} component Bound = Tile { s: Small };`);
  const plain = designOf(design('Tile', plainTile));
  expect(designOf(wrapped('Bound'))).toEqual(plain);
  expect(designOf(wrapped('Outer'))).toEqual(designOf(wrapped('Outer { s: Small }')));
  const chosen = design('Tile { s: kept }', `${store}${tile}`, 'kept: Store = Small');
  expect(designOf(chosen)).toEqual(plain);
});

it('one component for different components is different modules', () => {
  const two = `${store}${tile}
    component Large = mem.Sram { capacity: 128 KiB };
    design D {
      process tsmc_n7;
      clock main = 1 GHz;
      a: Tile { s: Small };
      b: Tile { s: Large };
      c: Tile { s: Small };
      unused a.serve; unused a.fill; unused b.serve; unused b.fill; unused c.serve; unused c.fill;
      require a.total == 128 KiB && b.total == 256 KiB && c.total == 128 KiB;
    }`;
  const { modules } = designOf(`${imports}${two}`);
  expect(modules.filter(({ name }) => name.startsWith('Tile')).length).toBe(2);
});

it('a component of the user, with a component in it, keeps an interface too', () => {
  const { modules } = designOf(design('Tile { s: Banked }', `${store}${banked}${tile}`));
  expect(modules.map(({ name }) => name)).toContain('Banked');
});

it('a component must have what the interface says', () => {
  expectDiagnostics(`${imports}
    const used = tsmc_n7;
    interface Store { let capacity: information; port in serve: memory<bit, 8, capacity>; }
    component Plain {}
    component Wrong(capacity: int = 4) { port in serve: link; }
    component Outward(capacity: information = 4 KiB) { port out serve: memory<bit, 8, capacity>; }
    component Clocked(capacity: information = 4 KiB) { clock in line; port in serve: memory<bit, 8, capacity>; }
    component Tile(s: Store) { x: s; unused x.serve; }
    component User {
      a: Tile { s: Plain };
      //           ^^^^^ E461
      b: Tile { s: Wrong };
      //           ^^^^^ E461
      c: Tile { s: Outward };
      //           ^^^^^^^ E461
      d: Tile { s: Clocked };
      //           ^^^^^^^ E461
      e: Tile { s: mem.Sram };
      //           ^^^^^^^^ E461
      f: Tile;
      // ^^^^ E401
      g: Tile { s: 4 };
      //           ^ E210
    }
  `);
});

it('the types of the ports are those that the interface works out', () => {
  expectDiagnostics(`${imports}
    interface Store { let capacity: information; port in serve: memory<bit, 8, capacity>; }
    component Wide(capacity: information = 4 KiB) { port in serve: memory<bit, 16, capacity>; }
    component Tile(s: Store) {
      x: s;
      // ^ E461
      port serve = x.serve;
    }
    design D {
      process tsmc_n7;
      clock main = 1 GHz;
      t: Tile { s: Wide };
      m: mem.Sram { capacity: 4 KiB };
      unused t.serve;
      unused m.serve;
      unused m.fill;
    }
  `);
});

it('a parameter that is a component is no value, and an interface is no component', () => {
  expectDiagnostics(`${imports}
    const used = tsmc_n7;
    const size = mem.SramPorts;
    //           ^^^^^^^^^^^^^ E207
    interface I { let n: int; }
    component C(t: I, u: I in 1 .. 2) {
      //                      ^^^^^^ E302
      let x = t;
      //      ^ E207
      y: I;
      // ^ E210
      z: t { n: 4 };
      //     ^ E400
      let w = z.n + z.m;
      //              ^ E313
    }
    fn f(t: I): int = 1;
    //      ^ E302
    extern component X(t: I) { }
    //                    ^ E302
  `);
});

it('an interface holds ports, clocks and values without a value', () => {
  expectDiagnostics(`${imports}
    const used = tsmc_n7;
    const size: mem.SramPorts = .one_rw;
    interface I {
      let n: int = 4;
      //         ^ E109
      let m: I;
      //     ^ E302
      x: mem.Sram { capacity: 4 KiB };
      //= E221
      require n > 4;
      //= E221
      clock in line;
      port in p: stream<int8, n>;
    }
    component C {
      let n: int;
      //        ^ E101
    }
  `);
});
