import { expect, test } from 'vitest';
import { expectDiagnostics } from './expect-diagnostics.js';
import { unmet } from './unmet.js';

test('each function of the reference, with the dimension that its arguments give it', () => {
  expect(
    unmet(
      'min(2 W, 300 mW) == 300 mW && max([1 ns, 2 ns]) == 2 ns && min(1, 2.5) == 1.0',
      'abs(-3 W) == 3 W && abs(-3) == 3',
      'sum([1 W, 2 W]) == 3 W && len([1, 2]) == 2',
      'sqrt(4 mm^2) == 2 mm && log2(8) == 3',
      'round(2.5) == 3 && ceil(2.1) == 3 && floor(2.9) == 2 && int(3.0) == 3',
      'div(7, 2) == 3 && mod(7, 2) == 1 && ceil_div(7, 2) == 4',
      'div(7 KiB, 2 KiB) == 3 && ceil_div(7 ns, 2 ns) == 4',
      'clog2(9) == 4',
    ),
  ).toEqual([]);
});

test('what does not fit is refused by name', () => {
  expectDiagnostics(`
    const a = min(1 W, 1 s);
    //                 ^^^ E301
    const b = ceil(1.5 ns);
    //             ^^^^^^ E302
    const c = log2(8 b);
    //             ^^^ E302
    const d = div(1 W, 1 s);
    //        ^^^^^^^^^^^^^ E301
    const e = mod(7 b, 2 b);
    //            ^^^ E302
    const f = clog2(8.0);
    //              ^^^ E302
    const g = len(4);
    //            ^ E302
    const h = sum(1, 2);
    //        ^^^^^^^^^ E309
    const i = abs(true);
    //            ^^^^ E302
  `);
});
