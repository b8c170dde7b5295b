import { describe, expect, test } from 'vitest';
import * as dsl from '../../src/dsl/index.js';
import type { WorkloadDefinition } from '../../src/dsl/index.js';
import { formatJson, type Workload } from '../../src/ir/index.js';
import { elaborateWorkload, listWorkloads } from '../../src/language/index.js';
import { programOf } from '../support/language.js';
import { toldIn } from './told.js';

const { einsum, einsums, graph, model, parameter, tensor, workload } = dsl;

/** The one workload of a text. */
function textWorkload(source: string): Workload | undefined {
  const program = programOf(source);
  return elaborateWorkload(program, listWorkloads(program)[0] ?? '')[0];
}

function built(definition: WorkloadDefinition): Workload | undefined {
  const [made, diagnostics] = definition.elaborate();
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return made;
}

describe('text and builder give the same workload', () => {
  const pairs: readonly (readonly [string, string, WorkloadDefinition])[] = [
    [
      'a network with names, parts without names, options and parts that nothing needs',
      `workload net {
        input image: int8[2, 3, 32, 32];
        weight k1: int8[16, 3, 3, 3]; weight b1: int8[16]; weight fc: int8[16, 10]; weight odd: int8[16, 10];
        let c = relu(conv2d(image, k1, bias: b1, stride: 2, padding: 1));
        let p = max_pool2d(add(c, relu(c)), 2);
        let lost = matmul(global_avg_pool(p), odd);
        output logits = matmul(global_avg_pool(p), fc);
        output same = logits;
      }`,
      graph('net', (g) => {
        const image = g.input('image', 'int8', [2, 3, 32, 32]);
        const k1 = g.weight('k1', 'int8', [16, 3, 3, 3]);
        const b1 = g.weight('b1', 'int8', [16]);
        const fc = g.weight('fc', 'int8', [16, 10]);
        const odd = g.weight('odd', 'int8', [16, 10]);
        const c = g.let('c', g.relu(g.conv2d(image, k1, { bias: b1, stride: 2, padding: 1 })));
        const p = g.let('p', g.max_pool2d(g.add(c, g.relu(c)), 2));
        g.let('lost', g.matmul(g.global_avg_pool(p), odd));
        const logits = g.output('logits', g.matmul(g.global_avg_pool(p), fc));
        g.output('same', logits);
      }),
    ],
    [
      'attention over shapes that are cut, joined and turned',
      `workload block {
        input x: bf16[1, 8, 64]; input ids: int32[1, 8]; weight table: bf16[100, 64]; weight w: bf16[64, 192];
        let qkv = reshape(matmul(add(x, embedding(ids, table)), w), [1, 8, 12, -1]);
        let t = permute(qkv, [0, 2, 1, 3]);
        let heads = attention(rotary(slice(t, 1, 0, 4)), slice(t, 1, 4, 8), slice(t, 1, 8, 12));
        let joined = concat(heads, heads, axis: 2);
        output y = cast(softmax(layer_norm(joined), axis: 1), fp8_e4m3);
      }`,
      graph('block', (g) => {
        const x = g.input('x', 'bf16', [1, 8, 64]);
        const ids = g.input('ids', 'int32', [1, 8]);
        const table = g.weight('table', 'bf16', [100, 64]);
        const w = g.weight('w', 'bf16', [64, 192]);
        const qkv = g.let('qkv', g.reshape(g.matmul(g.add(x, g.embedding(ids, table)), w), [1, 8, 12, -1]));
        const t = g.let('t', g.permute(qkv, [0, 2, 1, 3]));
        const part = (n: number) => g.slice(t, 1, 4 * n, 4 * n + 4);
        const heads = g.let('heads', g.attention(g.rotary(part(0)), part(1), part(2)));
        const joined = g.let('joined', g.concat([heads, heads], { axis: 2 }));
        g.output('y', g.cast(g.softmax(g.layer_norm(joined), { axis: 1 }), 'fp8_e4m3'));
      }),
    ],
    [
      'a model with every setting',
      `workload m { model "llama-3.1-8b"; phase = .prefill; batch = 2; context = 128; sequence = 64; weights = int8;
        activations = bf16; cache = fp8_e4m3; tensor = 2; pipeline = 3; expert = 4; data = 5; requests = 6; }`,
      model('m', 'llama-3.1-8b', {
        phase: 'prefill',
        batch: 2,
        context: 128,
        sequence: 64,
        weights: 'int8',
        activations: 'bf16',
        cache: 'fp8_e4m3',
        tensor: 2,
        pipeline: 3,
        expert: 4,
        data: 5,
        requests: 6,
      }),
    ],
    [
      'einsums with padding and extents by name',
      `workload conv {
        einsum O: int32[n, p] += I: int8[n, 2 * p - r + 2] * W: int8[r, 0 - r + 4] where n = 2, p = 7, r = 3, I = [n, 15];
        einsum S: int32[n] += O: int32[n, p] where n = 2, p = 7;
      }`,
      einsums(
        'conv',
        einsum(
          tensor('O', 'int32', ['n', 'p']),
          [
            tensor('I', 'int8', ['n', { p: 2, r: -1, offset: 2 }], ['n', 15]),
            tensor('W', 'int8', ['r', { r: -1, offset: 4 }]),
          ],
          { n: 2, p: 7, r: 3 },
        ),
        einsum(tensor('S', 'int32', ['n']), [tensor('O', 'int32', ['n', 'p'])], { n: 2, p: 7 }),
      ),
    ],
  ];
  test.each(pairs)('%s', (_, source, definition) => {
    expect(formatJson(built(definition))).toBe(formatJson(textWorkload(source)));
  });
});

