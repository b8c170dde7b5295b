import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Estimate, Judgement } from '../../src/estimate/index.js';
import { accel } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npu = 'examples/edge_npu.accel';
const wrong = 'export const a: int = 1 GHz;\nexport const b: int = a\n';

describe('estimate', () => {
  it('of ResNet-50 lists every operation, with all that there is to know', async () => {
    const { code, out, err } = await accel(['estimate', npu, '--workload', 'resnet50', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { schema, operations, total, requirements } = JSON.parse(out) as Estimate & {
      readonly requirements: readonly Judgement[];
    };
    expect(schema).toBe('accel-estimate/1');
    expect(total.macs).toBe(4_089_184_256);
    expect(total.parameters).toBe(25_557_032);
    for (const row of operations) {
      expect(Object.keys(row)).toEqual(
        expect.arrayContaining([
          'name',
          'kind',
          'macs',
          'cycles',
          'utilization',
          'traffic_bytes',
          'energy_j',
          'limit',
          'assurance',
        ]),
      );
      expect(row.no_unit ? [row.macs, row.utilization] : [row.macs > 0, row.utilization !== null]).toEqual(
        row.no_unit ? [0, null] : [true, true],
      );
    }
    expect(operations.reduce((sum, row) => sum + row.macs, 0)).toBe(total.macs);
    expect(operations.reduce((sum, row) => sum + row.cycles, 0)).toBe(total.cycles);
    expect(requirements.map(({ holds }) => holds)).toEqual([true]);
  });

  it('prints a table whose rows are aligned', async () => {
    const { out } = await accel(['estimate', npu, '--workload', 'gemm(64,64,64)']);
    expect(out).toMatch(/^operation +shape +MACs +cycles/m);
    expect(out).toMatch(/^total /m);
    expect(out).toContain('✓ holds');
  });

  it('a narrow terminal loses columns, not alignment', async () => {
    const { out } = await accel(['estimate', npu, '--workload', 'resnet50'], {
      isTerminal: true,
      columns: 80,
      environment: { NO_COLOR: '1' },
    });
    const table = out.split('\n\n')[1]?.split('\n') ?? [];
    expect(table.length).toBeGreaterThan(50);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('a failed requirement is told on both outputs and exits with 1', async () => {
    const source = readFileSync(npu, 'utf8').replace('area <= 6 mm^2', 'area <= 1 mm^2');
    const { code, out, err } = await accel(['estimate', '-', '--workload', 'gemm(64,64,64)'], { input: source });
    expect(code).toBe(1);
    expect(out).toContain('✗ fails  area <= 1 mm^2');
    expect(err).toContain('error[E510]');
  });

  it('--explain opens one operation, and names those there are', async () => {
    const opened = await accel(['estimate', npu, '--workload', 'resnet50', '--explain', 'conv1']);
    expect(opened.out).toContain('conv1: convolution');
    const unknown = await accel(['estimate', npu, '--workload', 'resnet50', '--explain', 'conv0']);
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('conv1, ');
  });

  it('--objective changes what the mapper minimises', async () => {
    const run = async (objective: string): Promise<Estimate> => {
      const { out } = await accel(['estimate', npu, '--workload', 'resnet50', '--objective', objective, '--json']);
      return JSON.parse(out) as Estimate;
    };
    const [latency, energy] = [await run('latency'), await run('energy')];
    expect(energy.total.energy_j).toBeLessThanOrEqual(latency.total.energy_j);
    expect(latency.total.cycles).toBeLessThanOrEqual(energy.total.cycles);
  });

  it('without a workload shows the design', async () => {
    const { code, out } = await accel(['estimate', npu]);
    expect(code).toBe(0);
    expect(out).toMatch(/^core +MatrixCore +1 /m);
  });

  it('an unknown workload names those there are', async () => {
    const { code, err } = await accel(['estimate', 'templates/project/chip.accel', '--workload', 'resnet5']);
    expect(code).toBe(1);
    expect(err).toContain('E720');
    expect(err).toContain('did you mean "resnet50"?; the file has mlp');
  });

  it('a workload of the file takes values for its parameters', async () => {
    const macs = async (workload: string): Promise<number> => {
      const { out } = await accel(['estimate', 'templates/project/chip.accel', '--workload', workload, '--json']);
      return (JSON.parse(out) as Estimate).total.macs;
    };
    expect(await macs('mlp:batch=128')).toBe(2 * (await macs('mlp')));
  });
});

describe('--set', () => {
  it('sets parameters of text and builder alike', async () => {
    const run = (file: string): ReturnType<typeof accel> =>
      accel([
        'estimate',
        file,
        '--workload',
        'gemm(256,256,256)',
        '--set',
        'rows=2 * 16',
        '--set',
        'cols=32',
        '--json',
      ]);
    const [text, builder] = [await run(npu), await run('examples/edge_npu.ts')];
    expect(text.code).toBe(0);
    expect(builder.out).toBe(text.out);
    expect(text.out).not.toBe((await accel(['estimate', npu, '--workload', 'gemm(256,256,256)', '--json'])).out);
  });

  it('that fits nothing is an error, and one that is no setting is wrong usage', async () => {
    for (const file of [npu, 'examples/edge_npu.ts']) {
      const ran = await accel(['estimate', file, '--set', 'rowz=32']);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain('E225');
    }
    expect((await accel(['estimate', npu, '--set', 'rows'])).code).toBe(2);
  });

  it('out of bounds is an error', async () => {
    for (const file of [npu, 'examples/edge_npu.ts']) {
      const ran = await accel(['estimate', file, '--set', 'rows=1e12']);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toMatch(/E402/);
    }
  });
});

describe('--design', () => {
  const two =
    'import { tsmc_n7 } from "std/process";\nimport { MatrixCore } from "std/compute";\n' +
    ['A', 'B']
      .map(
        (name) =>
          `export design ${name}() {\n  process tsmc_n7 {};\n  clock main = 1 GHz;\n  core: MatrixCore {};\n  port in work: commands;\n  work -> core.commands;\n  unused core.results;\n  unused core.spill;\n}\n`,
      )
      .join('');

  it('says which, where there are several', async () => {
    const run = (...args: string[]): ReturnType<typeof accel> =>
      accel(['estimate', '-', '--json', ...args], { input: two });
    expect((await run()).err).toContain('E227');
    expect((await run('--design', 'C')).err).toContain('E226');
    expect(JSON.parse((await run('--design', 'B')).out)).toMatchObject({ design: 'B' });
  });
});

describe('build', () => {
  it('writes the same bytes twice, and a manifest that names the top', async () => {
    for (const out of ['one', 'two']) expect((await accel(['build', npu, '-o', join(folder, out)])).code).toBe(0);
    const files = readdirSync(join(folder, 'one'));
    expect(files).toContain('manifest.json');
    for (const file of files) {
      expect(readFileSync(join(folder, 'two', file), 'utf8')).toBe(readFileSync(join(folder, 'one', file), 'utf8'));
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'one/manifest.json'), 'utf8')) as { readonly top: string };
    expect(files).toContain(`${manifest.top}.v`);
  });

  it('warns of a modelled block in whose place the top has ports, once, and succeeds', async () => {
    const { code, out, err } = await accel(['build', npu, '-o', join(folder, 'warned')]);
    expect(code).toBe(0);
    expect(out).toContain('EdgeNpu in ');
    expect(err.match(/W660/g)).toHaveLength(1);
    expect(err).toContain('dma, a Dma, is modelled only; in its place the top module has dma_local');
  });

  it.skipIf(process.platform === 'win32')('makes the folder as the umask says', async () => {
    await accel(['build', npu, '-o', join(folder, 'open')]);
    expect(statSync(join(folder, 'open')).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('--testbench adds testbenches of the blocks', async () => {
    const { code, out } = await accel(['build', npu, '-o', join(folder, 'tested'), '--testbench']);
    expect(code).toBe(0);
    expect(out).toContain('testbench/MatrixCore_testbench.v');
    expect(readdirSync(join(folder, 'tested', 'testbench'))).toContain('MatrixCore_testbench.v');
  });

  it('over a build leaves nothing of it behind', async () => {
    await accel(['build', npu, '-o', join(folder, 'again')]);
    writeFileSync(join(folder, 'again', 'mine.txt'), 'kept');
    await accel(['build', 'examples/tpu_v1.accel', '-o', join(folder, 'again')]);
    const files = readdirSync(join(folder, 'again'));
    expect(files).toContain('TpuV1.v');
    expect(files).toContain('mine.txt');
    expect(files.filter((file) => file.startsWith('EdgeNpu'))).toEqual([]);
  });
});

describe('verify', () => {
  it('finds hardware, golden model and estimate in agreement', async () => {
    const { code, out } = await accel(['verify', npu, '--workload', 'gemm(50,37,41)', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(out) as {
      readonly passed: boolean;
      readonly blocks: readonly {
        readonly workload: { readonly cycles: number; readonly estimated_cycles: number } | null;
      }[];
    };
    expect(report.passed).toBe(true);
    const workload = report.blocks.find((block) => block.workload !== null)?.workload;
    expect(workload?.cycles).toBe(workload?.estimated_cycles);
    expect(workload?.cycles).toBeGreaterThan(0);
  });

  it('refuses a simulator that there is not', async () => {
    expect(await accel(['verify', npu, '--sim', 'modelsim'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('check', () => {
  const check = (...args: string[]): ReturnType<typeof accel> => accel(['check', '-', ...args], { input: wrong });

  it('shows diagnostics for people on standard error', async () => {
    const { code, out, err } = await check();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error[E302]');
    expect(err).toMatch(/2 errors\n$/);
  });

  it('--format short is a line each', async () => {
    const { err } = await check('--format', 'short');
    expect(err).toMatch(/^<stdin>:1:23: error\[E302\]: .*\n<stdin>:2:24: error\[E102\]: .*\n$/);
  });

  it('--format json is data on standard output', async () => {
    const { code, out, err } = await check('--format', 'json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({ schema: 'accel-diagnostics/1', errors: 2, warnings: 0 });
    expect((await check('--json')).out).toBe(out);
  });

  it('--format sarif is a SARIF 2.1.0 log', async () => {
    const { out } = await check('--format', 'sarif');
    const log = JSON.parse(out) as {
      readonly version: string;
      readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
    };
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]?.results.map((result) => result.ruleId).toSorted()).toEqual(['E102', 'E302']);
  });

  it('--format github is what GitHub Actions reads, and the default there', async () => {
    const { err } = await check('--format', 'github');
    expect(err).toMatch(/^::error file=<stdin>,line=1,/);
    expect((await accel(['check', '-'], { input: wrong, environment: { GITHUB_ACTIONS: 'true' } })).err).toBe(err);
  });

  it('without files checks the project', async () => {
    writeFileSync(join(folder, 'wrong.accel'), wrong);
    const { code, err } = await accel(['check', '--format', 'short'], { folder });
    expect(code).toBe(1);
    expect(err).toContain('wrong.accel:1:23');
    rmSync(join(folder, 'wrong.accel'));
  });

  it('--fix applies the safe fixes and shows what is left', async () => {
    writeFileSync(join(folder, 'fixable.accel'), 'export const a: int = 1\nexport const b: int = 2 W;\n');
    const { code, err } = await accel(['check', 'fixable.accel', '--fix'], { folder });
    expect(readFileSync(join(folder, 'fixable.accel'), 'utf8')).toBe(
      'export const a: int = 1;\nexport const b: int = 2 W;\n',
    );
    expect(code).toBe(1);
    expect(err).toContain('1 fix applied');
    expect(err).not.toContain('E102');
    rmSync(join(folder, 'fixable.accel'));
  });

  it('says so when nothing is wrong', async () => {
    expect(await accel(['check', npu])).toEqual({ code: 0, out: '', err: '✓ 1 file, nothing wrong\n' });
  });
});

describe('fmt', () => {
  const ugly = 'const  a:int=1;\n';
  const pretty = 'const a: int = 1;\n';

  it('formats in place', async () => {
    writeFileSync(join(folder, 'ugly.accel'), ugly);
    expect(await accel(['fmt', '--check', 'ugly.accel'], { folder })).toMatchObject({ code: 1, out: 'ugly.accel\n' });
    expect(await accel(['fmt', 'ugly.accel'], { folder })).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(join(folder, 'ugly.accel'), 'utf8')).toBe(pretty);
    expect(await accel(['fmt', '--check', 'ugly.accel'], { folder })).toMatchObject({ code: 0, out: '' });
  });

  it('formats standard input to standard output', async () => {
    expect(await accel(['fmt', '-'], { input: ugly })).toEqual({ code: 0, out: pretty, err: '' });
  });

  it('leaves a file with syntax errors as it is', async () => {
    const ran = await accel(['fmt', '-'], { input: wrong });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('E102');
  });
});

describe('ir', () => {
  it('of text and builder is the same, byte for byte', async () => {
    const text = await accel(['ir', npu, '--json']);
    expect(JSON.parse(text.out)).toMatchObject({ schema: 'accel-design/1', name: 'EdgeNpu' });
    expect((await accel(['ir', 'examples/edge_npu.ts', '--json'])).out).toBe(text.out);
  });

  it('printed back is a design with the same IR', async () => {
    const printed = await accel(['ir', npu]);
    const again = await accel(['ir', '-', '--json'], { input: printed.out });
    expect(again.out).toBe((await accel(['ir', npu, '--json'])).out);
    expect((await accel(['ir', npu, '--as', 'ts'])).out).toContain("export default design('EdgeNpu', {");
    expect((await accel(['ir', npu, '--as', 'ts', '--stage', 'ast'])).code).toBe(2);
  });

  it('has every stage as text and as data', async () => {
    for (const [stage, version] of Object.entries({ ast: 1, design: 1, schedule: 2, hardware: 1 })) {
      const args = ['ir', npu, '--stage', stage, '--workload', 'gemm(50,37,41)'];
      const text = await accel(args);
      const data = await accel([...args, '--json']);
      expect([stage, text.code, data.code, text.err]).toEqual([stage, 0, 0, '']);
      expect(text.out.length).toBeGreaterThan(100);
      expect((JSON.parse(data.out) as { readonly schema: string }).schema).toBe(`accel-${stage}/${version}`);
    }
  });

  it('has the schedule as lists with barriers, when each command is done, and how near the estimate is', async () => {
    const { out } = await accel(['ir', npu, '--stage', 'schedule', '--workload', 'gemm(24,64,64)']);
    expect(out).toMatchInlineSnapshot(`
      "gemm on core: 13 commands and 9 moves of dma, 1,113 cycles, 1,145 in the estimate's closed form (+2.9 %)
       core
         1  load 64 words of weights, beat 48     after move 1  done 165
         2  load 96 words of activations, beat 0  after move 2  done 259
         3  gemm 24 x 64 x 16                                   done 404
         4  load 64 words of weights, beat 80     after move 3  done 405
         5  store 24 words of results, beat 304                 done 453
         6  gemm 24 x 64 x 16                                   done 598
         7  load 64 words of weights, beat 112    after move 4  done 599
         8  store 24 words of results, beat 352                 done 647
         9  gemm 24 x 64 x 16                                   done 792
        10  load 64 words of weights, beat 144    after move 5  done 793
        11  store 24 words of results, beat 400                 done 841
        12  gemm 24 x 64 x 16                                   done 986
        13  store 24 words of results, beat 448                 done 1,035
       dma
        1  in: 32 beats of weights from beat 48 to beat 48                       done 132
        2  in: 48 beats of activations from beat 0 to beat 0                     done 210
        3  in: 32 beats of weights from beat 80 to beat 80                       done 262
        4  in: 32 beats of weights from beat 112 to beat 112                     done 313
        5  in: 32 beats of weights from beat 144 to beat 144                     done 365
        6  out: 48 beats of results from beat 304 to beat 176  after command 5   done 531
        7  out: 48 beats of results from beat 352 to beat 224  after command 8   done 725
        8  out: 48 beats of results from beat 400 to beat 272  after command 11  done 919
        9  out: 48 beats of results from beat 448 to beat 320  after command 13  done 1,113
      "
    `);
  });

  it('has the hierarchy of memories of a design of its own elements, and says where there is none', async () => {
    const text = await accel(['ir', 'examples/eyeriss.accel', '--stage', 'hierarchy']);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toContain('multiply-accumulators: 168, 12 x 14');
    const kept = text.out.split('\n').map((line) => /^(\S+(?:, \*\]\S+)?): .*; (.*)$/.exec(line)?.slice(1).join(': '));
    expect(kept.filter((line) => line !== undefined)).toEqual([
      'dram: input, weight, output',
      'buffer: input, output',
      'filter_buffer: weight',
      'pe[*, *].ifmap_spad: input',
      'pe[*, *].filter_spad: weight',
      'pe[*, *].psum_spad: output',
    ]);
    const data = await accel(['ir', 'examples/eyeriss.accel', '--stage', 'hierarchy', '--json']);
    expect((JSON.parse(data.out) as { readonly schema: string }).schema).toBe('accel-hierarchy/1');
    const none = await accel(['ir', npu, '--stage', 'hierarchy']);
    expect([none.code, none.out]).toEqual([1, '']);
    expect(none.err).toContain('E737');
  });

  it('has the best loops of a workload on it, with how sure that is', async () => {
    const eyeriss = ['ir', 'examples/eyeriss.accel', '--stage', 'loops'];
    const text = await accel([...eyeriss, '--workload', 'gemm(64,96,128)']);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/^gemm: 9728 cycles .* energy x cycles: no mapping is better$/m);
    const data = await accel([...eyeriss, '--workload', 'gemm(64,96,128)', '--json']);
    const { schema, operations } = JSON.parse(data.out) as {
      readonly schema: string;
      readonly operations: readonly { readonly macs: number; readonly certificate: { readonly status: string } }[];
    };
    expect(schema).toBe('accel-loops/1');
    expect(operations.map(({ macs, certificate }) => [macs, certificate.status])).toEqual([[64 * 96 * 128, 'optimal']]);
    expect((await accel(eyeriss)).code).toBe(2);
    expect((await accel(['ir', npu, '--stage', 'loops', '-w', 'gemm(8,8,8)'])).err).toContain('E737');
  });

  it('has loops that are not full at the end of a dimension where tiles may leave remainders', async () => {
    const explained = ['estimate', 'examples/eyeriss.accel', '-w', 'gemm(13,29,11)', '--explain', 'gemm'];
    const { code, out, err } = await accel([...explained, '--remainders']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/ [mnk] \d+ \(last \d+\)/);
  });

  it('keeps the indices of an einsum, and says what loops are not mapped', async () => {
    const design = (await accel(['ir', 'examples/eyeriss.accel'])).out;
    const einsum = (text: string): string => `${design}\nworkload w { einsum ${text}; }\n`;
    const loops = ['ir', '-', '--stage', 'loops', '-w', 'w'];
    const windows = 'y: int32[k, p] += x: int16[c, p + r] * f: int16[k, c, r] where k = 8, p = 6, c = 4, r = 3';
    const { out } = await accel(loops, { input: einsum(windows) });
    expect(out).toMatch(/^y: \d+ cycles/);
    expect(out).toMatch(/ r 3/);
    const backward = 'y: int32[k, p] += x: int16[c, p - r + 2] * f: int16[k, c, r] where k = 8, p = 6, c = 4, r = 3';
    const refused = await accel(loops, { input: einsum(backward) });
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/E724.*"r" steps backward/)]);
    const large = await accel(['ir', 'examples/eyeriss.accel', '--stage', 'loops', '-w', 'gemm(20000,20000,20000)']);
    expect([large.code, large.err]).toEqual([1, expect.stringMatching(/E734.*the capacity of dram/)]);
  });

  it('shows the tree of a text with mistakes', async () => {
    const { code, out, err } = await accel(['ir', '-', '--stage', 'ast'], { input: wrong });
    expect(code).toBe(1);
    expect(out).toContain('ConstDeclaration');
    expect(err).toContain('E102');
  });
});
