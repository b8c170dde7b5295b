import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elaborateWorkload } from '../../src/language/index.js';
import { macsOf, workloadGraph, type Operation } from '../../src/workload/index.js';
import { programOf } from '../support/language.js';
import { cases } from '../support/tier.js';
import { expectDiagnostics } from './expect-diagnostics.js';

/** The operations of a graph of `x: int8[2, 3, 8, 10]`, `w: int8[4, 3, 3, 2]`, `i: int32[5]` and more, and the shape that comes out. */
function run(expression: string): { readonly operations: readonly Operation[]; readonly shape: string } {
  const [graph, diagnostics] = elaborateWorkload(
    programOf(`workload net {
    input x: int8[2, 3, 8, 10];
    input z: int8[10];
    input m: bf16[8, 1];
    input i: int32[5];
    input u: int8[2, 3, 2, 10];
    weight w: int8[4, 3, 3, 2];
    weight t: int8[3, 4, 3, 2];
    weight b: int8[4];
    output y = ${expression};
  }`),
    'net',
  );
  expect(diagnostics).toEqual([]);
  if (graph?.kind !== 'graph') throw new Error('no graph');
  const last = graph.nodes.at(-1);
  return {
    operations: workloadGraph(graph)[0]?.operations ?? [],
    shape: `${last?.element}[${last?.extents.join(', ')}]`,
  };
}

describe('element by element', () => {
  it.each([
    ['divide(x, z)', 'int8[2, 3, 8, 10]', 2 * 240 + 10],
    ['combine(x, m)', 'int8[2, 3, 8, 10]', 2 * 240 + 8],
    ['apply(z)', 'int8[10]', 10],
  ])('%s', (expression, shape, readsOperands) => {
    const made = run(expression);
    expect(made.shape).toBe(shape);
    expect(made.operations).toMatchObject([{ name: 'y', readsOperands }]);
  });
});

describe('what moves or chooses', () => {
  it.each([
    ['reduce(x, [-1, 1])', 'int8[2, 1, 8, 1]', { kind: 'pooling', elements: 16, readsOperands: 480 }],
    ['top_k(x, 4)', 'int8[2, 3, 8, 4]', { kind: 'selection', elements: 192, readsOperands: 480 }],
    ['top_k(x, 2, axis: 1)', 'int8[2, 2, 8, 10]', { kind: 'selection', elements: 320, readsOperands: 480 }],
    ['gather(x, i, axis: 2)', 'int8[2, 3, 5, 10]', { kind: 'embedding', elements: 300, readsOperands: 305 }],
    ['scatter(x, i, u)', 'int8[2, 3, 8, 10]', { kind: 'embedding', elements: 120, readsOperands: 125 }],
    ['resize(x, [2, 3, 16, 20])', 'int8[2, 3, 16, 20]', { kind: 'activation', elements: 1920, readsOperands: 480 }],
  ])('%s', (expression, shape, operation) => {
    const made = run(expression);
    expect(made.shape).toBe(shape);
    expect(made.operations).toMatchObject([{ name: 'y', ...operation }]);
  });
});

describe('windows', () => {
  it.each([
    ['conv2d(x, w)', [6, 9]],
    ['conv2d(x, w, stride: 2)', [3, 5]],
    ['conv2d(x, w, stride: 2, stride_x: 1)', [3, 9]],
    ['conv2d(x, w, padding: 1)', [8, 11]],
    ['conv2d(x, w, padding: 1, padding_left: 0)', [8, 9]],
    ['conv2d(x, w, padding_bottom: 2, padding_right: 1)', [8, 10]],
    ['conv2d(x, w, dilation: 2, dilation_x: 9)', [4, 1]],
    ['max_pool2d(x, 3, size_x: 2)', [2, 3]],
    ['avg_pool2d(x, 2, stride: 1, stride_x: 2, padding_right: 1)', [7, 5]],
  ])('%s', (expression, places) => {
    expect(run(expression).shape).toMatch(new RegExp(`, ${places.join(', ')}\\]$`));
  });

  it('down and across are counted for themselves', () => {
    const [made] = run('conv2d(x, w, stride: 3, stride_x: 5, padding: 1)').operations;
    // Down 0..1, 2..4, 5..7 of 8 rows; across the columns 0, 4, 5 and 9, as 10 and 11 lie beyond.
    expect(made).toMatchObject({
      ...{ m: 2 * 3 * 3, k: 18, n: 4, leftElements: 2 * 3 * 8 * 4 },
      image: { strideY: 3, strideX: 5, padTop: 1, padLeft: 1, outputHeight: 3, outputWidth: 3 },
    });
  });

  const side = fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 6 }),
    before: fc.nat(4),
    after: fc.nat(4),
    dilation: fc.integer({ min: 1, max: 3 }),
  });
  type Side = typeof side extends fc.Arbitrary<infer T> ? T : never;

  /** Where windows begin, and the places of the axis in at least one. */
  function walked({ size, kernel, stride, before, after, dilation }: Side) {
    const reach = dilation * (kernel - 1) + 1;
    const starts: number[] = [];
    for (let start = -before; start + reach <= size + after; start += stride) starts.push(start);
    const places = new Set<number>();
    for (const start of starts)
      for (let tap = 0; tap < kernel; tap++) {
        const place = start + tap * dilation;
        if (place >= 0 && place < size) places.add(place);
      }
    const blank = before >= reach || (starts.at(-1) ?? 0) >= size;
    return { count: starts.length, places: places.size, blank };
  }

  it('touch what a loop over all of them touches', () => {
    fc.assert(
      fc.property(side, side, (down, across) => {
        const [d, a] = [walked(down), walked(across)];
        fc.pre(d.count > 0 && a.count > 0 && !d.blank && !a.blank);
        const [graph] = elaborateWorkload(
          programOf(`workload net {
          input x: int8[1, 1, ${down.size}, ${across.size}];
          weight f: int8[1, 1, ${down.kernel}, ${across.kernel}];
          output y = conv2d(x, f, stride: ${down.stride}, padding: ${down.before}, dilation: ${down.dilation},
            stride_x: ${across.stride}, padding_left: ${across.before}, padding_bottom: ${down.after},
            padding_right: ${across.after}, dilation_x: ${across.dilation});
        }`),
          'net',
        );
        if (graph === undefined) throw new Error('no graph');
        const [made] = workloadGraph(graph)[0]?.operations ?? [];
        expect(made).toMatchObject({
          leftElements: d.places * a.places,
          image: { outputHeight: d.count, outputWidth: a.count },
        });
      }),
      { numRuns: cases(100) },
    );
  });
});

