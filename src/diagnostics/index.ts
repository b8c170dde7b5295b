export { catalogue, diagnostic, type Code, type Extras, type Parameters } from './catalogue.js';
export { error, warning, type Definition } from './define.js';
export { isObject, readJsonText, shownValue, shown, type JsonText } from './json-text.js';
export {
  isSpan,
  type Diagnostic,
  type Fix,
  type Origin,
  type Related,
  type Severity,
  type SourceLine,
  type Span,
  type TextEdit,
} from './types.js';
export * from './render/index.js';
