import { expect, test } from 'vitest';
import { build, type VerilogOrigins } from '../../src/hardware/index.js';
import { canonicalOf } from '../support/language.js';

const source = `
import { PEArray } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

component Tile() {
  port in fill: memory<bit, 64, 8 KiB>;
  first: Sram { capacity: 8 KiB, word: 64 b };
  fill <-> first.serve;
  unused first.fill;
}

design Chip {
  process tsmc_n7;
  clock main = 1 GHz;
  port in fill: memory<bit, 64, 8 KiB>;
  tile: Tile;
  second: Sram { capacity: 8 KiB, word: 64 b };
  array: PEArray { rows: 2, cols: 2, steps: 4 };
  fill <-> tile.fill;
  unused second.serve;
  unused second.fill;
  unused array.weights;
  unused array.activations;
  unused array.sums;
}
`;

function mapped(clockGating?: object): { readonly origins: VerilogOrigins; readonly text: (file: string) => string } {
  const { design, origins } = canonicalOf(source);
  const sources = [{ path: 'main.accel', text: source }];
  const gated = clockGating === undefined ? {} : { clockGating };
  const [made, problems] = build(design, origins, { version: '0.0.0', sources, ...gated });
  expect(problems).toEqual([]);
  const text = (path: string): string => made?.files.find((file) => file.path === path)?.text ?? '';
  return { origins: JSON.parse(text('origins.json')), text };
}

/** What of the source a line's places show. */
function shown({ places, files }: VerilogOrigins, file: string, line: number): readonly string[] {
  const found = files
    .find((each) => each.file === file)
    ?.lines.find(([first = 0, last = 0]) => first <= line && line <= last);
  return (found ?? []).slice(2).map((index) => {
    const { line: row = 0, column = 0 } = places[index] ?? {};
    return source.split('\n')[row - 1]?.slice(column - 1) ?? '';
  });
}

function lineWith(text: string, part: string): number {
  return text.split('\n').findIndex((line) => line.includes(part)) + 1;
}

test('every line of every file has a place, once', () => {
  const { origins, text } = mapped();
  for (const { file, lines } of origins.files) {
    const covered = lines.flatMap(([first = 0, last = 0]) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    );
    expect(covered).toEqual(Array.from({ length: text(file).split('\n').length - 1 }, (_, i) => i + 1));
    for (const [, , ...places] of lines) expect(places).not.toEqual([]);
  }
});

test('lines of a chip are from its instances, its ports and its declaration', () => {
  const { origins, text } = mapped();
  const at = (part: string): readonly string[] => shown(origins, 'Chip.v', lineWith(text('Chip.v'), part));
  expect(at('input wire [9:0] fill_address')).toEqual(['fill: memory<bit, 64, 8 KiB>;']);
  expect(at('Tile tile (')).toEqual(['tile: Tile;']);
  expect(at('PEArray array (')).toEqual(['array: PEArray { rows: 2, cols: 2, steps: 4 };']);
  expect(at('endmodule')).toEqual(['Chip {']);
});

test('lines of a block of the library are from all instances that stand for it', () => {
  const { origins } = mapped();
  expect(shown(origins, 'Sram.v', 10)).toEqual([
    'first: Sram { capacity: 8 KiB, word: 64 b };',
    'second: Sram { capacity: 8 KiB, word: 64 b };',
  ]);
  expect(shown(origins, 'PEArray_pe.v', 10)).toEqual(['array: PEArray { rows: 2, cols: 2, steps: 4 };']);
});

test('the same with gated clocks; their wrapper is from the design', () => {
  const { origins } = mapped({});
  expect(shown(origins, 'PEArray_pe.v', 10)).toEqual(['array: PEArray { rows: 2, cols: 2, steps: 4 };']);
  expect(shown(origins, 'accel_clock_gate.v', 3)).toEqual(['Chip {']);
});
