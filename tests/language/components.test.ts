import { expect, it } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const head = `import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
`;

it('a component that nobody instantiates is checked', () => {
  expectDiagnostics(`${head}
    const used = tsmc_n7;
    component Lonely(rows: int in 1 ..= 8 = 2) {
      a: Sram { capacity: 64 KiB, banks: 2 };
      //                          ^^^^^ E400
      let twice = row * 2;
      //          ^^^ E201
    }
  `);
});

it('checks arguments: names, types, doubles and what is missing', () => {
  expectDiagnostics(`${head}
    const used = tsmc_n7;
    component C {
      a: Sram { word: 8 b };
      // ^^^^ E401
      b: Sram { capacity: 3 W };
      //                  ^^^ E302
      c: Sram { capacity: 1 KiB, capacity: 2 KiB };
      //                         ^^^^^^^^ E216
      d: Sram { capacity: 1 KiB, ports: .one_rw };
      e: Sram { capacity: 1 KiB, ports: .two };
      //                                 ^^^ E214
      f: Srma { capacity: 1 KiB };
      // ^^^^ E201
      g: tsmc_n7 { };
      // ^^^^^^^ E210
    }
  `);
});

it('what a misspelt argument was meant to be comes before the others, of which a few are named', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'width', 'zeta'];
  const source = `component C(${names.map((name) => `${name}: int = 1`).join(', ')}) {}\ncomponent D { c: C { widht: 2 }; }\n`;
  const [found] = diagnose(hostOf({ 'main.accel': source }), 'main.accel').diagnostics;
  expect(found?.message).toBe('C has no parameter "widht"; it has "width", "alpha", "beta", "gamma" and 2 more');
  expect(found?.help).toBe('did you mean "width"?');
});

it('a misspelt argument is not missing too', () => {
  expectDiagnostics(`${head}
    const used = tsmc_n7;
    component C {
      a: Sram { capcity: 1 KiB };
      //        ^^^^^^^ E400
    }
  `);
});

it('parameters may speak of those before them only', () => {
  expectDiagnostics(`
    component C(a: int = 1, b: int in 1 ..= a = a, c: int = d, d: int = 1) {
      //                                                    ^ E224
      let d2 = d;
    }
    component D(a: int = e) {
      //                 ^ E224
      let e = 1;
    }
    component E(a: bool in 1 ..= 2 = true, b: real in 0.0 .. 1.0 = 0.5) { }
    //                     ^^^^^^^ E302               ^^^^^^^^^^ E302
  `);
});

it('names are declared once, and members may come in any order', () => {
  expectDiagnostics(`
    component C(rows: int = 1) {
      let cols = later * 2;
      let rows = 3;
      //  ^^^^ E202
      let later = 4;
      let x = y;
      let y = x;
      //      ^ E211
      port in p: wires<1>;
      port out p: wires<1>;
      //       ^ E202
    }
    const C = 3;
    //    ^ E202
  `);
});

it('late values stand in requirements and lets only', () => {
  expectDiagnostics(`${head}
    const used = tsmc_n7;
    component C {
      a: Sram { capacity: area * 1 b / 1 mm^2 };
      //                  ^^^^^^^^^^^^^^^^^^^ E212
      let cost_per_area = cost / area;
      let twice = 2 * cost_per_area;
      require twice < 10 USD/mm^2 && a.area < 1 mm^2;
      if area < 3 mm^2 { }
      // ^^^^^^^^^^^^^ E212
      require tdp < 3 mm^2;
      //      ^^^^^^^^^^^^ E301
    }
    const never = tdp;
    //            ^^^ E212
  `);
});

it('an instance shows parameters, lets, ports and measures', () => {
  expectDiagnostics(`${head}
    const used = tsmc_n7;
    component Inner(n: int = 4) {
      port in x: stream<int8, n>;
      let bits = x.width;
      hidden: Sram { capacity: 1 KiB };
    }
    component Outer {
      i: Inner;
      many: Inner[4];
      let a = i.n + i.bits / 8 b;
      let b = i.hidden;
      //        ^^^^^^ E313
      let c = many.n;
      //      ^^^^ E452
      let d = sum(many[*].n) + many[2].n;
      let e = many[1, 2].n;
      //      ^^^^^^^^^^ E413
      let f: bandwidth = i.x.bandwidth;
      let g = i.x;
      //      ^^^ E302
      let h = Inner;
      //      ^^^^^ E207
    }
  `);
});

it('members stand where they belong', () => {
  expectDiagnostics(`${head}
    component C {
      process tsmc_n7;
      //= E221
      clock main = 1 GHz;
      //= E221
      for i in 0 .. 3 {
        port in x: wires<1>;
        //= E221
      }
    }
    extern component X {
      a: Sram { capacity: 1 KiB };
      //= E221
    }
  `);
});

it('checks port types', () => {
  expectDiagnostics(`
    component C(T: dtype = int8) {
      port in a: stream<T>;
      port in b: stream<T, 4>[2];
      port in c: memory<T, 4>;
      //         ^^^^^^^^^^^^ E209
      port in d: memory<T, 4, 4 KiB>;
      port in e: memory<T, 4, 4>;
      //                      ^ E302
      port in f: strem<T>;
      //         ^^^^^^^^ E223
      port in g: int;
      //         ^^^ E223
      let x: commands = 3;
      //     ^^^^^^^^ E222
    }
  `);
});

it('checks clocks', () => {
  expectDiagnostics(`${head}
    component Inner { clock in line; let f = line.frequency; }
    component Outer {
      clock in link;
      a: Inner @ (line: link);
      b: Inner;
      //< E428
      c: Inner @ (clk: clk, line: lnk);
      //                          ^^^ E427
      d: Inner @ (lane: link, line: link);
      //          ^^^^ E427
      e: Inner @ (line: link, line: clk);
      //                      ^^^^ E429
      let period = link.period + 1 / clk.frequency;
      let wrong = clk.speed;
      //              ^^^^^ E313
    }
    design D {
      process tsmc_n7 { voltage: 0.7 };
      //                         ^^^ E302
      clock main = 1 ns;
      //           ^^^^ E302
      clock slow = 1 MHz { reset: .async };
      clock fast = 2 GHz { rest: .sync };
      //                   ^^^^ E400
      let f: frequency = clk.frequency + slow.frequency;
      s: Sram { capacity: 1 KiB };
      unused s.serve;
      unused s.fill;
    }
  `);
});

it('a design has a process, a clock and defaults', () => {
  expectDiagnostics(`
    design D(rows: int) { }
    //     ^ E455 E456
    //       ^^^^ E218
  `);
});

it('a design cannot stand in a design', () => {
  expectDiagnostics(`${head}
    design A { process tsmc_n7; clock c = 1 GHz; s: Sram { capacity: 1 KiB }; unused s.serve; unused s.fill; }
    design B { process tsmc_n7; clock c = 1 GHz;
      a: A;
      // ^ E460
    }
  `);
});

it('warns of measures that a name hides', () => {
  expectDiagnostics(`
    component C {
      let area = 3 mm^2;
      //  ^^^^ W202
    }
  `);
});
