import type { Printing } from './module.js';
import { testPortName } from './module.js';
import { wrapperText } from './wrapper.js';

/** The Verilog name of the one module that synchronises resets. */
export const resetSynchroniserModule = 'accel_reset_sync';

/**
 * The module `accel_reset_sync`: a reset that rises at once, whenever `rst` does, and falls at an edge of the clock, two after `rst` has fallen. A library's own cell may take the place
 * of its contents. With `test_en` high `rst` goes through, so that a tester resets the chip as it likes.
 */
export function resetSynchroniserText(header: readonly string[]): string {
  const about = [
    ...header,
    'Lets a reset rise at once and fall at the second edge after rst has fallen; with test_en as rst does.',
  ];
  return wrapperText(
    resetSynchroniserModule,
    about,
    ['clk', 'rst', 'test_en', 'rst_out'],
    [
      '(* async_reg = "true" *) reg first;',
      '(* async_reg = "true" *) reg released;',
      'always @(posedge clk or posedge rst) begin',
      '  if (rst) begin',
      "    first <= 1'b0;",
      "    released <= 1'b0;",
      '  end else begin',
      "    first <= 1'b1;",
      '    released <= first;',
      '  end',
      'end',
      'assign rst_out = test_en ? rst : ~released;',
    ],
  );
}

/** The instances of `accel_reset_sync` in a module. */
export function resetSynchroniserLines(printing: Printing): readonly string[] {
  const { module, expressions, names } = printing;
  return (module.resetSynchronisers ?? []).flatMap(({ name, clock, reset }) => [
    '',
    `${resetSynchroniserModule} ${names.take(`sync_${reset}`)} (`,
    `  .clk(${expressions.read(clock)}),`,
    `  .rst(${expressions.read(reset)}),`,
    `  .test_en(${testPortName(printing)}),`,
    `  .rst_out(${expressions.nameOf(name)})`,
    ');',
  ]);
}