describe('the image of a convolution may be written as it wants it', () => {
  const inputOf = (output: string): readonly (true | undefined)[] => {
    const [graph] = elaborateWorkload(
      programOf(`workload net {
        input x: int8[1, 3, 8, 8];
        weight f: int8[3, 3, 3, 3];
        ${output}
      }`),
      'net',
    );
    const operations = graph === undefined ? [] : (workloadGraph(graph)[0]?.operations ?? []);
    return operations.flatMap((made) => ('m' in made ? [made.image?.input] : []));
  };

  it('if it is an input that nothing else reads', () => {
    expect(inputOf('output y = conv2d(conv2d(x, f), f);')).toEqual([true, undefined]);
    expect(inputOf('output y = conv2d(x, f); output z = relu(x);')).toEqual([undefined]);
    expect(inputOf('output y = conv2d(relu(x), f);')).toEqual([undefined]);
  });
});

describe('a convolution the other way', () => {
  it('is a product and the sums of what overlaps', () => {
    const made = run('conv_transpose2d(x, t, b, stride: 2, padding: 1, extra: 1, extra_x: 0)');
    expect(made.shape).toBe('int8[2, 4, 16, 18]');
    const [product, sums] = made.operations;
    expect(product).toMatchObject({ name: 'y.spread', m: 160, k: 3, n: 24, parameters: 76 });
    expect(product && macsOf(product)).toBe(160 * 3 * 24);
    expect(sums).toMatchObject({ name: 'y', elements: 2 * 4 * 16 * 18, readsResults: 160 * 24 });
  });

  it('gives back the size that a convolution of the same windows began with', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (places, kernel, stride) => {
          const size = (places - 1) * stride + kernel;
          const [graph] = elaborateWorkload(
            programOf(`workload net {
          input x: int8[1, 1, ${places}, ${places}];
          weight f: int8[1, 1, ${kernel}, ${kernel}];
          let wide = conv_transpose2d(x, f, stride: ${stride});
          output y = conv2d(wide, f, stride: ${stride});
        }`),
            'net',
          );
          expect(graph).toMatchObject({
            nodes: [{ extents: [1, 1, size, size] }, { extents: [1, 1, places, places] }],
          });
        },
      ),
      { numRuns: cases(30) },
    );
  });
});

it('what cannot be is told at its operand', () => {
  expectDiagnostics(`workload net {
    input x: int8[2, 3, 8, 10];
    input f: bf16[4];
    weight w: int8[4, 3, 3, 2];
    output a = divide(x, f);
    //                   ^ E711
    output b = reduce(x, [4]);
    //                ^ E710
    output c = top_k(x, 11);
    //               ^ E710
    output d = gather(x, f);
    //                   ^ E712
    output e = scatter(x, f, x);
    //                    ^ E712
    output g = resize(x, [0]);
    //                ^ E710
    output h = conv_transpose2d(x, w);
    //                             ^ E710
    output k = conv2d(x, w, padding_bottom: 3);
    //                ^ E710
    output l = conv2d(x, w, padding_left: 2);
    //                ^ E710
    output m = avg_pool2d(x, 2, stride_x: 0);
    //                                    ^ E716
  }`);
});

describe('attention with sinks', () => {
  const source = (sinks: string): string => `workload net {
    input q: bf16[2, 8, 4, 16];
    input k: bf16[2, 2, 32, 16];
    weight s: bf16[${sinks}];
    output y = attention(q, k, k, s);
  }`;

  it('has a score more of each head, and no more products', () => {
    const [graph] = elaborateWorkload(programOf(source('8')), 'net');
    if (graph === undefined) throw new Error('no graph');
    const operations = workloadGraph(graph)[0]?.operations ?? [];
    expect(operations.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['y.scores', 0],
      ['y.softmax', 8],
      ['y.context', 0],
    ]);
    expect(operations[1]).toMatchObject({ elements: 2 * 8 * 4 * 32, readsOperands: 8 });
  });

  it('takes one for each head of the queries', () => {
    expectDiagnostics(
      source('2').replace('attention(q, k, k, s);', 'attention(q, k, k, s);\n    //                            ^ E712'),
    );
  });
});
