import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';
import { cases } from '../support/tier.js';

const root = new URL('../../', import.meta.url);

/** Sources with every construct of the language. */
const sources = [
  readFileSync(new URL('examples/edge_npu.accel', root), 'utf8'),
  `import { tsmc_n7 } from "std/process";
   extern component Phy(count: int = 4) { port out serial: lanes<count>; port in up: link[2]; port in registers: axi_lite; }
   extern component Cable(length: length in 0 m ..= 5 m = 1 m) { let loss = 12 dB / 1 m * length; }
   component Short = Cable { length: 0.1 m };
   design Chip(count: int in 1 ..= 16 = 4) {
     process tsmc_n7;
     clock main = 1 GHz;
     port in host: axi_lite[3];
     phy: Phy[3] { count };
     host <-> phy[*].registers;
     port serial = phy[0].serial;
     port up = phy[0].up;
     unused phy[1 .. 3].serial;
     unused phy[1 .. 3].up;
     address_map { phy[0]: 0; phy[1 .. 3].registers: 0x1_0000, 16 KiB; }
   }
   system Node(chips: int in 2 ..= 64 = 8) {
     chip: Chip[chips];
     for i in 0 .. div(chips, 2) { chip[2 * i].serial <-> chip[2 * i + 1].serial via Cable { length: 0.1 m * (i + 1) }; }
     for i in 1 .. chips { chip[i].up[0] <-> chip[i - 1].up[1] via Short; }
     unused chip[0].up[0];
     port edge = chip[chips - 1].up[1];
     unused chip[*].host;
     require chips * 2 < 200, "too many";
   }
   system Rack { node: Node[2] { chips: 4 }; if true { spare: Node; unused spare.edge; } node[0].edge <-> node[1].edge; }`,
  `import * as mem from "std/memory";
   import { tsmc_n7 } from "std/process";
   const sizes = [1, 2, 3];
   enum Mode { fast, slow }
   fn pick(mode: Mode, n: int = 2): int = mode == .fast ? n * 2 : n;
   component Cell(n: int in 1 ..= 64 = 4) { port in x: stream<int8, n>[2]; port out y: stream<int8, n>[2]; x -> y; let w = x.width; }
   component Tree(n: int) {
     port in x: wires<1>;
     part: if n > 0 { t: Tree { n: n - 1 }; x -> t.x; } else { unused x; }
   }
   design D(k: int in 1 ..= 8 = 3, mode: Mode = .fast) {
     process tsmc_n7 { voltage: 0.7 V };
     clock main = 1 GHz { reset: .async };
     clock slow = 10 MHz;
     row: for i in 0 .. k { c: Cell[2] @ slow { n: pick(mode) }; unused c[*].y; let weight = i; }
     port fill = row[0].c[1].x;
     unused row[0].c[0].x;
     for i in 1 .. k { unused row[i].c[*].x; }
     for s in sizes { m: mem.Sram { capacity: s * 1 KiB }; unused m.serve; unused m.fill; }
     t: Tree { n: k };
     unused t.x;
     let share = area / 2 mm^2;
     require share < 0.5 && throughput(w) > 3 token/s, "small and fast";
     require sum(row[*].weight) >= 0;
   }
   workload w(batch: int = 4) { model "llama-3.1-8b"; phase = .decode; batch = batch; }
   workload e { einsum O: int32[i, j] += A: int8[i, 2 * k - 1] * B: int8[k, j] where i = 4, j = 5, k = 6, A = [i, 11]; }`,
];

const words = sources.map((source) => source.match(/\w+|"[^"]*"|\s+|[^\w\s]/g) ?? []);

it('the sources themselves are right', () => {
  expect(sources.map((source) => diagnose(hostOf({ 'main.accel': source })).diagnostics)).toEqual([[], [], []]);
});

/** Words left out, doubled, swapped for others of the same source: most are wrong, none may be worse than wrong. */
it('a source with any words changed is answered with diagnostics inside of it', () => {
  const change = fc.record({ at: fc.nat(2000), kind: fc.constantFrom('drop', 'double', 'swap'), other: fc.nat(2000) });
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.array(change, { minLength: 1, maxLength: 4 }), (source, changes) => {
      const changed: string[] = [...source];
      for (const { at, kind, other } of changes) {
        const i = at % changed.length;
        const word = changed[i] ?? '';
        changed[i] = kind === 'drop' ? '' : kind === 'double' ? word + word : (source[other % source.length] ?? '');
      }
      const text = changed.join('');
      const { diagnostics } = diagnose(hostOf({ 'main.accel': text }), 'main.accel', { instances: 1000, turns: 1000 });
      for (const { origin } of diagnostics) {
        if (origin === undefined || !('start' in origin)) continue;
        expect(origin.start).toBeLessThanOrEqual(origin.end);
        if (origin.file === 'main.accel') expect(origin.end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: cases(400) },
  );
});
