import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elaborateWorkload, tensorShape } from '../../src/language/index.js';
import { print, read, write, type GraphWorkload } from '../../src/ir/index.js';
import { macsOf, workloadGraph } from '../../src/workload/index.js';
import { diagnose, designOf, hostOf, programOf } from '../support/language.js';
import { cases } from '../support/tier.js';
import { expectDiagnostics } from './expect-diagnostics.js';

function graph(source: string, set: readonly (readonly [string, string])[] = []): GraphWorkload {
  const [result, diagnostics] = elaborateWorkload(programOf(source), 'w', { set });
  expect(diagnostics).toEqual([]);
  if (result?.kind !== 'graph') throw new Error('no graph');
  return result;
}

/** The operations of a workload `w`, as `name: kind` with what counts. */
function operations(source: string) {
  const [made] = workloadGraph(graph(source));
  return made?.operations ?? [];
}

const mlp = `workload w(batch: int = 512, operand: dtype = fp8_e4m3) {
  input  x:  operand[batch, 4096];
  weight w1: operand[4096, 16384];
  weight w2: operand[16384, 4096];
  let    h = gelu(matmul(x, w1));
  output y = matmul(h, w2);
}`;

it('a graph: tensors, and operators in order', () => {
  expect(graph(mlp)).toMatchObject({
    kind: 'graph',
    tensors: [{ name: 'x' }, { name: 'w1' }, { name: 'w2' }],
    nodes: [
      { name: 'h_matmul', operator: 'matmul', operands: ['x', 'w1'], element: 'fp8_e4m3', extents: [512, 16384] },
      { name: 'h', operator: 'gelu', operands: ['h_matmul'], extents: [512, 16384] },
      { name: 'y', operator: 'matmul', operands: ['h', 'w2'], extents: [512, 4096] },
    ],
    outputs: [{ name: 'y', tensor: 'y' }],
  });
});

it('shapes and number types follow the parameters', () => {
  const small = graph(mlp, [
    ['batch', '2 * 4'],
    ['operand', 'int8'],
  ]);
  expect(small.nodes.at(-1)).toMatchObject({ element: 'int8', extents: [8, 4096] });
});

it('multiply-accumulates, parameters and elements are exact', () => {
  const [up, gelu, down] = operations(mlp);
  expect(up).toMatchObject({ kind: 'gemm', m: 512, k: 4096, n: 16384, parameters: 4096 * 16384 });
  expect(gelu).toMatchObject({ kind: 'activation', readsResults: 512 * 16384, writesOperands: 512 * 16384 });
  expect(down && macsOf(down)).toBe(512 * 16384 * 4096);
  expect(workloadGraph(graph(mlp))[0]).toMatchObject({ parameters: 2 * 4096 * 16384, yields: { of: 'run', count: 1 } });
});

it('a result that a product reads is requantised', () => {
  const names = operations(`workload w {
    input x: int8[4, 8];
    weight a: int8[8, 8];
    let h = matmul(x, a);
    output y = matmul(h, a);
    output z = relu(h);
  }`).map(({ name, ...rest }) => [name, 'readsResults' in rest ? rest.readsResults : 'product']);
  expect(names).toEqual([
    ['h', 'product'],
    ['h.requantise', 32],
    ['y', 'product'],
    ['z', 0],
  ]);
});

it('grouped-query attention reads its cache once for each shared head', () => {
  const [scores, softmax, context] = operations(`workload w {
    input q: bf16[2, 32, 1, 128];
    input k: bf16[2, 8, 1024, 128];
    input v: bf16[2, 8, 1024, 128];
    output y = attention(q, k, v);
  }`);
  expect(scores).toMatchObject({
    kind: 'attention',
    batch: 16,
    m: 4,
    k: 128,
    n: 1024,
    rightElements: 2 * 8 * 1024 * 128,
  });
  expect(softmax).toMatchObject({ kind: 'softmax', elements: 2 * 32 * 1024 });
  expect(context).toMatchObject({ batch: 16, m: 4, k: 1024, n: 128 });
});

it('a convolution in groups, with stride, padding and dilation', () => {
  const source = (options: string, filters: string): string => `workload w {
    input x: int8[2, 8, 15, 15];
    weight f: int8[${filters}];
    output y = conv2d(x, f, ${options});
  }`;
  expect(operations(source('stride: 2, padding: 1', '16, 8, 3, 3'))[0]).toMatchObject({
    batch: 1,
    m: 128,
    k: 72,
    n: 16,
  });
  const depthwise = operations(source('groups: 8, dilation: 2', '8, 1, 3, 3'))[0];
  expect(depthwise).toMatchObject({ batch: 8, m: 2 * 11 * 11, k: 9, n: 1, leftElements: 2 * 8 * 15 * 15 });
  // Every other row and column lies in no window.
  expect(operations(source('stride: 2', '16, 8, 1, 1'))[0]).toMatchObject({ leftElements: 2 * 8 * 8 * 8 });
});

