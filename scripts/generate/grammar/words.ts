import { contextual, reserved } from '../../../src/syntax/tokens.js';
import { units } from '../../../src/units/index.js';
import { operators } from './model.js';

/** The kinds of words, which the lexer reads character by character, as rules of the EBNF. */
export function wordRules(): readonly { readonly name: string; readonly text: string }[] {
  const quoted = (texts: Iterable<string>): string => [...texts].map((text) => JSON.stringify(text)).join(' | ');
  return [
    { name: 'name', text: '[A-Za-z_] [A-Za-z0-9_]* - reserved' },
    { name: 'word', text: 'name | reserved' },
    {
      name: 'number',
      text: 'digits ("." digits)? ([eE] [+-]? digits)? | "0x" hex ("_"? hex)* | "0b" [01] ("_"? [01])*',
    },
    { name: 'digits', text: '[0-9] ("_"? [0-9])*' },
    { name: 'hex', text: '[0-9a-fA-F]' },
    { name: 'quantity', text: 'number [ #x9]* unit' },
    { name: 'unit', text: 'symbol exponent? ("/" symbol exponent?)*' },
    { name: 'exponent', text: '"^" "-"? [0-9]+' },
    { name: 'string', text: `'"' ([^"\\#xA#xD] | escape)* '"'` },
    { name: 'escape', text: `'\\' (["\\nt] | "u{" hex+ "}")` },
    { name: 'comment', text: '"//" [^#xA#xD]* | "/*" (comment | char)* "*/"' },
    { name: 'operator', text: quoted(operators()) },
    { name: 'reserved', text: quoted(Object.keys(reserved)) },
    { name: 'contextual', text: quoted(Object.keys(contextual)) },
    { name: 'symbol', text: quoted(units.keys()) },
  ];
}
