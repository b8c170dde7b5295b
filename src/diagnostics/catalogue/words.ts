import { error } from '../define.js';

/** E1xx: words and syntax. */
export const words = {
  E101: error(
    'unexpected word or mark',
    (p: { expected: string; found: string }) => `expected ${p.expected}, found ${p.found}`,
  ),
  E102: error('missing semicolon', (p: { after: string }) => `\`;\` is missing after ${p.after}`),
  E103: error('missing comma', (p: { before: string }) => `\`,\` is missing before ${p.before}`),
  E104: error(
    'bracket never closed',
    (p: { open: string; close: string }) => `this \`${p.open}\` has no \`${p.close}\``,
  ),
  E105: error('closing bracket without an opening one', (p: { found: string }) => `${p.found} closes nothing`),
  E106: error('missing expression', (p: { found: string }) => `expected a value, found ${p.found}`),
  E107: error(
    'reserved word as a name',
    (p: { word: string }) => `\`${p.word}\` is a reserved word and cannot be a name here`,
  ),
  E109: error('out of place', (p: { what: string; place: string }) => `${p.what} cannot stand in ${p.place}`),
  E110: error('unknown character', (p: { text: string }) => `${p.text} means nothing here`),
  E111: error('unknown unit', (p: { unit: string }) => `there is no unit \`${p.unit}\``),
  E112: error(
    'integer too large',
    (p: { text: string }) => `${p.text} is past 2^53, where integers are no longer exact`,
  ),
  E113: error('malformed number', (p: { text: string; why: string }) => `\`${p.text}\` is not a number: ${p.why}`),
  E114: error('string never closed', () => 'this string has no closing `"` on its line'),
  E115: error('comment never closed', () => 'this `/*` has no `*/`'),
  E116: error('unknown escape', (p: { escape: string }) => `\`${p.escape}\` is no escape of a string`),
  E117: error('operators do not chain', (p: { operator: string }) => `\`${p.operator}\` does not chain`),
  E118: error('range out of place', () => 'a range stands only after `in` and inside `[ ]`'),
  E119: error('argument of a type is no primary', () => 'an argument of a type is a literal, a name or in parentheses'),
  E120: error('nested too deep', (p: { limit: number }) => `nested deeper than ${p.limit}`),
  E121: error('source too large', (p: { limit: string }) => `the file is larger than ${p.limit}`),
  E122: error(
    'too many syntax errors',
    (p: { limit: number }) => `after ${p.limit} syntax errors the rest of the file was not read`,
  ),
} as const;
