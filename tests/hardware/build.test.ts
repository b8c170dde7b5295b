import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSpan } from '../../src/diagnostics/index.js';
import { build, buildChip, hardwareText, modulesOf, sha256, type Build } from '../../src/hardware/index.js';
import { structuralHash, type Canonical } from '../../src/ir/index.js';
import { lint, yosysCheck } from '../../src/tools/index.js';
import { canonicalOf } from '../support/language.js';
import { describeWithTool, hasTool } from '../support/tools.js';

const root = new URL('../../', import.meta.url);
const example = (name: string): string => readFileSync(new URL(`examples/${name}.accel`, root), 'utf8');

function built({ design, origins }: Canonical, partial = false): Build {
  const [made, problems] = build(design, origins, { version: '0.0.0', partial });
  expect(problems.filter(({ code }) => code !== 'W660')).toEqual([]);
  return made!;
}

const text = (made: Build, path: string): string => made.files.find((file) => file.path === path)?.text ?? '';

const edge = built(canonicalOf(example('edge_npu')));

/** Two tiles, each with a core, a memory and a DMA, and a memory that is read from outside. */
const tiles = `
import { MatrixCore } from "std/compute";
import { LpddrDram, Sram } from "std/memory";
import { Dma } from "std/move";
import { tsmc_n7 } from "std/process";

component Tile() {
  port in work: commands;
  port in moves: commands;
  port out far: memory<bit, 256, 4 GiB>;

  core: MatrixCore { rows: 4, cols: 8, activation_capacity: 4 KiB, weight_capacity: 4 KiB, accumulator_capacity: 4 KiB, address_space: 16 KiB };
  buffer: Sram { capacity: 16 KiB, word: 128 b, ports: .one_rw };
  dma: Dma { width: 128 b, local_space: 16 KiB };

  work -> core.commands;
  moves -> dma.commands;
  core.spill <-> buffer.serve;
  dma.local <-> buffer.fill;
  dma.memory <-> far;
  unused core.results;
}

design Tiles {
  process tsmc_n7;
  clock main = 1 GHz;

  port in work: commands[2];
  port in moves: commands[2];
  port in peek: memory<bit, 64, 8 KiB>;

  tile: Tile[2];
  dram: LpddrDram[2];
  scratch: Sram { capacity: 8 KiB, word: 64 b };

  work[*] -> tile[*].work;
  moves[*] -> tile[*].moves;
  tile[*].far <-> dram[*].data;
  peek <-> scratch.serve;
  unused scratch.fill;
}
`;

describe('the build of edge_npu', () => {
  test('has what integrators need', () => {
    expect(edge.files.map(({ path }) => path).filter((path) => !path.endsWith('.v'))).toEqual([
      'files.f',
      'EdgeNpu.core',
      'EdgeNpu.sdc',
      'memories.json',
      'origins.json',
      'registers.md',
      'EdgeNpu.h',
      'manifest.json',
    ]);
  });

  test('names its top and the ports that stand for modelled blocks', () => {
    const manifest = JSON.parse(text(edge, 'manifest.json'));
    expect(manifest).toMatchObject({ schema: 'accel-manifest/1', top: 'EdgeNpu' });
    expect(manifest.ports.map((port: { name: string; modelled: object[] }) => [port.name, port.modelled])).toEqual([
      ['work', []],
      ['dma_local', [{ instance: 'dma', block: 'Dma', port: 'local' }]],
    ]);
    expect(manifest.left_out_ports).toEqual([
      { port: 'moves', modelled: [{ instance: 'dma', block: 'Dma', port: 'commands' }] },
    ]);
  });

  test('lists its files with their hashes, and the ports that the Verilog has', () => {
    const { manifest } = edge;
    expect(manifest.files.map(({ path }) => path)).toEqual(edge.files.map(({ path }) => path).slice(0, -1));
    for (const { path, sha256: hash } of manifest.files) expect(hash).toBe(sha256(text(edge, path)));
    const declared = [...text(edge, 'EdgeNpu.v').matchAll(/^ {2}(input|output) wire (?:\[(\d+):0\] )?(\w+)/gm)].map(
      ([, direction, high, name]) => ({ name, direction, width: Number(high ?? 0) + 1 }),
    );
    const listed = [
      { name: 'clk', direction: 'input', width: 1 },
      { name: 'rst', direction: 'input', width: 1 },
      ...manifest.ports.flatMap(({ signals }) => signals),
    ];
    expect(declared).toEqual(listed);
  });

  test('is the same bytes twice', () => {
    expect(built(canonicalOf(example('edge_npu'))).files).toEqual(edge.files);
  });

  test('constrains its clock and every port', () => {
    const sdc = text(edge, 'EdgeNpu.sdc');
    expect(sdc).toContain('create_clock -name main -period 1.25 [get_ports {clk}]');
    for (const { signals } of edge.manifest.ports)
      for (const { name } of signals) expect(sdc).toMatch(new RegExp(`[{ ]${name}(\\[\\*\\])?[ }]`));
  });

  test('lists the memories that it has: their bits are those of the declared capacities', () => {
    const { memories } = JSON.parse(text(edge, 'memories.json'));
    const bits = memories.reduce(
      (sum: number, m: { words: number; width_bits: number; count: number }) => sum + m.words * m.width_bits * m.count,
      0,
    );
    expect(bits).toBe(8 * 1024 * (1024 + 3 * 64));
  });

  test('prints as text for accel ir', () => {
    const printed = hardwareText(modulesOf(edge.chip.top));
    expect(printed).toContain('module EdgeNpu\n  input clk: clock\n  input rst: reset\n  input work_valid: bit\n');
    expect(printed).toContain('  instance core: MatrixCore\n');
    expect(printed).toContain('16 x 16 MatrixCore_pe');
  });
});

