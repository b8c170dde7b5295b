import { it } from 'vitest';
import { expectDiagnostics } from './expect-diagnostics.js';

it('adding two dimensions names both, at the operator', () => {
  expectDiagnostics(`
    const wrong = 1.5 GHz + 2 W;
    //            ^^^^^^^^^^^^^ E301
    const right = 1.5 GHz + 500 MHz;
  `);
});

it('points at the innermost operator that does not fit, and at nothing that follows from it', () => {
  expectDiagnostics(`
    const wrong = 3 * (2 op + 1 s) / 4 s < 2 OPS && true;
    //                 ^^^^^^^^^^ E301
    const follows = wrong && 4 == 5;
  `);
});

it('multiplies and divides dimensions', () => {
  expectDiagnostics(`
    const peak: op_rate = 2 op * 16 * 16 * 800 MHz;
    const intensity: {op/B} = peak / 34 GB/s;
    const edge: length = sqrt(4 mm^2);
    const cycles: int = ceil(2.5 ns * 1.6 GHz);
    const speed: frequency = 1 / 2 ns;
    const volume: {mm^3} = (2 mm) ^ 3;
  `);
});

it('an exponent of a quantity is a literal, so that its dimension is known', () => {
  expectDiagnostics(`
    const n = 2;
    const wrong = (2 mm) ^ n;
    //                     ^ E308
    const half = 2 ^ 0.5;
    //               ^^^ E308
    const right = n ^ n;
  `);
});

it('int widens to real, and nothing else converts by itself', () => {
  expectDiagnostics(`
    const a: real = 3;
    const b: int = 3.0;
    //             ^^^ E302
    const c: int = 6 / 2;
    //             ^^^^^ E302
    const d: int = int(6 / 2);
    const e: bool = 1;
    //              ^ E302
    const f: [real] = [1, 2.5];
  `);
});

it('a case takes its enum from what is expected', () => {
  expectDiagnostics(`
    enum Flow { left, right }
    const a: Flow = .left;
    const b: Flow = .up;
    //               ^^ E214
    const c = .left;
    //        ^^^^^ E213
    const d = a == .right && .left != a;
    const e: int = .left;
    //             ^^^^^ E302
    fn f(way: Flow): int = way == .left ? 1 : 2;
    const g = f(.right) + f(way: .left);
  `);
});

it('a list has elements of one type', () => {
  expectDiagnostics(`
    const a = [1, 2.5, 3];
    const b = [1, 2 W];
    //            ^^^ E314
    const c = a[1] + 1;
    const d = a[1 W];
    //          ^^^ E302
    const e = sum(a) + max(a) + len(a);
    const f = 3[0];
    //        ^^^^ E219
  `);
});

it('checks the calls of built-in functions', () => {
  expectDiagnostics(`
    const a = clog2(2.5);
    //              ^^^ E302
    const b = div(7, 2) + mod(7, 2) + ceil_div(1 MiB, 64 B);
    const c = ceil_div(1 MiB, 2 W);
    //        ^^^^^^^^^^^^^^^^^^^^ E301
    const d = min(1 W, 2 V);
    //                 ^^^ E301
    const e = ceil(3 W);
    //             ^^^ E302
    const f = clog2();
    //        ^^^^^^^ E309
    const g = ciel(3.5);
    //        ^^^^ E201
  `);
});

it('checks the calls of functions', () => {
  expectDiagnostics(`
    fn beats(size: information, width: information = 64 b): int = int(ceil(size / width));
    const a = beats(1 KiB) + beats(1 KiB, 32 b) + beats(width: 8 b, size: 1 B);
    const b = beats();
    //        ^^^^^^^ E217
    const c = beats(1 KiB, widht: 3 b);
    //                     ^^^^^ E215
    const d = beats(1 KiB, size: 3 b);
    //                     ^^^^^^^^^ E216
    const e = beats(1 W);
    //              ^^^ E302
    const f = beats(1 b, 2 b, 3 b, 4 b);
    //                        ^^^ E309
  `);
});

it('functions do not call themselves, and constants are not defined by themselves', () => {
  expectDiagnostics(`
    fn f(n: int): int = n < 1 ? 0 : g(n - 1);
    fn g(n: int): int = f(n);
    //                  ^^^^ E211
    const a = b + 1;
    const b = a;
    //        ^ E211
  `);
});

it('one mistake is one diagnostic, however often it is used', () => {
  expectDiagnostics(`
    const a = missing + 1 W;
    //        ^^^^^^^ E201
    const b = a * 2 + a;
    const c = b < 3 ? b : a;
    const d = max(a, b, c);
    fn f(x: Nothing): int = x + 1;
    //      ^^^^^^^ E208
    const e = f(3) + f(true);
  `);
});
