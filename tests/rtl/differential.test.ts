import { sample } from 'fast-check';
import { expect, test } from 'vitest';
import { printVerilog } from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { goldenModules } from './support/golden-modules.js';
import { choices, randomModule } from './support/random-module.js';
import { randomTestbench } from './support/stimulus.js';
import { inFolder, output, runIcarus, runVerilator, type SourceFile } from './support/tools.js';

interface Case {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly design: readonly string[];
  readonly sources: readonly string[];
}

const cycles = 40;

/** Random modules with a testbench of what the built-in simulator shows; it runs them as they were described, Verilog gets them simplified. */
function randomCases(seed: number, count: number): readonly Case[] {
  return sample(choices, { seed, numRuns: count }).map((numbers, index) => {
    const name = `m${seed}_${index}`;
    const module = randomModule(numbers, name);
    const bench = randomTestbench(module, numbers, cycles);
    const design = printVerilog(module);
    const benchFile = `${bench.name}.v`;
    return {
      name,
      files: [...design, { file: benchFile, text: bench.text }, { file: bench.vectorFile, text: bench.vectors }],
      design: design.map((file) => file.file),
      sources: [...design.map((file) => file.file), benchFile],
    };
  });
}

const passLines = (made: readonly Case[]): string[] =>
  made.map(({ name }) => `PASS ${name}_tb: ${cycles} cycles`).sort();

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .sort();

describeWithTool('icarus', 'Icarus', () => {
  test('shows what the built-in simulator shows, without a warning', () => {
    const made = randomCases(1, cases(150));
    const shown = inFolder(
      made.flatMap((one) => one.files),
      (folder) =>
        runIcarus(
          folder,
          made.flatMap((one) => one.sources),
        ),
    );
    expect(linesOf(shown)).toEqual(passLines(made));
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test('shows what the built-in simulator shows', () => {
    // One program: its building time grows faster than its modules.
    const made = randomCases(2, Math.min(40, cases(8)));
    const top = {
      file: 'all_tb.v',
      text: `module all_tb;\n${made.map(({ name }) => `  ${name}_tb ${name} ();`).join('\n')}\nendmodule\n`,
    };
    const shown = inFolder([top, ...made.flatMap((one) => one.files)], (folder) =>
      runVerilator(folder, 'all_tb', [top.file, ...made.flatMap((one) => one.sources)]),
    );
    expect(linesOf(shown)).toEqual(passLines(made));
  }, 600_000);

  test.each(Object.entries(goldenModules))('lints %s without a warning', (_, make) => {
    const design = printVerilog(make());
    const warnings = inFolder(design, (folder) =>
      output(folder, 'verilator', ['--lint-only', '-Wall', design.at(-1)?.file ?? '']),
    );
    expect(warnings).toBe('');
  });

  test('lints random modules without a warning', () => {
    for (const one of randomCases(3, cases(15))) {
      const warnings = inFolder(one.files, (folder) =>
        output(folder, 'verilator', ['--lint-only', '-Wall', `${one.name}.v`]),
      );
      expect(warnings, one.name).toBe('');
    }
  });
});

const check = (files: readonly SourceFile[], design: readonly string[], top: string): string =>
  inFolder(files, (folder) =>
    output(folder, 'yosys', [
      '-q',
      '-p',
      `read_verilog ${design.join(' ')}; hierarchy -check -top ${top}; proc; check -assert`,
    ]),
  );

describeWithTool('yosys', 'Yosys', () => {
  test.each(Object.entries(goldenModules))('takes %s without a warning', (_, make) => {
    const design = printVerilog(make());
    expect(
      check(
        design,
        design.map((file) => file.file),
        design.at(-1)?.module ?? '',
      ),
    ).toBe('');
  });

  test('takes random modules without a warning', () => {
    for (const one of randomCases(4, cases(15))) expect(check(one.files, one.design, one.name), one.name).toBe('');
  });
});
