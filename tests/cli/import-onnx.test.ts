import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { accel, packageRoot } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = fileURLToPath(new URL('../data/onnx/', import.meta.url));
const npu = join(packageRoot, 'examples/edge_npu.accel');
for (const name of ['lenet', 'separable', 'light_resnet50'])
  copyFileSync(`${data}${name}.onnx`, join(folder, `${name}.onnx`));
writeFileSync(join(folder, 'cut.onnx'), readFileSync(`${data}light_resnet50.onnx`).subarray(0, 3000));

describe('import of ONNX', () => {
  it('writes a formatted file without a warning, says what is in it, and is the same each time', async () => {
    const args = ['import', 'lenet.onnx', '--set', 'batch=4', '-o', 'lenet.accel'];
    const ran = await accel(args, { folder });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('workload lenet with batch=4');
    expect(ran.out).toContain('parameters  61,706 in the file, 61,706 in the workload');
    expect(await accel(['fmt', '--check', 'lenet.accel'], { folder })).toMatchObject({ code: 0 });
    expect(await accel(['check', '--format', 'short', 'lenet.accel'], { folder })).toMatchObject({ code: 0, err: '' });
    const again = await accel(['import', 'lenet.onnx', '--set', 'batch=4'], { folder });
    expect(again).toMatchObject({ code: 0, out: readFileSync(join(folder, 'lenet.accel'), 'utf8') });
  });

  it('--json has the facts, and the text where no file takes it', async () => {
    const { out } = await accel(['import', 'separable.onnx', '--set', 'N=2', '--name', 'net', '--json'], { folder });
    expect(JSON.parse(out)).toMatchObject({
      ...{ schema: 'accel-import/1', producer: 'onnx.helper', opset: 17, workload: 'net' },
      ...{ parameters: 1570, extents: { N: 2 }, not_modelled: [] },
      text: expect.stringContaining('export workload net {') as unknown,
    });
  });

  it.each([
    [['lenet.onnx'], 1, /E718.*"batch".*\n.*--set batch=1/],
    [['lenet.onnx', '--set', 'batch=4', '--set', 'size=3'], 1, /E718.*"size".*\n.*leaves open batch/],
    [['cut.onnx'], 1, /E717.*premature/],
    [['missing.onnx'], 1, /E001/],
    [['lenet.onnx', '--set', 'batch=many'], 2, /whole number/],
    [['lenet.onnx', '--set', 'batch'], 2, /whole number/],
    [['config.json', '--set', 'batch=1'], 2, /--set is of ONNX models/],
  ] as const)('%j is told, and writes nothing', async (args, code, message) => {
    const ran = await accel(['import', ...args, '-o', 'none.accel'], { folder });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(message);
    expect(existsSync(join(folder, 'none.accel'))).toBe(false);
  });
});

describe('--workload of ONNX', () => {
  it('is imported on the fly', async () => {
    const ran = await accel(['estimate', npu, '--workload', 'light_resnet50.onnx', '--json'], { folder });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(ran.out)).toMatchObject({ workload: 'light_resnet50.onnx', total: { macs: 4_089_184_256 } });
    const four = await accel(['estimate', npu, '--workload', 'lenet.onnx:batch=4', '--json'], { folder });
    expect(JSON.parse(four.out)).toMatchObject({ total: { macs: 4 * 416_520, parameters: 61_706 } });
  });

  it.each([
    ['lenet.onnx', /E718.*"batch"/],
    ['lenet.onnx:batch=many', /E723.*many/],
    ['lenet.onnx:batch=', /E723.*nothing/],
    ['lenet.onnx:decode', /E722.*"decode"/],
    ['cut.onnx', /E717/],
    ['missing.onnx', /E001/],
  ])('%s is told: %s', async (workload, message) => {
    const ran = await accel(['estimate', npu, '--workload', workload], { folder });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(message);
  });
});
