import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cycle, type SramRequest } from '../../src/blocks/sram/golden.js';
import type { SramParameters } from '../../src/blocks/sram/parameters.js';
import { sram } from '../../src/blocks/sram/rtl.js';
import { cycles, readLatency } from '../../src/blocks/sram/timing.js';
import { compile, type Simulator } from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';

function small(ports: SramParameters['ports'], words: number, wordBits: number): SramParameters {
  return { capacityBits: words * wordBits, wordBits, words, ports };
}

const parameters = fc
  .tuple(
    fc.constantFrom('one_rw' as const, 'one_r_one_w' as const),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(8, 24, 64, 128),
  )
  .map(([ports, words, wordBits]) => small(ports, words, wordBits));

const request = ({ words, wordBits }: SramParameters): fc.Arbitrary<SramRequest | null> => {
  const address = fc.integer({ min: 0, max: words - 1 });
  const data = fc.bigInt({ min: 0n, max: (1n << BigInt(wordBits)) - 1n });
  const mask = fc.bigInt({ min: 0n, max: (1n << BigInt(wordBits / 8)) - 1n });
  return fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant('read' as const), address }),
    fc.record({ kind: fc.constant('write' as const), address, data, mask }),
  );
};

const sample = parameters.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.array(fc.tuple(request(shape), request(shape)), { minLength: 1, maxLength: 40 })),
);

function start(shape: SramParameters): Simulator {
  const sim = compile(sram('buffer', shape));
  offer(sim, 'serve', null);
  offer(sim, 'fill', null);
  sim.set('rst', 1);
  sim.step();
  sim.set('rst', 0);
  return sim;
}

function offer(sim: Simulator, side: string, asked: SramRequest | null): void {
  sim.set(`${side}_valid`, asked === null ? 0 : 1);
  if (asked === null) return;
  sim.set(`${side}_write`, asked.kind === 'write' ? 1 : 0);
  sim.set(`${side}_address`, asked.address);
  if (asked.kind === 'read') return;
  sim.set(`${side}_data`, asked.data);
  sim.set(`${side}_mask`, asked.mask);
}

const answerOf = (sim: Simulator, side: string): bigint | null =>
  sim.get(`${side}_response_valid`) === 1 ? sim.getBig(`${side}_response_data`) : null;

test('any requests of both sides are served as the golden model serves them, each read after one cycle', () => {
  fc.assert(
    fc.property(sample, ([shape, requests]) => {
      const sim = start(shape);
      const words = Array.from({ length: shape.words }, () => 0n);
      for (const [serve, fill] of requests) {
        offer(sim, 'serve', serve);
        offer(sim, 'fill', fill);
        const expected = cycle(shape, words, serve, fill);
        expect(sim.get('serve_ready')).toBe(1);
        expect(fill !== null && sim.get('fill_ready') === 1).toBe(expected.fillTaken);
        sim.step(readLatency);
        expect([answerOf(sim, 'serve'), answerOf(sim, 'fill')]).toEqual([expected.serve, expected.fill]);
      }
    }),
    { numRuns: cases(80) },
  );
});

test('both sides together take the cycles of the formula', () => {
  fc.assert(
    fc.property(
      parameters,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (shape, serve, fill, same) => {
        const sim = start(shape);
        let [served, filled, count] = [0, 0, 0];
        for (; served < serve || filled < fill; count++) {
          offer(sim, 'serve', served < serve ? { kind: 'read', address: 0 } : null);
          const write: SramRequest = { kind: 'write', address: 0, data: 0n, mask: 1n };
          offer(sim, 'fill', filled < fill ? (same ? { kind: 'read', address: 0 } : write) : null);
          if (filled < fill && sim.get('fill_ready') === 1) filled++;
          if (served < serve) served++;
          sim.step();
        }
        expect(count).toBe(cycles(shape.ports, { serve, fill }, same));
      },
    ),
    { numRuns: cases(60) },
  );
});
