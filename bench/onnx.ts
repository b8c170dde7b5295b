/**
 * CPU time from the bytes of an ONNX file to its workload: 96 layers with 384 MiB of weights, of which none is read, and 2000 layers, 12,000
 * nodes, whose shapes the model works out itself.
 *
 * Run with `npx tsx bench/onnx.ts`. It prints a line for each, and exits 1 where a bar is missed.
 */
import { onnxBytes, type TestModel } from '../tests/support/onnx.js';
import type * as workload from '../src/workload/index.js';
import { bundled, cpuOfAsync, judge } from './support/measure.js';

const rounds = 5;
const { importOnnx } = await bundled<typeof workload>(`export { importOnnx } from './src/workload/index.js';`);

/** Products one after the other, with the shapes in between worked out by the model itself. */
function chain(layers: number, size: number): TestModel {
  const nodes = Array.from({ length: layers }, (_, layer) => {
    const [x, y] = [layer === 0 ? 'x' : `y${layer - 1}`, `y${layer}`];
    return [
      { type: 'Shape', inputs: [x], outputs: [`s${layer}`] },
      { type: 'Gather', inputs: [`s${layer}`, 'zero'], outputs: [`b${layer}`], attributes: { axis: 0 } },
      { type: 'Concat', inputs: [`b${layer}`, 'rest'], outputs: [`to${layer}`], attributes: { axis: 0 } },
      { type: 'MatMul', inputs: [x, `w${layer}`], outputs: [`m${layer}`] },
      { type: 'Reshape', inputs: [`m${layer}`, `to${layer}`], outputs: [`r${layer}`] },
      { type: 'Relu', inputs: [`r${layer}`], outputs: [y] },
    ];
  }).flat();
  return {
    nodes,
    inputs: { x: ['batch', size] },
    outputs: { [`y${layers - 1}`]: ['batch', size] },
    lists: { zero: [0], rest: [size] },
  };
}

async function run(what: string, model: TestModel, bar: number): Promise<void> {
  const bytes = onnxBytes(model);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    times.push(
      await cpuOfAsync(async () => {
        const [made, diagnostics] = await importOnnx(bytes, 'net.onnx', { extents: new Map([['batch', 4]]) });
        if (made === undefined) throw new Error(diagnostics[0]?.message);
      }),
    );
  judge(`${what}, ${(bytes.length / 2 ** 20).toFixed(0)} MiB`, Math.min(...times), bar, 'ms');
}

const size = 1024;
const weights = (layers: number): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(Array.from({ length: layers }, (_, layer) => [`w${layer}`, [size, size]]));
await run(
  '96 layers with weights',
  { ...chain(96, size), weights: weights(96), raw: new Uint8Array(4 * size ** 2) },
  100,
);
await run('2000 layers without data', { ...chain(2000, size), weights: weights(2000) }, 1000);
