/** The design IR: its types, the evaluator of its expressions, blocks, checks, reader, writer and printer. */
export { applyBuiltin, builtins, type Builtin } from './builtins.js';
export { blockLets, clockMember, convert, instantiateBlock, type BlockDraft } from './blocks.js';
export { formatValue, listNames, typeName, valueTypeName } from './describe.js';
export { dtypes, dtypeWidth } from './dtypes.js';
export { evaluate, membersOf, type Evaluated, type Scope } from './evaluate.js';
export { formatFlat, formatJson } from './json.js';
export { largestInteger, same, snap, tolerance } from './number.js';
export { applyBinary, applyUnary, numeric, valuesEqual, type Result } from './operators.js';
export { originKey, type OriginPart, type Origins } from './origins.js';
export { about, locate, problem, type About, type Problem } from './problems.js';
export type * from './types.js';
export * from './values.js';
export { write } from './write.js';
