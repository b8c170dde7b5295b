import { blockModels, type BlockModels } from '../blocks/models.js';
import type { Diagnostic } from '../diagnostics/index.js';
import type { BlockDeclaration, Design, Mapping, Origins, Workload } from '../ir/index.js';
import {
  analyze,
  blockDeclarations,
  elaborate,
  elaborateMappings,
  elaborateWorkload,
  listKnownWorkloads,
  unappliedMappings,
  workloadPlaces,
  type Elaborated,
  type Host,
  type Program,
  type Setting,
} from '../language/index.js';
import type { TechnologyData } from '../technology/index.js';
import type { WorkloadPlaces } from '../workload/index.js';
import { withoutRepetition } from './check.js';
import { knobsOf, type Knobs } from './knobs.js';
import { misnamedBlocks, noCode, notRun, type OwnCode, type RunCode } from './own/index.js';

/** A design that is right, wherever it came from, and the workloads beside it. */
export interface LoadedDesign {
  readonly design: Design;
  readonly origins: Origins;
  /** The user's own blocks whose code is trusted and has been run. */
  readonly own: readonly OwnCode[];
  /** Cost and timing of blocks, with those of `own`. */
  readonly models: BlockModels;
  /** The module of the standard library that declares a block: `std/memory`. */
  readonly moduleOf: (block: string) => string | undefined;
  /** Names of the workloads that the file declares, and then of those that it imports or passes on. */
  readonly workloadNames: readonly string[];
  /** A workload of the file, with values of its parameters. */
  readonly workload: (name: string, settings: readonly Setting[]) => Elaborated<Workload>;
  /** Where it names what a workload of the file is. */
  readonly placesOf: (workload: string) => WorkloadPlaces;
  /** What the file pins of how its workloads run on the design. */
  readonly mappings: readonly Mapping[];
  /** The numbers of its source that may be changed; null where the source is not kept. */
  readonly knobs: Knobs | null;
  /** Warnings of mappings of a workload, which are not applied yet. */
  readonly unapplied: (workload: string) => readonly Diagnostic[];
}

export interface LoadOptions {
  /** Which design, where the file has several. */
  readonly design?: string;
  /** Values of parameters by path, as expressions of the language. */
  readonly set?: readonly Setting[];
  /** Technology figures; without them, the public ones. */
  readonly data?: TechnologyData;
}

export interface Loaded {
  /** Absent where there are errors. */
  readonly loaded: LoadedDesign | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that the diagnostics speak of. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Loads a design from `.accel` text. No code is run. */
export function loadText(host: Host, path: string, options: LoadOptions = {}): Loaded {
  const { program, diagnostics } = analyze(host, path);
  if (program === undefined) return { loaded: undefined, diagnostics, texts: new Map() };
  return loadProgram(program, diagnostics, options);
}

/**
 * The design of a program that has been analysed.
 *
 * @param diagnostics what the analysis told
 * @param run the code of its blocks that has been run
 */
export function loadProgram(
  program: Program,
  diagnostics: readonly Diagnostic[],
  options: LoadOptions = {},
  run: RunCode = noCode,
): Loaded {
  const [made, problems] = elaborate(program, options.design, { set: options.set ?? [] });
  const unrun = made === undefined ? [] : notRun(made.design, made.origins, run.files);
  const all = withoutRepetition([...diagnostics, ...problems, ...misnamedBlocks(program), ...unrun]);
  const failed = made === undefined || all.some(({ severity }) => severity === 'error');
  const loaded = failed
    ? undefined
    : {
        ...made,
        own: run.own,
        models: blockModels(run.own, options.data),
        moduleOf: moduleFinder(blockDeclarations(program)),
        workloadNames: listKnownWorkloads(program),
        ...mappingsOf(program, made.design.name),
        workload: (name: string, settings: readonly Setting[]) => elaborateWorkload(program, name, { set: settings }),
        placesOf: (name: string) => workloadPlaces(program, name),
        knobs: knobsOf(program, made.design.name, options.set ?? []),
      };
  return { loaded, diagnostics: all, texts: program.texts };
}

function mappingsOf(program: Program, design: string): Pick<LoadedDesign, 'mappings' | 'unapplied'> {
  const mappings = (elaborateMappings(program)[0] ?? []).filter((each) => each.design === design);
  return { mappings, unapplied: (workload) => unappliedMappings(program, mappings, workload, design) };
}

function moduleFinder(declarations: readonly BlockDeclaration[]): LoadedDesign['moduleOf'] {
  const modules = new Map(
    declarations.map(({ name, module }) => [name, module.startsWith('std/') ? module : `./${module}`]),
  );
  return (block) => modules.get(block);
}
