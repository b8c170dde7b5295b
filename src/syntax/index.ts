export type * from './ast.js';
export { format, type FormatOptions } from './format.js';
export { formatRange, type Replacement } from './format-range.js';
export { limits } from './limits.js';
export { parse, type Parsed, type ParseResult } from './parse.js';
export { parseAgain, type Before } from './parse-again.js';
export { splitQuantity } from './parser-expressions.js';
export { isName, wordClass } from './tokens.js';
export { children, stripParens, visit, type Node } from './walk.js';
