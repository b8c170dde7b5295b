export { applyEdits, applySafeFixes, type Fixed } from './fixes.js';
export { memoryHost } from './host.js';
