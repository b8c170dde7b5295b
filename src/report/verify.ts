import type { BlockReport, SimulatorReport, VerifyReport } from '../verify/index.js';
import { grouped, significant } from './figures.js';
import type { Style } from './style.js';

/** What verification found: for each block what was compared, where it ran, and what differs. */
export function verifyReport(report: VerifyReport, style: Style): readonly string[] {
  const verdict = report.passed
    ? style.green('✓ hardware, golden model and estimate agree')
    : style.red('✗ hardware, golden model and estimate differ');
  return [style.bold(report.design), ...report.blocks.flatMap((block) => blockLines(block, style)), '', verdict];
}

function blockLines(block: BlockReport, style: Style): readonly string[] {
  const line = (name: string, text: string): string => `  ${style.cyan(name.padEnd(10))} ${text}`;
  const { workload, cover_points: points } = block;
  return [
    '',
    `${style.bold(block.path)} ${style.dim(`(${block.block})`)}`,
    line('cases', `${grouped(block.cases)}, ${grouped(block.commands)} ${block.counted}`),
    line('values', `${grouped(block.values)} compared with the golden model`),
    line('cycles', `${grouped(block.cycles)} compared with the timing formulas`),
    ...(workload === null
      ? []
      : [
          line(
            'workload',
            `${workload.workload}: ${grouped(workload.cycles)} cycles simulated, ${grouped(workload.estimated_cycles)} estimated ` +
              (workload.cycles === workload.estimated_cycles ? style.green('=') : style.red('≠')),
          ),
        ]),
    ...(points === undefined ? [] : [line('covered', coverText(points, style))]),
    ...block.simulators.map((simulator) => line(simulator.name, simulatorText(simulator, style))),
    ...block.differences.map((difference) =>
      style.red(
        `  ✗ ${difference.kind} on ${difference.simulator}, ${difference.case}: ${difference.what} is ${difference.found}, expected ${difference.expected}`,
      ),
    ),
    ...(block.smallest === null
      ? []
      : [line('smallest', `${block.smallest.case}, waveform in ${block.smallest.waveform}`)]),
  ];
}

function coverText({ met, not_met }: NonNullable<BlockReport['cover_points']>, style: Style): string {
  const all = met + not_met.length;
  if (not_met.length === 0) return `${style.green('✓')} ${grouped(all)} of ${grouped(all)} cover points`;
  return `${style.yellow('!')} ${grouped(met)} of ${grouped(all)} cover points, never ${not_met.join(', ')}`;
}

function simulatorText(simulator: SimulatorReport, style: Style): string {
  const mark = simulator.passed ? style.green('✓') : style.red('✗');
  const version = simulator.version === null ? '' : `${simulator.version}, `;
  return `${mark} ${grouped(simulator.cycles)} cycles ${style.dim(`(${version}${significant(simulator.time_s)} s)`)}`;
}
