import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { estimateDesign, type InstanceEstimate } from '../../src/estimate/index.js';
import { verify } from '../../src/verify/index.js';
import { buildDesign, estimateWorkload, ownHardware, type Loaded } from '../../src/workspace/index.js';
import { checkFile, loadDesign } from '../../src/workspace/node/index.js';

const root = mkdtempSync(join(tmpdir(), 'accel-own-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

let projects = 0;

/** A folder with files. */
function project(files: Files): string {
  const folder = join(root, `project-${projects++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const declaration = `
export extern component Inverter(lanes: int in 1 ..= 64 = 4) {
  port in x: stream<int8, lanes>;
  port out y: stream<int8, lanes>;
}`;
const chip = (from: string): string => `
import { Inverter } from "${from}";
import { tsmc_n7 } from "std/process";
export design Chip {
  process tsmc_n7;
  clock main = 1 GHz;
  port in x: stream<int8, 4>;
  port out y: stream<int8, 4>;
  invert: Inverter {};
  x -> invert.x;
  invert.y -> y;
  require area <= 0.1 mm^2;
}`;
const code = `import { defineBlock, integerParameter } from 'accel-hdl/blocks';

export const inverter = defineBlock({
  component: 'Inverter',
  cost: (block) => ({ area_mm2: { gates: 0.05 * integerParameter(block, 'lanes') }, energy_per_cycle_j: 1e-12, leakage_w: 1e-3 }),
  golden: (_block, { x = [] }) => ({ y: x.map((beat) => beat.map((value) => ~value)) }),
  cycles: (_block, { beats, stalls }) => (beats['x'] ?? 0) - 1 + (stalls['y'] ?? 0),
  hardware: () => import('./inverter-hardware.js'),
});
`;
const hardware = `import { integerParameter, type Block } from 'accel-hdl/blocks';
import { moduleBuilder, unsigned, type Module } from 'accel-hdl/rtl';

export function hardware(block: Block, name: string): Module {
  const m = moduleBuilder(name);
  const valid = m.input('x_valid');
  const data = m.input('x_data', unsigned(8 * integerParameter(block, 'lanes')));
  m.output('x_ready', m.input('y_ready'));
  m.output('y_valid', valid);
  m.output('y_data', data.not());
  return m.build();
}
`;

const own: Files = {
  'accel.json': '{ "blocks": { "Inverter": "./inverter.ts" } }',
  'chip.accel': chip('./blocks.accel'),
  'blocks.accel': declaration,
  'inverter.ts': code,
  'inverter-hardware.ts': hardware,
};
const packaged: Files = {
  'accel.json': '{ "packages": { "npu": "./packages/npu" } }',
  'chip.accel': chip('pkg:npu/blocks.accel'),
  'packages/npu/accel.json': '{ "blocks": { "Inverter": "./code/inverter.ts" } }',
  'packages/npu/blocks.accel': declaration,
  'packages/npu/code/inverter.ts': code,
  'packages/npu/code/inverter-hardware.ts': hardware,
};

const load = (files: Files, trust: readonly string[] = []): Promise<Loaded> =>
  loadDesign('chip.accel', project(files), { trust });

const told = ({ diagnostics }: Pick<Loaded, 'diagnostics'>): readonly string[] =>
  diagnostics.map(({ code: id, message }) => `${id} ${message}`);

async function instanceOf(files: Files, trust: readonly string[]): Promise<InstanceEstimate | undefined> {
  const { loaded } = await load(files, trust);
  if (loaded === undefined) throw new Error('no design');
  return estimateDesign(loaded.design, loaded.origins, loaded.models)[0]?.instances[0];
}

async function verified(files: Files, trust: readonly string[]) {
  const { loaded } = await load(files, trust);
  if (loaded === undefined) throw new Error('no design');
  const [blocks = [], problems] = await ownHardware(loaded.own);
  const request = { random: { cases: 30, seed: 1 }, simulators: [] };
  const [verification, diagnostics] = await verify(loaded.design, request, { own: blocks, origins: loaded.origins });
  return { report: verification?.report, told: told({ diagnostics: [...problems, ...diagnostics] }) };
}

describe.each([
  { of: 'the project', files: own, name: '.', wrong: 'npu' },
  { of: 'the package "npu"', files: packaged, name: 'npu', wrong: '.' },
])('the code of $of', ({ of, files, name, wrong }) => {
  it('is not run without trust: W204, and the block is modelled by what it states', async () => {
    expect(told(await load(files, wrong === 'npu' ? [] : [wrong]))).toEqual([
      `W204 the code of "Inverter" in ${of} is not run: the block is modelled, by what its declaration states`,
    ]);
    expect(await instanceOf(files, [])).toMatchObject({ assurance: 'modelled', area_mm2: 0, leakage_w: 0 });
    expect(told(await checkFile('chip.accel', project(files)))[0]).toContain('W204');
  });

  it('is run with trust: its cost counts', async () => {
    expect(told(await load(files, [name]))).toEqual([]);
    expect(await instanceOf(files, [name])).toMatchObject({
      assurance: 'proved',
      area_mm2: expect.closeTo(0.2, 9),
      leakage_w: 1e-3,
      power_peak_w: expect.closeTo(2e-3, 9),
    });
    expect(told(await checkFile('chip.accel', project(files), { trust: [name] }))).toEqual([
      expect.stringMatching(/^E510 .*area is 0.2 mm\^2/),
    ]);
  });

  it('is run with trust: its hardware is built', async () => {
    const { loaded, texts } = await load(files, [name]);
    const options = { version: '0', texts, testbench: true };
    const [built] = loaded === undefined ? [] : await buildDesign(loaded, options);
    expect(built?.files.map(({ path }) => path)).toContain('testbench/Inverter_testbench.v');
    expect(built?.files.find(({ path }) => path === 'Inverter.v')?.text).toContain('assign y_data = ~x_data;');
  });

  it('is run with trust: golden model, formula and hardware are held against each other', async () => {
    const { report, told: problems } = await verified(files, [name]);
    expect(problems).toEqual([]);
    expect(report).toMatchObject({ passed: true, blocks: [{ block: 'Inverter', cases: 30 }] });
    expect(report?.blocks[0]?.cycles).toBeGreaterThan(10);
  });
});

describe('a block that is not as its code says', () => {
  const changed = (from: string, to: string): Files => ({ ...own, 'inverter.ts': code.replace(from, to) });

  it('E673: in a value', async () => {
    const { report, told: problems } = await verified(changed('~value', 'value === 127 ? 0 : ~value'), ['.']);
    expect(report?.passed).toBe(false);
    expect(report?.blocks[0]?.smallest?.waveform).toBe('invert.vcd');
    expect(problems[0]).toMatch(/^E673 invert on builtin, .* of y is -128, expected 0$/);
  });

  it('E673: in a cycle', async () => {
    const { told: problems } = await verified(changed('- 1 +', '+'), ['.']);
    expect(problems[0]).toMatch(/^E673 invert on builtin, .*: from the first beat to the last is \d+, expected \d+$/);
  });

  it('E673: in the number of beats', async () => {
    const { told: problems } = await verified(changed('y: x.map', 'y: x.slice(1).map'), ['.']);
    expect(problems[0]).toContain('E673');
  });

  it('W671: without a golden model it is not verified', async () => {
    const { told: problems } = await verified(changed('golden:', 'unsupported: () => [], other:'), ['.']);
    expect(problems[0]).toBe('W671 invert, a Inverter, is not verified: its code has no golden model');
  });
});

describe('code that is wrong is told of at its line, never a trace', () => {
  const inverter = (text: string): Files => ({ ...own, 'inverter.ts': text });
  const define = (rest: string): Files =>
    inverter(
      `import { defineBlock } from 'accel-hdl/blocks';\nexport default defineBlock({ component: 'Inverter', ${rest} });`,
    );
  const costs = (rest: string): Files => define(`cost: () => (${rest})`);
  const estimated = async (files: Files): Promise<readonly string[]> => {
    const { loaded, diagnostics } = await load(files, ['.']);
    if (loaded === undefined) return told({ diagnostics });
    return told({ diagnostics: estimateDesign(loaded.design, loaded.origins, loaded.models)[1] });
  };

  it.each([
    ['', 'E237 "inverter.ts" exports no block "Inverter" that defineBlock made; it exports none'],
    [
      "import { defineBlock } from 'accel-hdl/blocks';\nexport const a = defineBlock({ component: 'Other' });",
      'E237 "inverter.ts" exports no block "Inverter" that defineBlock made; it exports Other',
    ],
    ['export const a = ;', 'E008'],
    ["throw new Error('no');", 'E009 "inverter.ts" threw while it ran: no'],
  ])('%j', async (text, message) => {
    const { loaded, diagnostics } = await load(inverter(text), ['.']);
    expect(loaded).toBeUndefined();
    expect(told({ diagnostics })[0]).toContain(message);
  });

  it.each([
    [define('cost: 3'), 'E235 the code of "Inverter": "cost" is no function'],
    [costs('3'), 'E235 the code of "Inverter": "cost" gives no object'],
    [costs('{}'), 'E235 the code of "Inverter": "area_mm2" of its cost is no object of parts and areas'],
    [
      costs('{ area_mm2: { a: -1 }, energy_per_cycle_j: 0 }'),
      'E235 the code of "Inverter": the area of "a" is -1, not an amount from 0 on',
    ],
    [
      costs('{ area_mm2: {}, energy_per_cycle_j: { value: 1, least: 2, greatest: 3 } }'),
      'E235 the code of "Inverter": "energy_per_cycle_j" of its cost is {"value":1,"least":2,"greatest":3}, not an amount from 0 on',
    ],
    [
      costs('{ area_mm2: {} }'),
      'E235 the code of "Inverter": "energy_per_cycle_j" of its cost is missing, not an amount from 0 on',
    ],
  ])('a definition that makes no sense %#', async (files, message) => {
    expect(await estimated(files)).toEqual([message]);
  });

  it('E009: a cost that throws, at the line that threw', async () => {
    const { loaded } = await load(costs('{}'.replace('{}', 'undefined!.x')), ['.']);
    const [, diagnostics] = loaded === undefined ? [] : estimateDesign(loaded.design, loaded.origins, loaded.models);
    expect(diagnostics).toMatchObject([{ code: 'E009', origin: { file: 'inverter.ts', line: 2 } }]);
  });

  const built = async (text: string): Promise<Loaded['diagnostics']> => {
    const { loaded, texts } = await load({ ...own, 'inverter-hardware.ts': text }, ['.']);
    return loaded === undefined ? [] : (await buildDesign(loaded, { version: '0', texts }))[1];
  };

  it('E665: hardware with other wires', async () => {
    expect(told({ diagnostics: await built(hardware.replace("'x_ready'", "'x_go'")) })).toEqual([
      'E665 the hardware of "Inverter" does not fit its ports: it has no output "x_ready"; it has x_go, which no port of "Inverter" stands for',
    ]);
  });

  it('E610: a mistake that the builder finds, at its line', async () => {
    const [first] = await built(hardware.replace('data.not()', 'data.slice(99, 98)'));
    expect(first).toMatchObject({
      code: 'E610',
      origin: { file: 'inverter-hardware.ts', line: 10 },
    });
  });

  it('E009 and E235: hardware that throws, or is none', async () => {
    expect(await built("throw new Error('no');")).toMatchObject([
      { code: 'E009', origin: { file: 'inverter-hardware.ts', line: 1 } },
    ]);
    expect(told({ diagnostics: await built('export const module = 1;') })).toEqual([
      'E235 the code of "Inverter": what "hardware" loads exports no function "hardware"',
    ]);
    expect(told({ diagnostics: await built('export const hardware = () => 1;') })).toEqual([
      'E235 the code of "Inverter": its hardware gives no module that moduleBuilder made',
    ]);
  });

  it('E661: parameters that the hardware does not cover; --partial leaves the block out', async () => {
    const files = {
      ...own,
      'inverter.ts': code.replace('golden:', "unsupported: () => ['four lanes are too many'],\n  golden:"),
    };
    const { loaded, texts } = await load(files, ['.']);
    if (loaded === undefined) throw new Error('no design');
    const build = async (partial: boolean): Promise<readonly string[]> =>
      (await buildDesign(loaded, { version: '0', texts, partial }))[1].map((each) => each.code);
    expect(await build(false)).toEqual(['E661']);
    expect(await build(true)).toEqual(['E662']);
    expect(await instanceOf(files, ['.'])).toMatchObject({ assurance: 'modelled' });
  });
});

test('E236: code for a block with the name of one of the library is refused, trusted or not', async () => {
  const files = Object.fromEntries(
    Object.entries(packaged).map(([path, text]) => [path, text.replaceAll('Inverter', 'Sram')]),
  );
  const message =
    'E236 the package "npu" has code for a block "Sram", which is the name of a block of the standard library';
  for (const trust of [[], ['npu']]) {
    const loading = await load(files, trust);
    expect(told(loading)).toContain(message);
    expect(loading.loaded).toBeUndefined();
  }
});

test('E233: trust in a package that there is none of', async () => {
  expect(told(await load(packaged, ['gpu']))).toContain('E233 accel.json lists no package "gpu"; it lists npu');
});

describe('a memory of one’s own behind a core', () => {
  const design = `
import { tsmc_n7 } from "std/process";
import { MatrixCore } from "std/compute";
extern component Stack { area = 1 mm^2; port in data: memory<int8, 32, 64 MiB>; }
export design Chip {
  process tsmc_n7;
  clock main = 1 GHz;
  port in commands: commands;
  core: MatrixCore { rows: 16, cols: 16 };
  stack: Stack {};
  commands -> core.commands;
  core.spill <-> stack.data;
  unused core.results;
}`;
  const files: Files = {
    'accel.json': '{ "blocks": { "Stack": "./stack.ts" } }',
    'chip.accel': design,
    'stack.ts': `import { defineBlock } from 'accel-hdl/blocks';
export const stack = defineBlock({
  component: 'Stack',
  memory: () => ({ bandwidth_b_per_s: 1e9, latency_s: 1e-6, energy_j_per_b: 5e-12 }),
});`,
  };
  const run = async (trust: readonly string[]) => {
    const { loaded, diagnostics } = await load(files, trust);
    if (loaded === undefined) throw new Error(told({ diagnostics }).join('\n'));
    return estimateWorkload(loaded, 'gemm(64,64,64)')[0]?.estimate;
  };

  it('sets the time and energy where its code is trusted, and else is as fast as its port', async () => {
    const [known, unknown] = [await run(['.']), await run([])];
    expect(known?.operations[0]?.limit).toEqual({ kind: 'memory', path: 'stack' });
    expect(known?.total.cycles).toBeGreaterThan(5 * (unknown?.total.cycles ?? 0));
    expect(
      known?.total.energy.find(({ path, part }) => path === 'stack' && part === 'access')?.energy_j,
    ).toBeGreaterThan(0);
  });
});
