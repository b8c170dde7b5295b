export { renderJson, type JsonDiagnostic, type JsonDiagnostics, type JsonPlace } from './json.js';
export { renderGithub, renderShort } from './plain.js';
export { renderPretty, renderSummary, type PrettyOptions } from './pretty.js';
export { renderSarif, type SarifOptions } from './sarif.js';
export {
  indexSources,
  lineStartsOf,
  placeOf,
  positionAt,
  type Place,
  type Position,
  type SourceIndex,
  type Sources,
} from './sources.js';