describe('the header of a Verilog file', () => {
  test("has the tool's version, the user's sources and the hash of the design", () => {
    const { design, origins } = canonicalOf(tiles);
    const sources = ['std:compute.accel', 'chips/tiles.accel', 'chips/more.accel'].map((path) => ({ path, text: '' }));
    const [made] = build(design, origins, { version: '1.2.3', sources });
    for (const path of ['Tiles.v', 'Sram.v'])
      expect(text(made!, path).split('\n').slice(0, 4)).toEqual([
        '// Tiles, made by accel 1.2.3',
        '// source: chips/tiles.accel',
        '// source: chips/more.accel',
        `// design: sha256 ${structuralHash(design)}`,
      ]);
  });
});

describe('modelled blocks that become ports of the top', () => {
  const page = readFileSync(new URL('docs/diagnostics/W660.md', root), 'utf8');
  const [modelled, own] = [...page.matchAll(/```accel\n([^]*?)```/g)].map(([, source]) => source!);
  const warnings = (source: string): readonly string[] => {
    const { design, origins } = canonicalOf(source);
    return build(design, origins, { version: '0.0.0' })[1].map(({ message, origin }) => {
      const at = origin !== undefined && isSpan(origin) ? source.slice(origin.start).split(/[ ;]/, 2).join(' ') : '';
      return `${at} | ${message}`;
    });
  };

  test('are warned of with their ports; the page shows how', () => {
    expect(warnings(modelled!)).toEqual([
      'dma: Dma | dma, a Dma, is modelled only; in its place the top module has dma_local',
    ]);
    expect(warnings(own!)).toEqual([]);
  });

  test('once for an array of them', () => {
    expect(warnings(tiles)).toEqual([
      'dma: Dma | tile[*].dma, a Dma, is modelled only; in its place the top module has tile_0_dma_local, tile_1_dma_local',
    ]);
    const many = tiles.replaceAll('[2]', '[6]');
    expect(warnings(many)[0]).toMatch(/has tile_0_dma_local, tile_1_dma_local, tile_2_dma_local, 3 more$/);
  });
});

