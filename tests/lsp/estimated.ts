import { createLive } from '../../lsp/live/estimates.js';
import type { LiveEstimates } from '../../src/workspace/index.js';
import { marked, type Marked } from './sources.js';

/** A marked project whose estimates are made. */
export interface EstimatedProject extends Marked {
  readonly live: LiveEstimates;
}

/** The project of a source with a mark, estimated to the end. */
export function estimated(source: string | Readonly<Record<string, string>>): EstimatedProject {
  const found = marked(source);
  const live = createLive(found.project);
  for (const step of live.make([found.analysis.path])) if (step !== undefined) break;
  const made = live.of(found.analysis);
  if (made === undefined) throw new Error('the estimates are not made');
  return { ...found, live: made };
}

/** A small chip: `parameters` of the design, `more` among its members, and what stands `beside` it. */
export function chip(more = '', parameters = 'rows: int in 4 ..= 64 = 16', beside = ''): string {
  return `import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
${beside}
design Npu(${parameters}) {
  process tsmc_n7;
  clock main = 800 MHz;
  port in work: commands;
  core: MatrixCore { rows: 16, cols: 16 };
  buffer: Sram { capacity: 1 MiB, word: 256 b };
  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;
  ${more}
}
`;
}
