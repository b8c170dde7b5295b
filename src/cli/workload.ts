import type { WorkloadGraph } from '../workload/index.js';
import type { CommandDesign } from './design.js';
import { hasErrors, printDiagnostics } from './diagnostics.js';
import type { ColorChoice, Terminal } from './terminal.js';

/** The workload that a command line names, of the design's file, built in or of a file of its own; undefined where there is none, which has been told. */
export async function workloadForCommand(
  design: CommandDesign,
  text: string,
  color: ColorChoice,
  terminal: Terminal,
): Promise<WorkloadGraph | undefined> {
  const { loadWorkload } = await import('../workspace/node/index.js');
  const { findWorkload } = await import('../workspace/index.js');
  const ofFile = await loadWorkload(text, terminal.folder);
  const [graph, found] =
    ofFile === undefined ? findWorkload(design.loaded, text) : ([ofFile.graph, ofFile.diagnostics] as const);
  const texts = new Map([...design.texts, ...(ofFile?.texts ?? [])]);
  if (found.length > 0) await printDiagnostics(found, terminal, { texts, color });
  return hasErrors(found) ? undefined : graph;
}