it('views move nothing, and what uses them reads what is behind them', () => {
  const found = operations(
    `workload w {
    input x: int8[2, 3, 8];
    weight a: int8[8, 8];
    let q = matmul(x, a);
    let views = concat(slice(transpose(q), 1, 0, 4), permute(reshape(x, [2, -1]), [1, 0]), axis: 0);
    output y = relu(q);
  }`.replace(/^.*views.*$/m, 'let v = reshape(transpose(q), [4, 12]); output z = relu(v);'),
  );
  expect(found.map(({ name }) => name)).toEqual(['q', 'z', 'y']);
  expect(found[1]).toMatchObject({ readsResults: 48, readsOperands: 0 });
});

const block = `workload w(heads: int = 4, tokens: int = 16) {
  input ids: int32[1, tokens];
  weight table: bf16[1000, 64];
  weight scale: bf16[64];
  weight wq: bf16[64, 64];
  weight wkv: bf16[64, 128];
  weight wo: bf16[64, 64];
  weight bias: bf16[64];
  let x = embedding(ids, table);
  let n = rms_norm(x, scale);
  let kv = matmul(n, wkv);
  let q = permute(reshape(matmul(n, wq), [1, tokens, heads, -1]), [0, 2, 1, 3]);
  let k = permute(reshape(slice(kv, axis: -1, from: 0, to: 64), [1, tokens, heads, -1]), [0, 2, 1, 3]);
  let v = permute(reshape(slice(kv, axis: -1, from: 64, to: 128), [1, tokens, heads, -1]), [0, 2, 1, 3]);
  let a = reshape(permute(attention(rotary(q), rotary(k), v), [0, 2, 1, 3]), [1, tokens, 64]);
  let o = add(x, matmul(a, wo, bias: bias));
  output y = softmax(layer_norm(mul(o, silu(o)), scale, bias), axis: 2);
  output wide = cast(concat(o, x, axis: 1), fp32);
}`;

it('a transformer block', () => {
  expect(graph(block).nodes.map(({ name, element, extents }) => `${name}: ${element}[${extents.join(', ')}]`))
    .toMatchInlineSnapshot(`
    [
      "x: bf16[1, 16, 64]",
      "n: bf16[1, 16, 64]",
      "kv: bf16[1, 16, 128]",
      "q_matmul: bf16[1, 16, 64]",
      "q_reshape: bf16[1, 16, 4, 16]",
      "q: bf16[1, 4, 16, 16]",
      "k_slice: bf16[1, 16, 64]",
      "k_reshape: bf16[1, 16, 4, 16]",
      "k: bf16[1, 4, 16, 16]",
      "v_slice: bf16[1, 16, 64]",
      "v_reshape: bf16[1, 16, 4, 16]",
      "v: bf16[1, 4, 16, 16]",
      "a_rotary: bf16[1, 4, 16, 16]",
      "a_rotary_2: bf16[1, 4, 16, 16]",
      "a_attention: bf16[1, 4, 16, 16]",
      "a_permute: bf16[1, 16, 4, 16]",
      "a: bf16[1, 16, 64]",
      "o_matmul: bf16[1, 16, 64]",
      "o: bf16[1, 16, 64]",
      "y_silu: bf16[1, 16, 64]",
      "y_mul: bf16[1, 16, 64]",
      "y_layer_norm: bf16[1, 16, 64]",
      "y: bf16[1, 16, 64]",
      "wide_concat: bf16[1, 32, 64]",
      "wide: fp32[1, 32, 64]",
    ]
  `);
});

const blockChip = `import { tsmc_n7 } from "std/process";
  ${block}
  design D { process tsmc_n7; clock main = 1 GHz; require latency(w) < 1 s; }`;

it('prints back as itself, and reads back from its file', () => {
  const design = designOf(blockChip);
  const printed = print(design, () => undefined);
  expect(designOf(printed).workloads).toEqual(design.workloads);
  const [back] = read(write(design));
  expect(back).toEqual(design);
});

it.each([
  ['"rms_norm"', '"layer_nom"'],
  ['"silu"', '"transpose"'],
  ['"table"', '"scale"'],
])('a file with %s changed to %s is not read', (from, to) => {
  const file = write(designOf(blockChip));
  expect(read(file)[0]).toBeDefined();
  expect(read(file.replace(from, to))[0]).toBeUndefined();
});

it('what is wrong with operands names both shapes and says what to do', () => {
  const { diagnostics } = diagnose(
    hostOf({ 'main.accel': 'workload w { input x: int8[4, 8]; weight a: int8[4, 8]; output y = matmul(x, a); }' }),
  );
  expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
    [
      'E710',
      'matmul of x: int8[4, 8] and a: int8[4, 8]: the last extent of the first, 8, and the last but one of the second, 4, must be equal',
      'write transpose(a)',
    ],
  ]);
});

