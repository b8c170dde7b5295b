/** What is public and needs no Node: the same in `index.ts` and `browser.ts`. */
import { catalogue as definitions, type Severity } from './diagnostics/index.js';

/** Every diagnostic by its code. */
export const catalogue: Readonly<Record<string, { readonly severity: Severity; readonly title: string }>> = definitions;

export {
  type Diagnostic,
  type Fix,
  type Origin,
  type Related,
  type Severity,
  type SourceLine,
  type Span,
  type TextEdit,
} from './diagnostics/index.js';
export {
  renderGithub,
  renderJson,
  renderPretty,
  renderSarif,
  renderShort,
  type JsonDiagnostic,
  type JsonDiagnostics,
  type JsonPlace,
  type PrettyOptions,
  type SarifOptions,
} from './diagnostics/render/index.js';
export {
  estimate,
  estimateDesign,
  explainOperation,
  judgeRequirements,
  type Assurance,
  type DesignEstimate,
  type Estimate,
  type EstimateOptions,
  type Judgement,
  type Limit,
  type Objective,
  type OperationEstimate,
  type TotalEstimate,
} from './estimate/index.js';
export { checkDesign, designSchema, print, read, write, type Design, type Origins, type Workload } from './ir/index.js';
export { type FileContent, type Host, type Limits, type Setting } from './language/index.js';
export { format, parse, type FormatOptions, type ParseResult, type SourceFile } from './syntax/index.js';
export { parseWorkload, workloadGraph, type WorkloadGraph } from './workload/index.js';
export {
  applySafeFixes,
  buildDesign,
  checkSource,
  estimateWorkload,
  findWorkload,
  loadText,
  memoryHost,
  type CheckedSource,
  type Estimated,
  type Loaded,
  type LoadedDesign,
  type LoadOptions,
} from './workspace/index.js';
