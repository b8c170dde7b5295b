export { buildReport, type BuiltSummary } from './build.js';
export { designReport } from './design.js';
export { estimateReport, judgementLines, limitText, summary } from './estimate.js';
export { bytes, count, engineering, grouped, percent, significant } from './figures.js';
export { colored, plain, type Style } from './style.js';
export { synthesisReport, type SynthesisReport } from './synth.js';
export { table, type Column, type Row } from './table.js';
export { uncertaintyReport } from './uncertainty.js';
export { verifyReport } from './verify.js';
