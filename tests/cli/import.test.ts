import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { published } from '../support/imported.js';
import { accel, packageRoot } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const llama = published().find(({ name }) => name === 'llama-3.1-8b');
const config = JSON.stringify(llama?.config);
writeFileSync(join(folder, 'config.json'), config);

describe('import', () => {
  it('writes a formatted file without a warning, says what is in it, and is the same each time', async () => {
    const ran = await accel(['import', 'config.json', '-o', 'l8.accel', '--name', 'l8'], { folder });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('parameters  8,030,261,248');
    expect(ran.out).toContain('131,072 bytes a token');
    expect(ran.out).toContain('not modelled: rope_scaling');
    expect(await accel(['fmt', '--check', 'l8.accel'], { folder })).toMatchObject({ code: 0 });
    expect(await accel(['check', '--format', 'short', 'l8.accel'], { folder })).toMatchObject({ code: 0, err: '' });
    const again = await accel(['import', '-', '--name', 'l8'], { folder, input: config });
    expect(again).toMatchObject({ code: 0, out: readFileSync(join(folder, 'l8.accel'), 'utf8') });
    expect(again.err).toContain('parameters  8,030,261,248');
  });

  it('an example design takes both workloads, with all parameters', async () => {
    const { out: model } = await accel(['import', '-', '--name', 'l8'], { input: config });
    const design = readFileSync(join(packageRoot, 'examples/edge_npu.accel'), 'utf8');
    for (const phase of ['prefill', 'decode']) {
      const workload = `l8_${phase}:batch=2,context=64`;
      const ran = await accel(['estimate', '-', '--workload', workload, '--json'], { input: `${design}\n${model}` });
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(ran.out)).toMatchObject({ total: { parameters: 8_030_261_248 } });
    }
  });

  it.each(published().map(({ name, config: of }) => [name, of] as const))(
    'of %s is formatted and without a warning',
    async (_, of) => {
      const { out } = await accel(['import', '-'], { input: JSON.stringify(of) });
      writeFileSync(join(folder, 'each.accel'), out);
      expect(await accel(['fmt', '--check', 'each.accel'], { folder })).toMatchObject({ code: 0 });
      expect(await accel(['check', '--format', 'short', 'each.accel'], { folder })).toMatchObject({ code: 0, err: '' });
    },
    60_000,
  );

  it('--json has the facts, and the text where no file takes it', async () => {
    const { out } = await accel(['import', '-', '--json'], { input: config });
    expect(JSON.parse(out)).toMatchObject({
      schema: 'accel-import/1',
      model_type: 'llama',
      workloads: ['llama_prefill', 'llama_decode'],
      parameters: 8_030_261_248,
      kv_bytes_per_token: 131_072,
      not_modelled: [{ field: 'rope_scaling' }],
      text: expect.stringContaining('export workload llama_decode(') as unknown,
    });
  });

  it('what cannot be imported writes nothing', async () => {
    const input = config.replace('"hidden_size":4096', '"hidden_size":-4096');
    const ran = await accel(['import', '-', '-o', 'none.accel'], { folder, input });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('error[E728]: "hidden_size" is -4096');
    expect(existsSync(join(folder, 'none.accel'))).toBe(false);
  });

  it('a name that is none and an output that is not in the language are wrong usage', async () => {
    expect(await accel(['import', 'config.json', '--name', '8b'], { folder })).toMatchObject({ code: 2, out: '' });
    expect(await accel(['import', 'config.json', '-o', 'config.json'], { folder })).toMatchObject({ code: 2, out: '' });
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(config);
  });
});
