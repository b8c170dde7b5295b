import { expect, it } from 'vitest';
import { designOf, programOf } from '../support/language.js';
import { elaborate } from '../../src/language/index.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const imports = `
  import * as mem from "std/memory";
  import { tsmc_n7 } from "std/process";
`;

/** A design with one memory of the given text, after the given declarations. */
function design(memory: string, declarations = ''): string {
  return `${imports}
    ${declarations}
    export design D(ports: mem.SramPorts = .one_r_one_w) {
      process tsmc_n7;
      clock main = 1 GHz;
      m: ${memory};
      port serve = m.serve;
      port fill = m.fill;
      let bits = m.capacity;
    }`;
}

const aliases = `
  const kilo = 64 KiB;
  /// A memory of this project.
  component Small = mem.Sram { capacity: kilo };
  component Wide = Small { word: 256 b };`;

it('an instance of an alias is one of the component, with what the alias binds', () => {
  const plain = designOf(design('mem.Sram { capacity: 64 KiB, word: 256 b, ports }'));
  expect(designOf(design('Wide { ports }', aliases))).toEqual(plain);
  expect(designOf(design('Small { word: 256 b, ports }', aliases))).toEqual(plain);
});

it('an alias may bind arguments of a component of the file, and comes from other files like one', () => {
  const cell = `export component Cell(n: int = 4, m: int = n) {
    port in x: stream<int8, (n * m)>; port out y: stream<int8, (n * m)>;
    x -> y;
  }`;
  const main = (name: string): string => `
    import { tsmc_n7 } from "std/process";
    import { ${name.split(' ')[0]} } from "./cells.accel";
    design D { process tsmc_n7; clock main = 1 GHz; c: ${name}[3]; port x = c[1].x; port y = c[1].y;
      unused c[0].x; unused c[0].y; unused c[2].x; unused c[2].y; }`;
  const cells = `${cell}
  export component Two = Cell { n: 2 };`;
  const plain = designOf({
    'main.accel': main('Cell').replace('c: Cell[3]', 'c: Cell[3] { n: 2 }'),
    'cells.accel': cells,
  });
  expect(designOf({ 'main.accel': main('Two'), 'cells.accel': cells })).toEqual(plain);
});

it('a setting reaches the instance of an alias, also what the alias binds', () => {
  const program = programOf(design('Wide { ports }', aliases));
  const [canonical, diagnostics] = elaborate(program, undefined, { set: [['m.capacity', '128 KiB']] });
  expect(diagnostics).toEqual([]);
  expect(canonical?.design).toEqual(designOf(design('mem.Sram { capacity: 128 KiB, word: 256 b, ports }')));
});

it('arguments of an alias are checked, used or not; what is left open its user gives', () => {
  expectDiagnostics(`${imports}
    const used = tsmc_n7;
    component Wrong = mem.Sram { capacity: 3 W, bonks: 2 };
    //                                     ^^^ E302
    //                                          ^^^^^ E400
    component Open = mem.Sram { word: 256 b };
    component Pair {
      a: Open;
      // ^^^^ E401
      b: Open { capacity: 4 KiB, word: 128 b };
      //                         ^^^^ E216
    }
  `);
});

it('an alias is of a component, and not of itself', () => {
  expectDiagnostics(`${imports}
    component Odd = tsmc_n7 { };
    //              ^^^^^^^ E210
    component Chip = D;
    //               ^ E460
    design D { process tsmc_n7; clock main = 1 GHz; }
    component A = B;
    //            ^ E211
    component B = A;
    component User { a: A; b: B; c: mem.Sram { capacity: 4 KiB }; unused c.serve; unused c.fill; }
    const n = A;
    //        ^ E207
  `);
});

it('what an alias binds obeys the bounds of the parameter', () => {
  expectDiagnostics(
    design('Wrong', 'component Wrong = mem.Sram { capacity: 64 KiB, word: 1 b };').replace(
      'm: Wrong;',
      `m: Wrong;
      // ^^^^^ E402`,
    ),
  );
});
