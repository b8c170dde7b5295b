import type { Diagnostic } from '../../src/diagnostics/index.js';
import type { Program } from '../../src/language/index.js';
import { liveEstimates, withLate, type LiveEstimates } from '../../src/workspace/index.js';
import type { Analysis } from '../analysis.js';
import type { Project } from '../project.js';
import { earlierOf, type Earlier } from './earlier.js';

/** What is known of designs beyond their sources. It belongs to one program: after an edit there is none until it is made again. */
export interface Live {
  /** The estimates of an analysis; undefined where they are not made yet. */
  readonly of: (analysis: Analysis) => LiveEstimates | undefined;
  /** The last estimates of a file, which an edit may have overtaken. */
  readonly last: (path: string) => LiveEstimates | undefined;
  /** The last ones of a file that has been edited since, with the places that they had. */
  readonly earlier: (analysis: Analysis) => Earlier | undefined;
  /** What `diagnosticsOf` of the project tells, and what the estimates tell, where they are made. */
  readonly diagnosticsOf: (path: string) => readonly Diagnostic[];
  /**
   * Makes the estimates of some files that are not made yet, in steps of some milliseconds, and tells whether there were any. What
   * is half made when it is given up is made again from its beginning.
   */
  readonly make: (paths: readonly string[]) => Generator<undefined, boolean, undefined>;
  /** Nothing is made for the files as they are: the user does not want to wait. */
  readonly giveUp: (paths: readonly string[]) => void;
  readonly isGivenUp: (analysis: Analysis) => boolean;
  readonly forget: (path: string) => void;
}

/** Estimates that could not be made, or will not be. */
export const noEstimates: LiveEstimates = { designs: [], workloads: [], diagnostics: [] };

/** Estimates of the files of a project: none at first. */
export function createLive(project: Project): Live {
  const made = new WeakMap<Program, LiveEstimates>();
  const givenUp = new WeakSet<Program>();
  const last = new Map<string, { readonly live: LiveEstimates; readonly text: string }>();
  return {
    of: ({ program }) => made.get(program),
    last: (path) => last.get(path)?.live,
    earlier: ({ path, text, program }) => {
      const before = made.has(program) ? undefined : last.get(path);
      return before === undefined ? undefined : earlierOf(before.live, before.text, text);
    },
    diagnosticsOf: (path) => {
      const early = project.diagnosticsOf(path);
      const analysis = project.analysisOf(path);
      const late = analysis === undefined ? undefined : made.get(analysis.program);
      return late === undefined ? early : withLate(early, late.diagnostics);
    },
    make: function* (paths) {
      let any = false;
      for (const path of paths) {
        yield;
        const analysis = project.analysisOf(path);
        if (analysis === undefined || made.has(analysis.program) || givenUp.has(analysis.program)) continue;
        const { program, text } = analysis;
        try {
          const found = yield* liveEstimates(program, project.diagnosticsOf(path));
          made.set(program, found);
          last.set(path, { live: found, text });
          any = true;
        } catch (failure) {
          // What failed once is not tried again at every pause.
          made.set(program, noEstimates);
          throw failure;
        }
      }
      return any;
    },
    giveUp: (paths) => {
      for (const path of paths) {
        const analysis = project.analysisOf(path);
        if (analysis !== undefined && !made.has(analysis.program)) givenUp.add(analysis.program);
      }
    },
    isGivenUp: ({ program }) => givenUp.has(program),
    forget: (path) => last.delete(path),
  };
}
