import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Diagnostic } from '../../diagnostics/index.js';
import type { Progress, VerifyRequest } from '../../verify/index.js';
import { loadForCommand, type CommandDesign } from '../design.js';
import { exit, type Outcome } from '../exit.js';
import { parseCount, takesDesign, type DesignOptions } from '../options.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';
import { workloadForCommand } from '../workload.js';

const simulators = ['builtin', 'icarus', 'verilator', 'netlist'] as const;
type SimulatorName = (typeof simulators)[number];

interface VerifyCommandOptions extends DesignOptions {
  readonly block?: string;
  readonly workload?: string;
  readonly random?: number;
  readonly seed: number;
  readonly sim: readonly SimulatorName[];
  readonly clockGating?: boolean;
  readonly memoryBypass?: boolean;
  readonly output: string;
  readonly json?: boolean;
}

/** `accel verify <file>`: the blocks' hardware, simulated, against golden model, timing formulas and estimate. */
export function registerVerify(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(
    program
      .command('verify')
      .description('run the hardware against its golden model, its timing formulas and the estimate'),
  )
    .option('--block <path>', 'only the block at this path, as in "core"')
    .option('-w, --workload <workload>', 'run this workload, as in "gemm(50,37,41)"')
    .option('--random <n>', 'so many random cases', parseCount(1))
    .option('--seed <s>', 'seed of the random cases', parseCount(0), 1)
    .addOption(
      new Option('--sim <names>', 'simulators: builtin, icarus, verilator, netlist; or all, the first three')
        .argParser(parseSimulators)
        .default(['builtin'], 'builtin'),
    )
    .option('--clock-gating', 'the other simulators see gated clocks, as "accel build --clock-gating" writes them')
    .option('--memory-bypass', 'the other simulators see memories with the bypass of "accel build --memory-bypass"')
    .option('-o, --output <dir>', 'where the waveform of a difference goes', 'out/verify')
    .option('--json', 'machine output')
    .addHelpText(
      'after',
      `
The netlist is what Yosys makes of the hardware; it is for small arrays and asked for by name.

Examples:
  accel verify chip.accel --workload "gemm(50,37,41)" --sim all
  accel verify chip.accel --random 200 --seed 1
  accel verify chip.accel --block core --set rows=4 --set cols=4 --sim netlist`,
    )
    .action(async (file: string, options: VerifyCommandOptions) => {
      outcome.code = await verifyCommand(file, options, terminal);
    });
}

function parseSimulators(text: string): readonly SimulatorName[] {
  const names = text
    .split(',')
    .flatMap((name) => (name.trim() === 'all' ? ['builtin', 'icarus', 'verilator'] : [name.trim()]));
  const known = names.flatMap((name) => simulators.filter((simulator) => simulator === name));
  if (known.length !== names.length)
    throw new InvalidArgumentError('Allowed are builtin, icarus, verilator, netlist and all.');
  return [...new Set(known)];
}

async function verifyCommand(file: string, options: VerifyCommandOptions, terminal: Terminal): Promise<number> {
  const design = await loadForCommand(file, options, terminal);
  if (design === undefined) return exit.failed;
  const request = await requestOf(design, options, terminal);
  if (request === undefined) return exit.failed;
  const [{ verify }, { simulate, synthesize }] = await Promise.all([
    import('../../verify/index.js'),
    import('../../tools/index.js'),
  ]);
  const { ownHardware } = await import('../../workspace/index.js');
  const [own, problems] = await ownHardware(design.loaded.own);
  if (own === undefined) {
    await design.print(problems);
    return exit.failed;
  }
  const progress = progressLine(terminal);
  const [verification, diagnostics] = await verify(design.loaded.design, request, {
    origins: design.loaded.origins,
    own,
    tools: { simulate, synthesize },
    signal: terminal.interrupted,
    progress: progress.show,
  });
  progress.clear();
  if (verification === null) {
    await design.print(diagnostics);
    return exit.failed;
  }
  const { report, files } = verification;
  if (options.json === true) terminal.out.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const { verifyReport } = await import('../../report/index.js');
    terminal.out.write(`${verifyReport(report, styleFor(terminal.out, terminal, options.color)).join('\n')}\n`);
  }
  const failed = await design.print([...diagnostics, ...(await writeWaveforms(files, options.output, terminal))]);
  return failed || !report.passed ? exit.failed : exit.fine;
}

/** What to verify; undefined where the workload is not known, which has been told. */
async function requestOf(
  design: CommandDesign,
  options: VerifyCommandOptions,
  terminal: Terminal,
): Promise<VerifyRequest | undefined> {
  const { block, random, seed, sim } = options;
  const base = {
    simulators: sim,
    printed: {
      ...(options.clockGating === true ? { clockGating: {} } : {}),
      ...(options.memoryBypass === true ? { memoryBypass: true } : {}),
    },
    ...(block === undefined ? {} : { block }),
    ...(random === undefined ? {} : { random: { cases: random, seed } }),
  };
  if (options.workload === undefined) return base;
  const workload = await workloadForCommand(design, options.workload, options.color, terminal);
  if (workload === undefined) return undefined;
  const pins = design.loaded.mappings.filter((each) => each.workload === workload.name);
  return { ...base, workload, pins };
}

async function writeWaveforms(
  files: readonly { readonly path: string; readonly text: string }[],
  folder: string,
  terminal: Terminal,
): Promise<readonly Diagnostic[]> {
  if (files.length === 0) return [];
  const { writeFolder } = await import('../../workspace/node/index.js');
  return writeFolder(folder, files, terminal.folder);
}

/** One line of progress that is written over; nothing where standard error is no terminal. */
function progressLine(terminal: Terminal): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  let shown = false;
  const { err } = terminal;
  return {
    show: ({ path, simulator, done, cases }) => {
      if (!err.isTerminal) return;
      shown = true;
      err.write(`\r\u001b[K${path} on ${simulator}: ${done} of ${cases} cases`);
    },
    clear: () => {
      if (shown) err.write('\r\u001b[K');
    },
  };
}
