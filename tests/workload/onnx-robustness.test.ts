import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphProblem } from '../../src/ir/index.js';
import { importOnnx, workloadGraph } from '../../src/workload/index.js';
import { onnxBytes, tensorBytes } from '../support/onnx.js';
import { cases } from '../support/tier.js';

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../data/onnx/${name}`, import.meta.url)));
const nodes = (
  JSON.parse(new TextDecoder().decode(bytesOf('nodes.json'))) as readonly { readonly model: string }[]
).map(({ model }) => new Uint8Array(Buffer.from(model, 'base64')));
const models = [
  'lenet.onnx',
  'separable.onnx',
  'transformer.onnx',
  'light_bvlc_alexnet.onnx',
  'light_squeezenet.onnx',
].map(bytesOf);
const extents = new Map([
  ['batch', 2],
  ['N', 2],
  ['sequence', 5],
]);

/** Whatever the bytes: a workload that fits, or diagnostics. */
async function isTold(bytes: Uint8Array): Promise<void> {
  for (const given of [extents, new Map<string, number>()]) {
    const [model, diagnostics] = await importOnnx(bytes, 'net.onnx', { extents: given });
    if (model === undefined) {
      expect(diagnostics.length).toBeGreaterThan(0);
      for (const { code, message } of diagnostics) {
        expect(['E717', 'E718', 'E719']).toContain(code);
        expect(message).toMatch(/^[\x20-\x7e]*$/);
      }
    } else {
      expect(graphProblem(model.graph)).toBeUndefined();
      expect(JSON.stringify(workloadGraph(model.graph)[0])).not.toContain('null');
    }
  }
}

describe('a file', () => {
  const model = fc.constantFrom(...models, ...nodes);

  it('that is cut off is told', async () => {
    await fc.assert(
      fc.asyncProperty(model, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, share) =>
        isTold(bytes.subarray(0, Math.floor(share * bytes.length))),
      ),
      { numRuns: cases(100) },
    );
  });

  it('with other bytes in some places is told, or another model', async () => {
    const change = fc.tuple(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(model, fc.array(change, { minLength: 1, maxLength: 8 }), (bytes, changes) => {
        const changed = bytes.slice();
        for (const [place, value] of changes) changed[Math.floor(place * changed.length)] = value;
        return isTold(changed);
      }),
      { numRuns: cases(300) },
    );
  });

  it('of any bytes is told', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), isTold), { numRuns: cases(100) });
  });
});

it('graphs within graphs end somewhere', async () => {
  const length = (count: number): readonly number[] => {
    const low = count % 128;
    return count < 128 ? [low] : [low + 128, ...length(Math.floor(count / 128))];
  };
  const within = (tag: number, bytes: readonly number[]): readonly number[] => [tag, ...length(bytes.length), ...bytes];
  let graph: readonly number[] = [];
  // graph { node { attribute { g { ... } } } }
  for (let depth = 0; depth < 400; depth++) graph = within(0x0a, within(0x2a, within(0x32, graph)));
  const [, [found]] = await importOnnx(Uint8Array.from(within(0x3a, graph)), 'deep.onnx');
  expect(found?.message).toContain('more than 64 deep');
});

describe('sizes that no memory has', () => {
  it.each([
    ['ConstantOfShape', [2 ** 50], {}],
    ['ConstantOfShape', [2 ** 62, 2 ** 62], {}],
    ['ConstantOfShape', [-1], {}],
    ['Expand', [2 ** 40, 1], {}],
    ['Reshape', [2 ** 53, -1], {}],
    ['Split', [1], { num_outputs: 2 ** 50 }],
    ['Tile', [2 ** 50, 1], {}],
  ] as const)('%s of %j, %j', async (type, list, attributes) => {
    const inputs = type === 'ConstantOfShape' ? ['list'] : type === 'Split' ? ['x'] : ['x', 'list'];
    await isTold(
      onnxBytes({
        nodes: [
          { type, inputs, outputs: ['z'], attributes },
          { type: 'Add', inputs: ['x', 'z'], outputs: ['y'] },
        ],
        inputs: { x: [2, 3] },
        outputs: { y: [2, 3] },
        lists: { list },
      }),
    );
  });

  it('a tensor of more elements than can be counted', async () => {
    await isTold(
      onnxBytes({
        nodes: [{ type: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
        inputs: { x: [2, 2 ** 40] },
        outputs: { y: [2, 2 ** 40] },
        weights: { w: [2 ** 40, 2 ** 40] },
      }),
    );
  });

  it('an extent below zero is told by its tensor', async () => {
    const value = tensorBytes('w', [-4], 1);
    const bytes = onnxBytes({
      nodes: [{ type: 'Constant', inputs: [], outputs: ['w'], attributes: { value } }],
      inputs: {},
      outputs: { w: [4] },
    });
    const [, [found]] = await importOnnx(bytes, 'net.onnx');
    expect(found?.message).toContain('tensor "w" has the extents -4');
  });
});
