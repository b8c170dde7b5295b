import { sample } from 'fast-check';
import { expect, test } from 'vitest';
import { printVerilog } from '../../src/rtl/index.js';
import { cases, count, seed } from '../support/tier.js';
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

/**
 * Random modules with a testbench of what the built-in simulator shows; it runs them as they were described, Verilog gets them simplified.
 * Each `series` has its own.
 */
function randomCases(series: number, modules: number): readonly Case[] {
  return sample(choices, { seed: seed + series, numRuns: count(modules) }).map((numbers, index) => {
    const name = `m${series}_${index}`;
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

/** The cases in parts: the time that a simulator takes to build one program grows faster than its modules. */
const parts = (made: readonly Case[], size: number): readonly (readonly Case[])[] =>
  Array.from({ length: Math.ceil(made.length / size) }, (_, part) => made.slice(part * size, (part + 1) * size));

const passLines = (made: readonly Case[]): string[] =>
  made.map(({ name }) => `PASS ${name}_tb: ${cycles} cycles`).sort();

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .sort();

describeWithTool('icarus', 'Icarus', () => {
  test('shows what the built-in simulator shows, without a warning', () => {
    for (const made of parts(randomCases(1, cases(150)), 150)) {
      const shown = inFolder(
        made.flatMap((one) => one.files),
        (folder) =>
          runIcarus(
            folder,
            made.flatMap((one) => one.sources),
          ),
      );
      expect(linesOf(shown)).toEqual(passLines(made));
    }
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test('shows what the built-in simulator shows', () => {
    for (const made of parts(randomCases(2, cases(8)), 8)) {
      const top = {
        file: 'all_tb.v',
        text: `module all_tb;\n${made.map(({ name }) => `  ${name}_tb ${name} ();`).join('\n')}\nendmodule\n`,
      };
      const shown = inFolder([top, ...made.flatMap((one) => one.files)], (folder) =>
        runVerilator(folder, 'all_tb', [top.file, ...made.flatMap((one) => one.sources)]),
      );
      expect(linesOf(shown)).toEqual(passLines(made));
    }
  });

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