it('checks graphs', () => {
  expectDiagnostics(`
    workload kinds(n: int = 0, f: real = 1.5) {
      input x: int8[4, f];
      //               ^ E302
      input z: real[4];
      //       ^^^^ E208
      weight a: bf16[4, 4];
      let h = x + a;
      //      ^^^^^ E303
      let l = [x, a];
      //       ^ E302
      let g = matmul(x);
      //      ^^^^^^^^^ E217
      let r = relu(x, a, 3);
      //      ^^^^^^^^^^^^^ E309
      let s = softmax(x, axes: 1);
      //                 ^^^^ E215
      let c = concat(x);
      //      ^^^^^^^^^ E309
      let t = transpose(4);
      //                ^ E302
      let u = layer_norm(x, shift: a);
      //      ^^^^^^^^^^^^^^^^^^^^^^^ E217
      let m = matmull(x, a);
      //      ^^^^^^^ E201
      let o = relu;
      //      ^^^^ E207
      batch = 4;
      //< E714
      output y = add(h, 2);
      //                ^ E302
      output circle = relu(circle);
      //                   ^^^^^^ E211
    }
    workload none {
      //     ^^^^ E715
      input x: int8[4];
      let y = relu(x);
    }
    workload extents(n: int = 0) {
      input x: int8[n];
      //            ^ E706
      output y = relu(x);
    }
    workload options {
      input x: int8[1, 3, 8, 8];
      weight a: int8[4, 3, 3, 3];
      weight forgotten: int8[4];
      //     ^^^^^^^^^ W710
      output y = conv2d(x, a, stride: 0);
      //                              ^ E716
      output z = conv2d(x, a, dilation: 4);
      //                ^ E710
      output p = max_pool2d(x, 3, padding: 3);
      //                    ^ E710
      output q = softmax(x, 4);
      //                 ^ E710
      output r = permute(x, [0, 1]);
      //                 ^ E710
      output s = reshape(x, [5, -1]);
      //                 ^ E710
      output t = slice(x, 3, 4, 9);
      //               ^ E710
      output u = add(x, a);
      //                ^ E710
      output v = matmul(x, cast(a, bf16));
      //                   ^^^^^^^^^^^^^ E711
      output b = embedding(x, a);
      //                      ^ E712
      output c = attention(x, x, reshape(a, [1, 3, 12, 3]));
      //                         ^^^^^^^^^^^^^^^^^^^^^^^^^ E710
    }
    const value = gelu(1);
    //            ^^^^ E201
  `);
});

it('no size is too large for a diagnostic', () => {
  expectDiagnostics(`workload w {
    input x: int8[1 * 2000000000, 2000000000];
    //    ^ E713 W710
    input a: int8[2000000, 2];
    let y = matmul(a, transpose(a));
    output z = matmul(y, y);
    //         ^^^^^^^^^^^^ E713
  }`);
});

describe('the shape of a tensor, for editors', () => {
  const program = programOf(mlp);
  const shapeOf = (name: string): string | undefined => {
    const workload = program.entry.declared[0];
    const entity = workload?.kind === 'workload' ? workload.scope.names.get(name) : undefined;
    return entity === undefined ? undefined : tensorShape(program, entity);
  };
  it.each([
    ['x', 'fp8_e4m3[512, 4096]'],
    ['h', 'fp8_e4m3[512, 16384]'],
    ['y', 'fp8_e4m3[512, 4096]'],
    ['batch', undefined],
  ])('%s is %s', (name, shape) => {
    expect(shapeOf(name)).toBe(shape);
  });
});

it('a convolution touches what a loop over all windows touches', () => {
  const small = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(
      small,
      small,
      small,
      fc.nat(6),
      fc.integer({ min: 1, max: 3 }),
      (size, kernel, stride, padding, dilation) => {
        const reach = dilation * (kernel - 1) + 1;
        fc.pre(padding < reach && reach <= size + 2 * padding);
        const places = new Set<number>();
        for (let start = -padding; start + reach <= size + padding; start += stride)
          for (let tap = 0; tap < kernel; tap++) {
            const place = start + tap * dilation;
            if (place >= 0 && place < size) places.add(place);
          }
        const [made] = operations(`workload w {
        input x: int8[1, 1, ${size}, ${size}];
        weight f: int8[1, 1, ${kernel}, ${kernel}];
        output y = conv2d(x, f, stride: ${stride}, padding: ${padding}, dilation: ${dilation});
      }`);
        expect(made).toMatchObject({ leftElements: places.size ** 2 });
      },
    ),
    { numRuns: cases(100) },
  );
});