describe('the C header', () => {
  test.skipIf(!hasTool('cc'))('sets and reads the fields of a command word', () => {
    const folder = mkdtempSync(join(tmpdir(), 'accel-header-'));
    try {
      writeFileSync(join(folder, 'EdgeNpu.h'), text(edge, 'EdgeNpu.h'));
      writeFileSync(
        join(folder, 'main.c'),
        `#include <stdio.h>
#include "EdgeNpu.h"
int main(void) {
  uint32_t word[MATRIX_CORE_COMMAND_PARTS] = {0};
  MATRIX_CORE_SET(word, OPCODE, 1);
  MATRIX_CORE_SET(word, M, 0xabcdef);
  MATRIX_CORE_SET(word, K, 0x12345);
  MATRIX_CORE_SET(word, M, 50);
  printf("%08x %08x %u\\n", word[1], word[0], MATRIX_CORE_GET(word, K));
  return 0;
}
`,
      );
      execFileSync('cc', ['-std=c99', '-Wall', '-Werror', '-o', 'main', 'main.c'], { cwd: folder });
      expect(execFileSync('./main', { cwd: folder, encoding: 'utf8' })).toBe(`00012345 00003201 ${0x12345}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const tpu = built(canonicalOf(example('tpu_v1')));

describe('the build of tpu_v1', () => {
  test('prints its 256 x 256 array and its memories of 4096 bits in less than 100 KB together', () => {
    const verilog = tpu.files.filter(({ path }) => path.endsWith('.v'));
    expect(verilog.map(({ path }) => path)).toEqual(expect.arrayContaining(['TpuV1.v', 'MatrixCore.v', 'Sram.v']));
    expect(verilog.reduce((sum, file) => sum + file.text.length, 0)).toBeLessThan(100_000);
  });

  describeWithTool(['verilator', 'icarus', 'yosys'], 'its widest memory', () => {
    test('is accepted without a warning', async () => {
      const memory = tpu.files.filter(({ path }) => path === 'Sram.v');
      const clean = [expect.objectContaining({ messages: [] }), []];
      expect(await lint(memory, 'Sram', 'verilator')).toEqual(clean);
      expect(await lint(memory, 'Sram', 'icarus')).toEqual(clean);
      expect(await yosysCheck(memory, 'Sram')).toEqual(clean);
    });
  });
});

test('modelled blocks inside of modules give ports of the top; what joins only them is left out', () => {
  const made = built(canonicalOf(tiles));
  expect(
    made.manifest.ports.map(({ name, modelled }) => [name, modelled.map((end) => `${end.instance}.${end.port}`)]),
  ).toEqual([
    ['work_0', []],
    ['work_1', []],
    ['peek', []],
    ['tile_0_dma_local', ['tile[0].dma.local']],
    ['tile_1_dma_local', ['tile[1].dma.local']],
  ]);
  expect(made.manifest.modules.find(({ name }) => name === 'Tile')?.count).toBe(2);
});

describe.each([
  ['edge_npu', example('edge_npu')],
  ['tiles', tiles],
])('the Verilog of %s is accepted without a warning', (name, source) => {
  const made = built(canonicalOf(source));
  const { top } = made.manifest;
  describeWithTool('verilator', 'by Verilator', () => {
    test(`${name}: --lint-only -Wall`, async () => {
      expect(await lint(made.files, top, 'verilator')).toEqual([expect.objectContaining({ messages: [] }), []]);
    });
  });
  describeWithTool('icarus', 'by Icarus', () => {
    test(`${name}: -Wall -g2005`, async () => {
      expect(await lint(made.files, top, 'icarus')).toEqual([expect.objectContaining({ messages: [] }), []]);
    });
  });
  describeWithTool('yosys', 'by Yosys', () => {
    test(`${name}: check -assert`, async () => {
      expect(await yosysCheck(made.files, top)).toEqual([expect.objectContaining({ messages: [] }), []]);
    });
  });
});

describe('what cannot be built', () => {
  const page = (code: string): readonly string[] =>
    [...readFileSync(new URL(`docs/diagnostics/${code}.md`, root), 'utf8').matchAll(/```accel\n([^]*?)```/g)].map(
      (match) => match[1]!,
    );

  test.each(['E661', 'E662', 'E666'])('%s, as its page shows', (code) => {
    const [bad, good] = page(code).map((source) => canonicalOf(source));
    expect(buildChip(bad!.design, bad!.origins)[1].map((problem) => problem.code)).toContain(code);
    expect(buildChip(good!.design, good!.origins)[1]).toEqual([]);
  });

  test('E660: a block that nobody knows', () => {
    const { design, origins } = canonicalOf(tiles);
    const blocks = design.blocks.map((block) => (block.name === 'Sram' ? { ...block, name: 'Scratchpad' } : block));
    expect(buildChip({ ...design, blocks }, origins)[1].map(({ code }) => code)).toContain('E660');
  });

  test('the diagnostic is at the instance', () => {
    const source = page('E661')[0]!;
    const { design, origins } = canonicalOf(source);
    const [problem] = buildChip(design, origins)[1];
    expect(problem?.origin).toMatchObject({ start: source.indexOf('core: MatrixCore') });
  });

  test('E662 is at the design', () => {
    const source = page('E662')[0]!;
    const { design, origins } = canonicalOf(source);
    const [problem] = buildChip(design, origins)[1];
    expect(problem?.origin).toMatchObject({ start: source.indexOf('Memory()') });
  });

  test('E666: a partial build leaves a block of the user’s own out', () => {
    const made = built(canonicalOf(page('E666')[0]!), true);
    expect(made.manifest.ports.map(({ name }) => name)).toEqual(['read', 'radio_samples']);
  });

  test('a partial build leaves it out', () => {
    const { design, origins } = canonicalOf(`
import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
design Npu {
  process tsmc_n7;
  clock main = 800 MHz;
  core: MatrixCore { operand: int16, address_space: 64 KiB };
  buffer: Sram { capacity: 64 KiB, word: 512 b };
  core.spill <-> buffer.serve;
  unused core.commands;
  unused core.results;
  unused buffer.fill;
}
`);
    const made = built({ design, origins }, true);
    expect(made.manifest.ports.map(({ name }) => name)).toEqual(['core_spill']);
  });
});