const told = toldIn(import.meta.url);

/** What is told of a definition that JavaScript lets through and tsc does not. */
function wrong(definition: WorkloadDefinition): readonly (readonly [string, string])[] {
  const [made, diagnostics] = definition.elaborate();
  expect(made).toBeUndefined();
  return told(diagnostics);
}

/** A value that tsc knows nothing of. */
const loose = (value: unknown): never => value as never;

describe('a mistake in a workload is told at its line', () => {
  test('of shapes, number types and options', () => {
    const found = wrong(
      graph('w', (g) => {
        const x = g.input('x', 'int8', [4, 8]);
        const w = g.weight('w', 'int8', [Number(9), 4]);
        const a = g.let('a', g.matmul(x, w));
        g.output('b', g.add(a, a));
        g.output('c', g.add(x, loose(g.cast(x, 'int16'))));
        g.output('d', g.max_pool2d(x, 2));
        g.output('e', g.softmax(x, { axis: 2 }));
        g.output('f', g.conv2d(x, w, { stride: 0 }));
        g.output('g', g.softmax(x, loose({ axes: 1 })));
        g.output('h', g.reshape(x, loose('no')));
        g.output('i', g.matmul(x, loose(undefined)));
        g.output('j', g.concat(loose([x])));
      }),
    );
    expect(found).toEqual([
      ['E710', "const a = g.let('a', g.matmul(x, w));"],
      ['E711', "g.output('c', g.add(x, loose(g.cast(x, 'int16'))));"],
      ['E712', "g.output('d', g.max_pool2d(x, 2));"],
      ['E710', "g.output('e', g.softmax(x, { axis: 2 }));"],
      ['E716', "g.output('f', g.conv2d(x, w, { stride: 0 }));"],
      ['E215', "g.output('g', g.softmax(x, loose({ axes: 1 })));"],
      ['E302', "g.output('h', g.reshape(x, loose('no')));"],
      ['E217', "g.output('i', g.matmul(x, loose(undefined)));"],
      ['E309', "g.output('j', g.concat(loose([x])));"],
    ]);
  });

  test('of names, extents and outputs', () => {
    const outside = graph('v', (g) => {
      const x = g.input('x', 'int8', [4]);
      g.output('y', x);
    });
    expect(outside.elaborate()[1]).toEqual([]);
    let other: dsl.TensorHandle | undefined;
    graph('v', (g) => {
      other = g.input('x', 'int8', [4]);
    });
    const found = wrong(
      graph('w', (g) => {
        g.input('x', 'int8', [0]);
        g.input('x-y', 'int8', [1]);
        g.input('z', 'int8', [1.5]);
        g.input('t', loose('int9'), [1]);
        g.input('u', 'int8', [2 ** 30, 2 ** 30]);
        g.input('z', 'int8', [1]);
        g.output('y', other ?? loose(0));
      }),
    );
    expect(found).toEqual([
      ['E706', "g.input('x', 'int8', [0]);"],
      ['E433', "g.input('x-y', 'int8', [1]);"],
      ['E302', "g.input('z', 'int8', [1.5]);"],
      ['E208', "g.input('t', loose('int9'), [1]);"],
      ['E713', "g.input('u', 'int8', [2 ** 30, 2 ** 30]);"],
      ['E202', "g.input('z', 'int8', [1]);"],
      ['E302', "g.output('y', other ?? loose(0));"],
    ]);
    const empty = graph('w', (g) => void g.input('x', 'int8', [1]));
    expect(wrong(empty)).toEqual([['E715', "const empty = graph('w', (g) => void g.input('x', 'int8', [1]));"]]);
  });

  test('W710: a tensor that nothing uses', () => {
    const idle = graph('w', (g) => {
      const x = g.input('x', 'int8', [4]);
      g.weight('w', 'int8', [4]);
      g.output('y', g.relu(x));
    });
    expect(told(idle.elaborate()[1])).toEqual([['W710', "g.weight('w', 'int8', [4]);"]]);
  });

  test('of operators within operators without end', () => {
    const deep = graph('w', (g) => {
      let x: dsl.TensorHandle = g.input('x', 'int8', [4]);
      for (let n = 0; n < 2000; n++) x = g.relu(x);
      g.output('y', x);
    });
    expect(wrong(deep)).toEqual([['E230', 'for (let n = 0; n < 2000; n++) x = g.relu(x);']]);
  });

  test('of settings of a model', () => {
    const bad = model('m', 'resnet50', loose({ batch: 0, cache: 'int9', phase: 'train', context: 1.5, size: 3 }));
    const line =
      "const bad = model('m', 'resnet50', loose({ batch: 0, cache: 'int9', phase: 'train', context: 1.5, size: 3 }));";
    expect(wrong(bad)).toEqual(['E706', 'E302', 'E302', 'E302', 'E701'].map((code) => [code, line]));
  });

  test('of einsums', () => {
    const where = { i: 4, j: 0, k: 2.5 };
    const c = tensor('C', 'int32', ['i', 'l']);
    const a = tensor('A', 'int8', ['i', { k: 0.5 }]);
    const b = tensor('B', loose('int9'), ['k', 'j'], [2]);
    const bad = einsum(loose(c), [a, b], loose(where));
    const d = tensor('A', 'int32', ['i']);
    const again = einsum(d, [tensor('B', 'int8', ['k', 'i'])], { i: 1, k: 1 });
    expect(wrong(einsums('w', bad, again))).toEqual([
      ['E706', 'const bad = einsum(loose(c), [a, b], loose(where));'],
      ['E302', 'const bad = einsum(loose(c), [a, b], loose(where));'],
      ['E704', "const c = tensor('C', 'int32', ['i', 'l']);"],
      ['E705', "const a = tensor('A', 'int8', ['i', { k: 0.5 }]);"],
      ['E208', "const b = tensor('B', loose('int9'), ['k', 'j'], [2]);"],
      ['E707', "const b = tensor('B', loose('int9'), ['k', 'j'], [2]);"],
      ['E709', "const d = tensor('A', 'int32', ['i']);"],
      ['E709', "const again = einsum(d, [tensor('B', 'int8', ['k', 'i'])], { i: 1, k: 1 });"],
    ]);
    const e = tensor('E', 'int8', ['i']);
    const alone = einsum(loose(e), [tensor('A', 'int8', ['k'])], loose({ i: 1, k: 1 }));
    expect(wrong(einsums('w', alone))).toEqual([['E708', "const e = tensor('E', 'int8', ['i']);"]]);
  });

  test('a wrong workload spoils the design whose requirement speaks of it, and is told once', () => {
    const bad = graph('w', (g) => void g.output('y', g.input('x', 'int8', [0])));
    const chip = dsl.design('Chip', { process: dsl.tsmc_n7(), clocks: { main: '1 GHz' } }, (d) => {
      d.require(dsl.latency(bad).le('1 ms'));
      d.require(dsl.energy(bad).le('1 mJ'));
    });
    const line = "const bad = graph('w', (g) => void g.output('y', g.input('x', 'int8', [0])));";
    expect(told(chip.elaborate()[1])).toEqual([['E706', line]]);
  });
});

test('parameters of a workload are set and checked', () => {
  const w = workload({ batch: parameter.int(8, 1, 64) }, ({ batch }) => model('w', 'resnet50', { batch }));
  expect(built(w)).toMatchObject({ settings: { batch: { value: 8 } } });
  expect(w.elaborate(new Map([['batch', { kind: 'int', value: 16 }]]))[0]).toMatchObject({
    settings: { batch: { value: 16 } },
  });
  expect(w.elaborate(new Map([['batch', { kind: 'int', value: 65 }]]))[1].map(({ code }) => code)).toEqual(['E402']);
  expect(w.elaborate(new Map([['size', { kind: 'int', value: 1 }]]))[1].map(({ code }) => code)).toEqual(['E400']);
});
