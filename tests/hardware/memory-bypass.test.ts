import { describe, expect, test } from 'vitest';
import { build, readMacroLibrary, type ClockGating } from '../../src/hardware/index.js';
import { verify, type VerifyTools } from '../../src/verify/index.js';
import { canonicalOf } from '../support/language.js';
import { accel } from '../support/program.js';
import { readFileSync } from 'node:fs';

const source = (reset = ''): string => `import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

design Chip() {
  process tsmc_n7;
  clock main = 800 MHz${reset};
  port in side: memory<bit, 32, 2 KiB>;
  buffer: Sram { capacity: 2 KiB, word: 32 b };
  side <-> buffer.serve;
  unused buffer.fill;
}
`;

const [openram] = readMacroLibrary(
  'sky130_openram',
  readFileSync(new URL('../../data/memory-macros/sky130_openram.json', import.meta.url), 'utf8'),
);

function made(options: { readonly clockGating?: ClockGating; readonly memories?: typeof openram }, reset = '') {
  const { design, origins } = canonicalOf(source(reset));
  const { memories, ...rest } = options;
  const chosen = memories === undefined ? rest : { ...rest, memories };
  const [found, problems] = build(design, origins, { version: '0', memoryBypass: true, ...chosen });
  if (found === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { ...found, file: (path: string) => found.files.find((each) => each.path === path)?.text ?? '' };
}

describe('a chip whose memories have a bypass', () => {
  test('has a test input, low in operation, and says so', () => {
    const { manifest, file } = made({});
    expect(manifest.memory_bypass).toEqual({ test_port: 'test_en', memories: 1, register_bits: 32 });
    expect(file('Chip.v')).toContain('input wire test_en');
    expect(file('Sram.v')).toContain('words_data_test');
    expect(file('Chip.sdc')).toContain('set_case_analysis 0 [get_ports {test_en}]');
  });

  test.each([
    ['gated clocks', { clockGating: {} }, ''],
    ['synchronised resets', {}, ' { reset: .async }'],
    ['both', { clockGating: {} }, ' { reset: .async }'],
  ])('shares it with %s', (_, options, reset) => {
    const { file } = made(options, reset);
    expect(file('Chip.sdc').match(/set_case_analysis/g)).toHaveLength(1);
    expect(file('Chip.v').match(/input wire test_en/g)).toHaveLength(1);
  });

  test('has it around macros too', () => {
    const { manifest, file } = made({ memories: openram });
    expect(manifest.memory_bypass?.memories).toBe(1);
    expect(file('Sram.v')).toContain('accel_memory_512x32_1r1w_old_mask8 words (');
    expect(file('Sram.v')).toContain('words_data_test');
  });

  test('is asked for by an option of build, verify and synth', async () => {
    for (const command of ['build', 'verify', 'synth'])
      expect((await accel([command, '--help'], {})).out).toContain('--memory-bypass');
  });
});

test('verify replays the blocks with it, the test input low', async () => {
  const { design, origins } = canonicalOf(source());
  const texts: string[] = [];
  const tools: VerifyTools = {
    simulate: async (files) => {
      texts.push(...files.map(({ text }) => text));
      return [{ simulator: 'icarus', version: '0', output: ['PASS 1 cycles'], build_s: 0, run_s: 0 }, []];
    },
    synthesize: async () => [null, []],
  };
  const random = { cases: 2, seed: 1 };
  const request = { random, simulators: ['builtin', 'icarus'], printed: { memoryBypass: true } } as const;
  const [verification] = await verify(design, request, { origins, tools });
  expect(verification?.report.passed).toBe(true);
  expect(texts.join('')).toContain('words_data_test');
  expect(texts.join('')).toContain(".test_en(1'b0)");
});
