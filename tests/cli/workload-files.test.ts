import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { smallLlama } from '../support/imported.js';
import { accel, packageRoot } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-workloads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const npu = readFileSync(join(packageRoot, 'examples/edge_npu.accel'), 'utf8');
const small = { ...smallLlama, max_position_embeddings: 4096 };
const mlp = `export workload mlp(batch: int in 1 ..= 64 = 4) {
  input x: int8[batch, 32];
  weight w: int8[32, 16];
  output y = matmul(x, w);
}`;

mkdirSync(join(folder, 'models'));
put('npu.accel', npu);
put('models/one.accel', mlp);
put('models/two.accel', `${mlp}\nexport workload other { model "resnet50"; }\n`);
put('models/broken.accel', 'export workload mlp { input x: int8[4, 4]; output y = matmul(x); }');
put('models/none.accel', 'export const n = 4;');
put('models/config.json', JSON.stringify(small, null, 2));
put('models/bert.json', JSON.stringify({ ...small, model_type: 'bert', max_position_embeddings: 512 }));
put('models/wrong.json', JSON.stringify({ ...small, hidden_size: -8 }, null, 2));
put('by_name.accel', `import { mlp as net } from "./models/one.accel";\n${npu}`);
put('whole.accel', `import * as nets from "./models/two.accel";\n${npu}`);
put('passed_on.accel', `export { mlp } from "./models/one.accel";\n${npu}`);

/** Products, as an estimate tells them. */
async function estimated(file: string, workload: string): Promise<{ macs: number; err: string }> {
  const { out, err } = await accel(['estimate', file, '--workload', workload, '--json'], { folder });
  return { macs: (JSON.parse(out) as { total: { macs: number } }).total.macs, err };
}

/** What goes wrong, in the short form. */
async function told(file: string, workload: string): Promise<string> {
  const { code, out, err } = await accel(['estimate', file, '--workload', workload], { folder });
  expect([code, out]).toEqual([1, '']);
  return err;
}

describe('a workload of another file', () => {
  it.each([
    ['by_name.accel', 'net:batch=8'],
    ['whole.accel', 'nets.mlp:batch=8'],
    ['passed_on.accel', 'mlp:batch=8'],
    ['npu.accel', 'models/one.accel:batch=8'],
    ['npu.accel', 'models/one.accel:mlp,batch=8'],
    ['npu.accel', './models/two.accel:mlp, batch=8'],
  ])('in %s, %s, is estimated without a warning', async (file, workload) => {
    expect(await estimated(file, workload)).toEqual({ macs: 8 * 32 * 16, err: '' });
  });

  it('that is imported for the command line alone is no import without a use', async () => {
    expect(await accel(['check', 'by_name.accel', 'whole.accel'], { folder })).toMatchObject({ code: 0 });
    put('unused.accel', `import { n } from "./models/none.accel";\n${npu}`);
    expect((await accel(['check', 'unused.accel'], { folder })).err).toContain('W201');
  });

  it('is named among those that there are', async () => {
    expect(await told('by_name.accel', 'nets')).toContain('the file has net');
  });

  it('has the parameters that it has there', async () => {
    expect(await told('by_name.accel', 'net:size=8')).toMatch(/E225.*mlp has no parameter "size"/);
    expect(await told('by_name.accel', 'net:batch=65')).toMatch(/models\/one\.accel:1:/);
  });

  it.each([
    ['models/two.accel', /E721.*name one of its workloads, mlp, other/],
    ['models/two.accel:third', /E228.*third.*mlp/],
    ['models/none.accel', /E721.*the file has no workload/],
    ['models/missing.accel', /E001.*missing\.accel/],
    ['models/broken.accel', /models\/broken\.accel:1:\d+/],
    ['models', /E720/],
  ])('%s is told: %s', async (workload, message) => {
    expect(await told('npu.accel', workload)).toMatch(message);
  });
});

describe('a config.json', () => {
  it('is a step of decoding, or the phase that is named, and yields tokens', async () => {
    const heads = 64 + 2 * 32 + 64 + 3 * 128;
    const attention = (step: number, context: number): number => 2 * 4 * 2 * step * context;
    const products = (batch: number, step: number, context: number): number =>
      batch * (step * heads + attention(step, context) + 80);
    expect(await estimated('npu.accel', 'models/config.json:batch=3,context=16')).toEqual({
      macs: products(3, 1, 16),
      err: '',
    });
    expect((await estimated('npu.accel', 'models/config.json:prefill,context=16')).macs).toBe(products(1, 16, 16));
    const { out } = await accel(['estimate', 'npu.accel', '-w', 'models/config.json:decode,batch=2'], { folder });
    expect(out).toContain('tokens/s');
    const bert = await accel(['estimate', 'npu.accel', '-w', 'models/bert.json:batch=2'], { folder });
    expect(bert.out).toContain('samples/s');
  });

  it.each([
    ['models/wrong.json', /E728.*"hidden_size" is -8[^]*models\/wrong\.json:4:3/],
    ['models/config.json:train', /E722.*"train".*prefill, decode, batch, context/],
    ['models/config.json:batch=0', /"batch"/],
    ['models/config.json:layers=3', /E225.*layers/],
    ['models/missing.json', /E001/],
    ['models/one.accel.json:decode', /E001/],
  ])('%s is told: %s', async (workload, message) => {
    const err = await told('npu.accel', workload);
    expect(err).toMatch(message);
    expect(err).not.toContain('model.accel:');
  });

  it('has a schedule, and is what verify runs', async () => {
    const args = ['--workload', 'models/config.json:batch=1,context=2'];
    const ran = await accel(['ir', 'npu.accel', '--stage', 'schedule', ...args], { folder });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('l0_q');
    const wrong = await accel(['ir', 'npu.accel', '--stage', 'schedule', '-w', 'models/wrong.json'], { folder });
    expect(wrong).toMatchObject({ code: 1, out: '' });
  });
});
