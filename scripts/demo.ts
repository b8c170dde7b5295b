/** The main job on the shipped example in one short output: estimate, Verilog, and the verified agreement of the two. */
import process from 'node:process';
import {
  bytes,
  colored,
  engineering,
  grouped,
  limitText,
  percent,
  plain,
  significant,
  type Style,
} from '../src/report/index.js';
import { findTool, simulate, synthesize } from '../src/tools/index.js';
import { verify, type SimulatorName } from '../src/verify/index.js';
import { buildDesign, estimateWorkload, findWorkload, type LoadedDesign } from '../src/workspace/index.js';
import { loadDesign, writeFolder } from '../src/workspace/node/index.js';
import { root } from './bundles.js';
import { version } from '../src/cli/version.js';

const file = 'examples/edge_npu.accel';
const output = 'out/edge_npu';
const workload = 'resnet50';
const product = 'gemm(50,37,41)';

const style: Style = process.stdout.isTTY && process.env['NO_COLOR'] === undefined ? colored : plain;
const say = (text = ''): void => void process.stdout.write(`${text}\n`);
const line = (name: string, text: string): void => say(`  ${style.cyan(name.padEnd(11))} ${text}`);

const { loaded, texts } = await loadDesign(file, root);
if (loaded === undefined) throw new Error(`${file} does not load`);
say(`${style.bold('accel')} ${version} on ${style.bold(file)}`);
showEstimate(loaded);
await showVerilog(loaded);
await showAgreement(loaded);

function showEstimate(design: LoadedDesign): void {
  const [estimated] = estimateWorkload(design, workload);
  if (estimated === undefined) throw new Error(`${workload} has no estimate`);
  const { total, operations } = estimated.estimate;
  const slowest = operations.toSorted((a, b) => b.cycles - a.cycles).slice(0, 3);
  say();
  say(
    `${style.bold('Estimate')} ${style.dim(`of ${workload}, ${operations.length} operations, ${grouped(total.macs)} multiply-accumulates`)}`,
  );
  line(
    'time',
    `${engineering(total.latency_s, 's')} a sample, ${grouped(total.cycles)} cycles, array ${percent(total.utilization)} used`,
  );
  line(
    'energy',
    `${engineering(total.energy_j, 'J')} a sample (${engineering(total.energy_j_range[0], 'J')} .. ${engineering(total.energy_j_range[1], 'J')}), ${engineering(total.power_w, 'W')}`,
  );
  line(
    'area',
    `${significant(total.area_mm2)} mm² (${significant(total.area_mm2_range[0])} .. ${significant(total.area_mm2_range[1])} mm²)`,
  );
  line(
    'limits',
    total.limits
      .slice(0, 3)
      .map(({ limit, share }) => `${limitText(limit)} ${percent(share)}`)
      .join(', '),
  );
  line('slowest', slowest.map(({ name, latency_s }) => `${name} ${engineering(latency_s, 's')}`).join(', '));
  for (const { holds, condition } of estimated.judgements)
    line('requires', `${holds ? style.green('✓') : style.red('✗')} ${condition}`);
}

async function showVerilog(design: LoadedDesign): Promise<void> {
  const [built] = await buildDesign(design, { version, texts });
  if (built === undefined) throw new Error(`${file} does not build`);
  const [failure] = writeFolder(output, built.files, root);
  if (failure !== undefined) throw new Error(failure.message);
  const verilog = built.files.filter(({ path }) => path.endsWith('.v'));
  const lines = verilog.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  const size = verilog.reduce((sum, { text }) => sum + text.length, 0);
  say();
  say(`${style.bold('Verilog')} ${style.dim(`in ${output}`)}`);
  line('top', `${built.manifest.top}, ${verilog.length} modules, ${lines} lines, ${bytes(size)}`);
  line(
    'beside it',
    built.files
      .filter(({ path }) => !path.endsWith('.v'))
      .map(({ path }) => path)
      .join(', '),
  );
}

async function showAgreement(design: LoadedDesign): Promise<void> {
  const [graph] = findWorkload(design, product);
  if (graph === undefined) throw new Error(`${product} is no workload`);
  // Icarus where it is there; Verilator, which compiles for longer than this whole run takes, on `accel verify --sim all`.
  const simulators: readonly SimulatorName[] =
    (await findTool('icarus')) === null ? ['builtin'] : ['builtin', 'icarus'];
  const [verification] = await verify(
    design.design,
    { simulators, workload: graph, random: { cases: 10, seed: 1 } },
    { origins: design.origins, tools: { simulate, synthesize } },
  );
  if (verification === null) throw new Error(`${product} does not run`);
  say();
  say(
    `${style.bold('Agreement')} ${style.dim(`of hardware, golden model and estimate on ${product} and 10 random cases a block`)}`,
  );
  for (const block of verification.report.blocks) {
    const mark = block.differences.length === 0 ? style.green('✓') : style.red('✗');
    const names = block.simulators.map(({ name }) => name).join(' and ');
    line(block.path, `${mark} ${grouped(block.values)} values and ${grouped(block.cycles)} durations, on ${names}`);
    if (block.workload === null) continue;
    const { cycles, estimated_cycles } = block.workload;
    const agree = cycles === estimated_cycles;
    const [verdict, sign] = agree ? [style.green('✓'), '='] : [style.red('✗'), '≠'];
    line('', `${verdict} ${grouped(cycles)} cycles simulated ${sign} ${grouped(estimated_cycles)} cycles estimated`);
  }
  if (!verification.report.passed) process.exitCode = 1;
  say();
  say(style.dim(`Next: npx accel estimate ${file} --workload ${workload}; npx accel --help`));
}
