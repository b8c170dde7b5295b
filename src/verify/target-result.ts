import type { OwnHardware } from '../blocks/hardware.js';
import type { BuiltFile } from '../hardware/index.js';
import type { Origins, Block, Mapping } from '../ir/index.js';
import { compile, vcd, type Module, type Simulator } from '../rtl/index.js';
import type { Printed } from './testbench.js';
import type { WorkloadGraph } from '../workload/index.js';
import type { Recording, VerifyTools } from './replay.js';
import type { BlockReport, SimulatorName } from './report.js';
import type { Target } from './targets.js';
import type { Sampler } from './trace.js';

/** What to verify. Without a workload and random cases, some random cases are run. */
export interface VerifyRequest {
  /** Only the block at this path. */
  readonly block?: string;
  /** Products for the core, as the estimate schedules them. */
  readonly workload?: WorkloadGraph;
  /** What mapping blocks pin of how it runs on the design. */
  readonly pins?: readonly Mapping[];
  readonly random?: { readonly cases: number; readonly seed: number };
  /** The built-in simulator always runs: it records what the others repeat. */
  readonly simulators: readonly SimulatorName[];
  /** The other simulators see gated clocks and bypassed memories, the built-in one neither. */
  readonly printed?: Printed;
}

export interface VerifyContext {
  readonly origins?: Origins;
  /** For simulators other than the built-in one. */
  readonly tools?: VerifyTools;
  /** In place of the blocks' own hardware. */
  readonly hardware?: (block: Block) => Module;
  /** The user's own blocks whose code is trusted. */
  readonly own?: readonly OwnHardware[];
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

export interface Progress {
  readonly path: string;
  readonly simulator: SimulatorName;
  readonly done: number;
  readonly cases: number;
}

/** What a block showed on the built-in simulator. */
export interface TargetResult {
  readonly report: Omit<BlockReport, 'path' | 'block' | 'counted' | 'simulators' | 'smallest'>;
  readonly simulatedCycles: number;
  readonly time_s: number;
  readonly smallest: { readonly case: string; readonly seed: number | null; readonly waveform: BuiltFile } | null;
  /** null: no other simulator is asked for. */
  readonly recording: Recording | null;
}

/** Random cases of a request: those asked for, or some where nothing else is asked for. */
export function randomCases({
  random,
  workload,
}: VerifyRequest): { readonly cases: number; readonly seed: number } | null {
  return random ?? (workload === undefined ? { cases: 20, seed: 1 } : null);
}

/** Whether anything but the built-in simulator is asked for. */
export function asksOthers({ simulators }: VerifyRequest): boolean {
  return simulators.some((name) => name !== 'builtin');
}

/** Tells how far the work is and lets others run now and then; false: the caller has aborted. */
export function stepper(context: VerifyContext, path: string, cases: number): (done: number) => Promise<boolean> {
  let last = performance.now();
  return async (done) => {
    if (context.signal?.aborted === true) return false;
    if (performance.now() - last < yieldAfter_ms) return true;
    context.progress?.({ path, simulator: 'builtin', done, cases });
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    last = performance.now();
    return true;
  };
}

const yieldAfter_ms = 100;

/** From a cycle of a recording to the title of the case that it belongs to. */
export function caseIndex(
  starts: readonly { readonly cycle: number; readonly title: string }[],
): (cycle: number) => string {
  return (cycle) => starts.findLast((start) => start.cycle <= cycle)?.title ?? 'reset';
}

/** A value change dump of what `run` does with a fresh simulator of the module. */
export function waveformOf(
  target: Target,
  module: Module,
  run: (simulator: Simulator, sampler: Sampler) => void,
): BuiltFile {
  const simulator = compile(module, { keep: true });
  const writer = vcd(simulator, { top: module.name });
  run(simulator, { sample: () => writer.sample() });
  return { path: `${target.path.replaceAll(/[^A-Za-z0-9_]+/g, '_')}.vcd`, text: writer.text() };
}
