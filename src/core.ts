/** What is public and needs no Node: the same in `index.ts` and `browser.ts`. */
export {
  catalogue,
  type Code,
  type Diagnostic,
  type Fix,
  type Origin,
  type Related,
  type Severity,
  type SourceLine,
  type Span,
  type TextEdit,
} from './diagnostics/index.js';
export { renderGithub, renderJson, renderPretty, renderSarif, renderShort } from './diagnostics/render/index.js';
export { type Host, type FileContent, type Limits } from './language/index.js';
export { applySafeFixes, memoryHost } from './workspace/index.js';
