import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graphProblem } from '../../src/ir/index.js';
import { analyze, elaborateWorkload } from '../../src/language/index.js';
import { importOnnx, macsOf, workloadGraph, type ImportedOnnx } from '../../src/workload/index.js';
import { fieldNumbers, readOnnx } from '../../src/workload/onnx/read.js';
import { extentsWith } from '../../src/workload/onnx/symbols.js';
import { walkGraph } from '../../src/workload/onnx/walk.js';
import { hostOf, rendered } from '../support/language.js';
import { onnxBytes, type TestModel } from '../support/onnx.js';

const data = new URL('../data/onnx/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, data));
const jsonOf = (name: string): unknown => JSON.parse(readFileSync(new URL(name, data), 'utf8'));

type Shapes = Readonly<Record<string, readonly number[]>>;
type Extents = Readonly<Record<string, number>>;
const inferred = jsonOf('shapes.json') as Readonly<Record<string, { extents: Extents; shapes: Shapes }>>;
const nodes = jsonOf('nodes.json') as readonly { name: string; model: string; shape: readonly number[] }[];

/** A model that must be right. */
async function imported(bytes: Uint8Array, extents: Extents = {}): Promise<ImportedOnnx> {
  const [model, diagnostics] = await importOnnx(bytes, 'model.onnx', { extents: new Map(Object.entries(extents)) });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return model;
}

/** Multiply-accumulates of a model, and the kinds of its operations. */
function counted({ graph }: ImportedOnnx): { readonly macs: number; readonly kinds: readonly string[] } {
  const operations = workloadGraph(graph)[0]?.operations ?? [];
  return {
    macs: operations.reduce((sum, operation) => sum + macsOf(operation), 0),
    kinds: operations.map(({ kind }) => kind),
  };
}

function walked(bytes: Uint8Array, extents: Extents = {}): ReturnType<typeof walkGraph> {
  const model = readOnnx(bytes);
  if (typeof model === 'string') throw new Error(model);
  const extentsOf = extentsWith(new Map(Object.entries(extents)));
  return walkGraph(model.graph, { name: 'net', opset: model.opset, extentsOf });
}

describe('the fields that are read', () => {
  const proto = readFileSync(new URL('onnx.proto', data), 'utf8').replace(/\/\/.*$/gm, '');
  const names: Readonly<Record<string, string>> = { Dimension: 'TensorShapeProto', Tensor: 'TypeProto' };

  it.each(Object.entries(fieldNumbers))('of %s have the numbers of onnx.proto', (message, fields) => {
    const outer = proto.split(new RegExp(`^message ${names[message] ?? message} \\{`, 'm'))[1] ?? '';
    const body = names[message] === undefined ? outer : (outer.split(`message ${message} {`)[1] ?? '').split('}\n')[0];
    for (const [name, number] of Object.entries(fields)) {
      const found = new RegExp(`\\b${name}\\s*=\\s*(\\d+)`).exec(body ?? '');
      expect([name, Number(found?.[1])]).toEqual([name, number]);
    }
  });
});

describe.each(Object.entries(inferred))('%s', (name, { extents, shapes }) => {
  it('has the shapes that onnx.shape_inference gives', () => {
    const result = walked(bytesOf(`${name}.onnx`), extents);
    if ('why' in result) throw new Error(result.why);
    expect(result.left).toEqual([]);
    const found = Object.keys(shapes).map((each) => [each, result.shapes.get(each)]);
    expect(Object.fromEntries(found)).toEqual(shapes);
    expect(Object.keys(shapes).length).toBeGreaterThan(10);
  });

  it('is a graph that fits, and reads back from its text without a warning', async () => {
    const { graph, text, workload } = await imported(bytesOf(`${name}.onnx`), extents);
    expect(graphProblem(graph)).toBeUndefined();
    const { program, diagnostics } = analyze(hostOf({ 'main.accel': text }), 'main.accel');
    if (program === undefined) throw new Error('no program');
    expect(rendered(diagnostics, program)).toBe('');
    const [back] = elaborateWorkload(program, workload);
    expect(back).toEqual(graph);
  });
});

describe('published networks', () => {
  // Products and parameters: torchvision (resnet50, vgg19: 143,667,240; squeezenet1_0: 1,248,424 with 1000 filters in the last layer, less the bias
  // of caffe2's), and the papers.
  it.each([
    ['light_resnet50', 4_089_184_256],
    ['light_vgg19', 19_632_062_464],
  ])('%s has %i multiply-accumulates', async (name, macs) => {
    expect(counted(await imported(bytesOf(`${name}.onnx`))).macs).toBe(macs);
  });

  it.each([
    ['light_vgg19', 143_667_240],
    ['light_bvlc_alexnet', 60_965_224],
  ])('%s has %i weights', async (name, weights) => {
    expect((await imported(bytesOf(`${name}.onnx`))).weights).toBe(weights);
  });

  it('ResNet-50 has the products of the built-in model, and its batch norms are in its convolutions', async () => {
    const model = await imported(bytesOf('light_resnet50.onnx'));
    const [built] = workloadGraph({ kind: 'model', name: 'w', model: 'resnet50', settings: {} });
    const sizes = (operations: typeof built): readonly string[] =>
      (operations?.operations ?? [])
        .flatMap((each) => ('m' in each ? [`${each.m} ${each.k} ${each.n}`] : []))
        .toSorted();
    expect(sizes(workloadGraph(model.graph)[0])).toEqual(sizes(built));
    expect(counted(model).kinds).not.toContain('normalisation');
  });

  it('LeNet-5 has 61,706 parameters, whose data is not there', async () => {
    expect(await imported(bytesOf('lenet.onnx'), { batch: 1 })).toMatchObject({ parameters: 61_706, weights: 61_706 });
  });
});

describe('a node of the tests of ONNX', () => {
  it('covers the operators', () => {
    expect(nodes.length).toBeGreaterThan(350);
  });

  it.each(nodes.map(({ name, ...rest }) => [name, rest] as const))(
    '%s has the shape of its result',
    (_, { model, shape }) => {
      const result = walked(Buffer.from(model, 'base64'));
      if ('why' in result) throw new Error(result.why);
      const [output] = result.graph.outputs;
      const found = result.graph.nodes.find(({ name }) => name === output?.tensor)?.extents;
      // A single number has one extent in the language.
      expect(found).toEqual(shape.length === 0 ? [1] : shape);
      expect(graphProblem(result.graph)).toBeUndefined();
    },
  );
});

const relu: TestModel = {
  nodes: [{ type: 'Relu', inputs: ['x'], outputs: ['y'] }],
  inputs: { x: [2, 3] },
  outputs: { y: [2, 3] },
};

describe('extents that are left open', () => {
  const open: TestModel = { ...relu, inputs: { x: ['batch', null, 'past + 2 * new'] } };

  it('are told, each with what to write', async () => {
    const [model, diagnostics] = await importOnnx(onnxBytes(open), 'net.onnx');
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual(
      [
        ['batch', 'axis 0 of "x"'],
        ['x_1', 'axis 1 of "x"'],
        ['past', 'axis 2 of "x"'],
        ['new', 'axis 2 of "x"'],
      ].map(([name, at]) => [
        'E718',
        `extent "${name}" of "net.onnx": it is ${at} and left open`,
        `write --set ${name}=1, or ${name}=1 behind the colon of --workload`,
      ]),
    );
  });

  it('are set by name, and sums of names follow', async () => {
    const { graph, text } = await imported(onnxBytes(open), { batch: 2, x_1: 5, past: 3, new: 4 });
    expect(graph.nodes[0]?.extents).toEqual([2, 5, 11]);
    expect(text).toContain('// With batch = 2, new = 4, past = 3, x_1 = 5.');
  });

  it.each([
    [{ batch: 1, x_1: 1, past: 1, new: 1, bach: 2 }, 'the model has no such extent'],
    [{ batch: 0, x_1: 1, past: 1, new: 1 }, 'it is 0'],
    [{ batch: 2 ** 21, x_1: 1, past: 1, new: 1 }, 'it is 2097152'],
  ])('%j is told: %s', async (extents, why) => {
    const [model, [found]] = await importOnnx(onnxBytes(open), 'net.onnx', {
      extents: new Map(Object.entries(extents)),
    });
    expect([model, found?.code]).toEqual([undefined, 'E718']);
    expect(found?.message).toContain(why);
  });
});

describe('what is not modelled', () => {
  const recurrent: TestModel = {
    nodes: [
      { type: 'LSTM', name: 'lstm', inputs: ['x', 'w', 'r'], outputs: ['h'] },
      { type: 'LSTM', name: 'lstm_2', inputs: ['x', 'w', 'r'], outputs: ['unused'] },
      { type: 'Relu', inputs: ['h'], outputs: ['y'] },
      { type: 'Mystery', domain: 'acme', inputs: ['y'], outputs: [''] },
    ],
    inputs: { x: [5, 1, 4] },
    outputs: { y: [5, 1, 1, 8] },
    values: { h: [5, 1, 1, 8] },
    weights: { w: [1, 32, 4], r: [1, 32, 8] },
  };

  it('is listed by operator, with its nodes and why, and comes in from outside', async () => {
    const model = await imported(onnxBytes(recurrent));
    expect(model.not_modelled).toEqual([
      { operator: 'LSTM', why: 'this operator is not known', nodes: ['lstm', 'lstm_2'] },
      { operator: 'acme.Mystery', why: 'this operator is not known', nodes: ['Mystery'] },
    ]);
    expect(model.graph.tensors).toEqual([{ name: 'h', role: 'input', element: 'fp32', extents: [5, 1, 1, 8] }]);
    expect(model.text).toContain('// Not modelled: 2 x LSTM (this operator is not known).');
    // Its weights are parameters of the model all the same.
    expect([model.parameters, model.weights]).toEqual([32 * 12, 0]);
  });

  it('without a shape leaves no workload, and says what to do', async () => {
    const [model, [found]] = await importOnnx(onnxBytes({ ...recurrent, values: {} }), 'net.onnx');
    expect([model, found?.code]).toEqual([undefined, 'E719']);
    expect(found?.message).toBe(
      'LSTM "lstm" of "net.onnx": this operator is not known, and no output is left without it',
    );
    expect(found?.help).toContain('onnx.shape_inference');
  });
});

describe('a node that cannot be', () => {
  it.each([
    [{ type: 'MatMul', inputs: ['x', 'x'], outputs: ['y'] }, 'must be equal'],
    [{ type: 'Conv', inputs: ['x', 'x'], outputs: ['y'] }, 'its kernel has 0 extents'],
    [{ type: 'Transpose', inputs: ['x'], outputs: ['y'], attributes: { perm: [0, 0] } }, 'must name each'],
    [{ type: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: { axis: 2 } }, 'no axis 2'],
    [{ type: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: { axis: 'last' } }, '"axis" is no number'],
    [{ type: 'Gemm', inputs: ['x'], outputs: ['y'] }, 'operand 2 is missing'],
    [{ type: 'Cast', inputs: ['x'], outputs: ['y'], attributes: { to: 8 } }, 'no number type'],
    [{ type: 'Reshape', inputs: ['x', 'shape'], outputs: ['y'] }, 'do not fit into [4, 2]'],
    [{ type: 'MaxPool', inputs: ['image'], outputs: ['y'], attributes: { kernel_shape: [0, 0] } }, 'from 1 on'],
    [{ type: 'Split', inputs: ['x'], outputs: ['y'], attributes: { split: [1, 2] } }, 'are not the 2'],
  ])('%j', async (node, why) => {
    const bytes = onnxBytes({
      ...relu,
      nodes: [node],
      inputs: { x: [2, 3], image: [1, 1, 4, 4] },
      lists: { shape: [4, 2] },
      opset: 12,
    });
    const [model, diagnostics] = await importOnnx(bytes, 'net.onnx');
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['E719']);
    expect(diagnostics[0]?.message).toContain(why);
    expect(diagnostics[0]?.message).toContain(`${node.type} "y" of "net.onnx"`);
  });
});
