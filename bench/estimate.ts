/**
 * Speed of the estimator: a whole model on a whole design, from the design IR to the finished estimate with the best mapping of every operation that was found: on a design
 * of a `MatrixCore`, and on an array of one's own elements after Eyeriss, whose loops are searched for. Bars of CPU time of one core: ResNet-50 in 1 s, a step of decoding of
 * Llama-3.1-70B in 200 ms, either again after one parameter was edited in 30 ms. The first run of each compiles nothing that a smaller one before has not, and knows no mapping.
 *
 * Run with `npm run bench:estimate`. It prints a line for each case, and exits 1 where a bar is missed.
 */
import type * as estimating from '../src/estimate/index.js';
import { configWorkload } from '../src/workspace/index.js';
import { loadDesign } from '../src/workspace/node/index.js';
import { parseWorkload, type WorkloadGraph } from '../src/workload/index.js';
import { bundled, cpuOf, judge, tell, textOf } from './support/measure.js';

const { estimate, mappingCache } = await bundled<typeof estimating>(`export * from './src/estimate/index.js';`);

/** What is edited: of the first design what no mapping depends on and what all do, of the second what all loops do and what none. */
const designs = [
  {
    file: 'examples/edge_npu.accel',
    set: [],
    edits: [
      ['dram.capacity', '4 GiB'],
      ['dram.pins', '64'],
    ],
  },
  {
    file: 'examples/eyeriss.accel',
    // As much as the larger model has.
    set: [['dram.capacity', '256 GiB']],
    edits: [
      ['filter_capacity', '16 KiB'],
      ['dram.pins', '32'],
    ],
  },
] as const;

/**
 * CPU-seconds that others take for one product or layer, as measured on one core of a small shared machine. Their spaces
 * are not ours (docs/estimator.md): AccelForge's is larger, SCALE-Sim maps in one way only.
 */
const peers = [
  ['SCALE-Sim v3, a layer', '2-15 s'],
  ['Timeloop, Eyeriss 12 x 14, a convolution, still better after', '39 s'],
  ['ZigZag (LOMA), a layer', '0.2-18 s'],
  ['AccelForge, a product, optimal with proof', '1.2-6.2 s'],
  ['LLMCompass, a product', '14-34 s'],
  ['LLMCompass, a layer of decoding', '25 s'],
] as const;

function modelOf(text: string): WorkloadGraph {
  const [graph] = parseWorkload(text);
  if (graph === undefined) throw new Error(`no workload ${text}`);
  return graph;
}

/** A step of decoding of Llama-3.1-70B by its published configuration. */
function llama(): WorkloadGraph {
  const { models } = JSON.parse(textOf('tests/data/transformers.json')) as {
    readonly models: readonly { readonly name: string; readonly config: object }[];
  };
  const config = models.find(({ name }) => name === 'llama-3.1-70b')?.config;
  const file = {
    path: 'config.json',
    kind: 'config',
    text: 'llama-3.1-70b:decode',
    name: 'decode',
    settings: '',
  } as const;
  const { graph } = configWorkload(JSON.stringify(config), file);
  if (graph === undefined) throw new Error('no model');
  return graph;
}

const workloads = [
  { name: 'ResNet-50', graph: modelOf('resnet50'), bar: 1000 },
  { name: 'Llama-3.1-70B decode', graph: llama(), bar: 200 },
] as const;

for (const { file, set: always, edits } of designs) {
  const designOf = async (set: readonly (readonly [string, string])[]) => {
    const { loaded, diagnostics } = await loadDesign(file, process.cwd(), { set: [...always, ...set] });
    if (loaded === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return loaded.design;
  };
  const [design, ...edited] = [await designOf([]), ...(await Promise.all(edits.map((edit) => designOf([edit]))))];
  if (design === undefined) continue;
  for (const { graph } of workloads)
    for (let round = 0; round < 3; round++) estimate(design, graph, { cache: mappingCache() });
  for (const { name, graph, bar } of workloads) {
    const cache = mappingCache();
    const run = (of: typeof design): number =>
      cpuOf(() => {
        const [made, diagnostics] = estimate(of, graph, { cache });
        if (made === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
      });
    const what = `${design.name}, ${name}`;
    judge(`${what}, no mapping known`, run(design), bar, 'ms');
    judge(`${what}, again`, run(design), 30, 'ms');
    for (const [at, [path, value]] of edits.entries())
      judge(`${what}, ${path} = ${value}`, run(edited[at] ?? design), 30, 'ms');
  }
}
console.log('\nothers');
for (const [what, figure] of peers) tell(what, figure);
