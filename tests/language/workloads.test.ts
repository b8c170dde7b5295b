import { expect, it } from 'vitest';
import { elaborateWorkload } from '../../src/language/index.js';
import { designOf, programOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

function workload(source: string, name: string, set: readonly (readonly [string, string])[] = []) {
  const [result, diagnostics] = elaborateWorkload(programOf(source), name, { set });
  expect(diagnostics).toEqual([]);
  return result;
}

it('a model by name with settings', () => {
  const source =
    'workload decode(batch: int in 1 ..= 64 = 8) { model "llama-3.1-8b"; phase = .decode; batch = batch; weights = int8; }';
  expect(workload(source, 'decode', [['batch', '4 * 8']])).toEqual({
    kind: 'model',
    name: 'decode',
    model: 'llama-3.1-8b',
    settings: {
      phase: { kind: 'case', enum: 'Phase', name: 'decode' },
      batch: { kind: 'int', value: 32 },
      weights: { kind: 'dtype', name: 'int8' },
    },
  });
});

it('a convolution by einsum: extents follow from the indices', () => {
  const source = `workload conv(batch: int = 1) {
    einsum O: int32[n, k, p, q] += I: int8[n, c, 2 * p + r - 1, 2 * q + s - 1] * W: int8[k, c, r, s]
      where n = batch, k = 128, c = 64, p = 28, q = 28, r = 3, s = 3;
  }`;
  const result = workload(source, 'conv');
  const einsum = result?.kind === 'einsums' ? result.einsums[0] : undefined;
  expect(einsum?.indices).toContainEqual({ name: 'k', extent: 128 });
  expect(einsum?.output.extents).toEqual([1, 128, 28, 28]);
  expect(einsum?.operands[0]?.extents).toEqual([1, 64, 56, 56]);
  expect(einsum?.operands[0]?.access[2]).toEqual({ terms: { p: 2, r: 1 }, offset: -1 });
});

it('a tensor may have its extents stated', () => {
  const source = 'workload w { einsum O: int32[p] += I: int8[p + r] * W: int8[r] where p = 10, r = 3, I = [4 * 4]; }';
  const result = workload(source, 'w');
  expect(result?.kind === 'einsums' ? result.einsums[0]?.operands[0]?.extents : undefined).toEqual([16]);
});

it('says what workloads there are', () => {
  const [result, diagnostics] = elaborateWorkload(
    programOf('workload a { model "resnet50"; } workload b { model "resnet50"; }'),
    'c',
  );
  expect([result, diagnostics.map(({ code, message }) => [code, message])]).toEqual([
    undefined,
    [['E228', 'there is no workload "c"; there is "a" and "b"']],
  ]);
});

it('a design carries the workloads that its requirements speak of', () => {
  const source = `
    import { tsmc_n7 } from "std/process";
    workload b { model "resnet50"; }
    workload a { model "llama-3.1-8b"; phase = .prefill; }
    workload unused_one { model "bert-large"; }
    design D {
      process tsmc_n7;
      clock main = 1 GHz;
      let fast = throughput(a);
      require fast >= 100 token/s && throughput(b) > 10 sample/s;
      require latency(b) < 10 ms;
    }`;
  expect(designOf(source).workloads.map(({ name }) => name)).toEqual(['a', 'b']);
});

it('checks workloads', () => {
  expectDiagnostics(`
    workload w(batch: int = 1) {
      model "resnet50";
      bacth = batch;
      //< E701
      phase = .training;
      //       ^^^^^^^^ E214
      context = 3 W;
      //        ^^^ E302
      einsum O: int32[i] += A: int8[i] where i = 4;
      //= E702
    }
    workload empty { }
    //       ^^^^^ E703
  `);
});

it('checks einsums', () => {
  expectDiagnostics(`
    workload w(n: int = 0) {
      einsum O: int32[i, j] += A: int8[i, k] * B: int9[k, j] where i = 4, j = 4.5, k = n;
      //                                          ^^^^ E208
      //                                                                      ^^^ E302
      einsum P: int32[i, m] += A: int8[i] where i = 4, m = 3, i = 2, Q = [1];
      //                 ^ E708
      //                       ^^^^^^^^^^ E709
      //                                                      ^ E216
      //                                                             ^ E201
      einsum R: int32[i] += C: int8[i, x] where i = 3;
      //                               ^ E704
    }
    workload v(n: int = 0) {
      einsum O: int32[i] += A: int8[i * i] where i = 4;
      //                            ^^^^^ E705
      einsum P: int32[i] += B: int8[i] where i = n;
      //                                         ^ E706
      einsum Q: int32[i] += C: int8[i] where i = 4, C = [4, 4];
      //                                                ^^^^^^ E707
    }
  `);
});
