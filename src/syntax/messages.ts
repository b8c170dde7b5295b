import type { IToken } from 'chevrotain';
import type { Extras } from '../diagnostics/index.js';
import { nearestWord } from './misspelt.js';
import * as t from './tokens.js';

/** A way out for a word that is near one of `list`. */
export function didYouMean(token: IToken, list: readonly string[]): Extras {
  const near = nearestWord(token.image, list);
  return near === undefined || near === token.image ? {} : { help: `did you mean \`${near}\`?` };
}

/** How a message names a token. */
export function describe(token: IToken): string {
  if (token.tokenType === t.EOF) return 'the end of the file';
  if (token.tokenType === t.StringToken) return 'a string';
  const image = token.image.length > 32 ? `${token.image.slice(0, 32)}...` : token.image;
  return `\`${image}\``;
}
