/**
 * The search for mappings on one core, in CPU time of this process, compiled once by a run that is not counted: time to the proved optimum of every different layer of
 * ResNet-50 and every operation of Llama-3.1-8B, with the dimensions in space fixed, with the exact size of each space; then the gap that is left after 500 ms where
 * they are free, and where tiles may leave remainders. An evaluation is one complete mapping that is scored; what is pruned does not count.
 *
 * Run with `npm run bench:mapper`. It exits 1 where a bar is missed.
 */
import type * as searching from '../src/mapping/search/index.js';
import type * as problems from './mapper/problems.js';
import { designs, type Design } from './mapper/designs.js';
import { bundled, cpuOf, judge, quantile, tell } from './support/measure.js';

const { bestMapping, scored, sizeOfSpace, problemsOf } = await bundled<typeof searching & typeof problems>(
  `export * from './src/mapping/search/index.js'; export * from './bench/mapper/problems.js';`,
);

const workloads = ['resnet50', 'llama-3.1-8b:prefill,context=2048', 'llama-3.1-8b:decode,context=2048'];
const objective = { kind: 'energy-delay' } as const;
const freeMilliseconds = 500;

/** Mappings tried in a CPU-second by others, on one core of a small shared machine. Only AccelForge gives a proof. */
const peers = [
  ['Timeloop, Eyeriss 12 x 14', '168-4960 mappings/s'],
  ['Timeloop, 128 x 128 weight stationary', '2-40 mappings/s'],
  ['ZigZag (LOMA)', '103-174 mappings/s'],
  ['AccelForge, a product, optimal with proof', '1.2-6.2 s'],
  ['AccelForge, a convolution of 7 dimensions, with proof', 'about 14 min'],
] as const;

type Times = Record<problems.Problem['kind'], number[]>;

function fixed(design: Design, problem: problems.Problem): searching.SearchOptions {
  return { objective, spatial: problem.kind === 'product' ? design.products : design.convolutions };
}

/** The spaces, and the time to the proved optimum. */
function proofs(design: Design, workload: string, times: Times): void {
  for (const problem of problemsOf(workload)) {
    const options = fixed(design, problem);
    let found: ReturnType<typeof bestMapping> | undefined;
    const time = cpuOf(() => {
      found = bestMapping(problem.nest, design.hierarchy, options);
    });
    if (found?.kind !== 'found' || found.certificate.status !== 'optimal') throw new Error(`${problem.name}: no proof`);
    times[problem.kind].push(time);
    const { all, reduced } = sizeOfSpace(problem.nest, design.hierarchy, options);
    const { enumerated, pruned, evaluated } = found.certificate;
    const sizes = [all, reduced].map((size) => Number(size).toExponential(1)).join(' ');
    console.log(
      `  ${problem.name.padEnd(58)}${time.toFixed(1).padStart(7)} ms  of ${sizes}: ${enumerated} looked at, ${pruned} pruned, ${evaluated} evaluated`,
    );
  }
}

/** What is left when any dimension may be divided in space, or with remainders where those are fixed; and how much better that is than the best without. */
function searched(
  design: Design,
  workload: string,
  remainders: boolean,
): readonly { readonly gap: number; readonly gain: number }[] {
  return problemsOf(workload).map((problem) => {
    const { name, nest } = problem;
    const options = remainders ? { ...fixed(design, problem), remainders } : { objective };
    const start = process.cpuUsage();
    const stop = (): boolean => {
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000 >= freeMilliseconds;
    };
    const found = bestMapping(nest, design.hierarchy, { ...options, stop });
    if (found.kind !== 'found') throw new Error(`${name}: ${found.kind}`);
    const whole = remainders ? bestMapping(nest, design.hierarchy, fixed(design, problem)) : found;
    return { gap: found.certificate.gap, gain: whole.kind === 'found' ? whole.value / found.value : 1 };
  });
}

for (const workload of workloads)
  for (const design of designs)
    for (const problem of problemsOf(workload)) bestMapping(problem.nest, design.hierarchy, fixed(design, problem));

const times: Times = { product: [], convolution: [] };
for (const design of designs)
  for (const workload of workloads) {
    console.log(
      `\n${design.name}, ${workload}: CPU time to the proved optimum, of all mappings and of those left by the reduction`,
    );
    proofs(design, workload, times);
  }
console.log('');
judge('a product, median', quantile(times.product, 0.5), 10, 'ms');
judge('a product, worst', quantile(times.product, 1), 200, 'ms');
judge('a convolution, dimensions in space fixed, median', quantile(times.convolution, 0.5), 50, 'ms');
judge('a convolution, dimensions in space fixed, worst', quantile(times.convolution, 1), 2000, 'ms');

for (const remainders of [false, true]) {
  const space = remainders ? 'tiles that leave remainders, dimensions in space fixed' : 'any dimension in space';
  console.log(`\ngap after ${freeMilliseconds} ms with ${space}`);
  for (const design of designs)
    for (const workload of workloads) {
      const all = searched(design, workload, remainders);
      const left = all.map(({ gap }) => gap);
      const proved = left.filter((gap) => gap === 0).length;
      tell(`${design.name}, ${workload} `, `${proved} of ${left.length} proved`);
      judge('  gap, median', 100 * quantile(left, 0.5), 1, '%');
      judge('  gap, worst', 100 * quantile(left, 1), 1, '%');
      if (remainders) {
        const gains = all.map(({ gain }) => gain);
        tell('  times as good as without remainders, at most', Math.max(...gains).toFixed(2));
      }
    }
}

console.log('\ncomplete mappings scored in a CPU-second, with nothing pruned');
for (const design of designs)
  for (const workload of ['resnet50', 'llama-3.1-8b:prefill,context=2048']) {
    const [problem] = problemsOf(workload).slice(2);
    if (problem === undefined) continue;
    let count = 0;
    const time = cpuOf(() => {
      count = scored(problem.nest, design.hierarchy, fixed(design, problem), 200_000);
    });
    tell(`${design.name}, ${problem.name} `, `${Math.round((1000 * count) / time)} evaluations/s`);
  }
console.log('\nothers');
for (const [name, figure] of peers) tell(name, figure);
