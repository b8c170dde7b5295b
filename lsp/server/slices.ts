import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { Runner } from '../../src/workspace/index.js';
import { checkpoint, type Session } from './session.js';

/** A reporter for who has not asked to be told how far a request is. */
export const silent: WorkDoneProgressReporter = { begin: () => {}, report: () => {}, done: () => {} };

/** How a long request is told about, and ended. */
export interface Watch {
  readonly title: string;
  readonly token: CancellationToken;
  readonly progress: WorkDoneProgressReporter;
}

/** Runs work in steps for a request, in slices between which messages are let in: a cancellation ends it. */
export function inSlices(session: Session, token: CancellationToken): Runner {
  return async (steps) => {
    for (;;) {
      const end = performance.now() + session.pace.slice_ms;
      do {
        const step = steps.next();
        if (step.done === true) return step.value;
      } while (performance.now() < end);
      await checkpoint(token);
    }
  };
}

/**
 * Looks at every file of the workspace, in slices between which messages are let in: a cancellation ends the request, and
 * behind an edit it begins anew, which is quick where files are as they were. What is given back are the files of one moment.
 */
export async function lookAtAll(
  session: Session,
  { title, token, progress }: Watch,
  look: (path: string) => void,
): Promise<readonly string[]> {
  progress.begin(title, 0);
  try {
    for (;;) {
      const edition = session.project.edition();
      const files = session.project.sources();
      let end = performance.now() + session.pace.slice_ms;
      for (const [index, file] of files.entries()) {
        look(file);
        if (performance.now() < end) continue;
        progress.report((100 * (index + 1)) / files.length, `${index + 1} of ${files.length} files`);
        await checkpoint(token);
        if (session.project.edition() !== edition) break;
        end = performance.now() + session.pace.slice_ms;
      }
      if (session.project.edition() === edition) return files;
    }
  } finally {
    progress.done();
  }
}
