import { InvalidArgumentError, type Command } from 'commander';
import { loadForCommand } from '../design.js';
import { exit, type Outcome } from '../exit.js';
import { parseCount, takesDesign, type DesignOptions } from '../options.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';

const simulators = ['builtin', 'icarus', 'verilator', 'netlist'] as const;
type SimulatorName = (typeof simulators)[number];

interface VerifyCommandOptions extends DesignOptions {
  readonly block?: string;
  readonly workload?: string;
  readonly random?: number;
  readonly seed: number;
  readonly sim: readonly SimulatorName[];
  readonly output: string;
  readonly json?: boolean;
}

/** `accel verify <file>`: the blocks' hardware, simulated, against golden model, timing formulas and estimate. */
export function registerVerify(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(
    program.command('verify').description('run the hardware against its golden model, its timing formulas and the estimate'),
  )
    .option('--block <path>', 'only the block at this path, as in "core"')
    .option('-w, --workload <workload>', 'run this workload, as in "gemm(50,37,41)"')
    .option('--random <n>', 'so many random cases', parseCount(1))
    .option('--seed <s>', 'seed of the random cases', parseCount(0), 1)
    .option('--sim <names>', 'simulators: builtin, icarus, verilator, netlist; or all, the first three', parseSimulators, ['builtin'])
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
  const names = text.split(',').flatMap((name) => (name.trim() === 'all' ? ['builtin', 'icarus', 'verilator'] : [name.trim()]));
  const known = names.flatMap((name) => simulators.filter((simulator) => simulator === name));
  if (known.length !== names.length) throw new InvalidArgumentError('Allowed are builtin, icarus, verilator, netlist and all.');
  return [...new Set(known)];
}
