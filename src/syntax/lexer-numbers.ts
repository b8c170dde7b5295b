import { diagnostic } from '../diagnostics/index.js';
import { isUnit, lookupUnit, nearestUnits, numberValue } from '../units/index.js';
import { isWordPart, isWordStart, pushToken, report, taint, wordEnd, type LexState } from './lexer.js';
import { NumberToken, QuantityToken, words } from './tokens.js';

/** A number; one that goes on with `_`, a digit or a second point in a wrong way is reported as a whole. */
const numberPattern = /0x[0-9A-Za-z_]+|0b[01][0-9A-Za-z_]*|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?/y;
const wellFormed =
  /^(?:0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0b[01]+(?:_[01]+)*|\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?)$/;
const exponentPattern = /\^-?\d+/y;

/** Reads a number or a quantity: a number, optional blanks on its line, and a unit. */
export function scanNumber(state: LexState, start: number): number {
  numberPattern.lastIndex = start;
  const end = start + (numberPattern.exec(state.text)?.[0].length ?? 1);
  checkNumber(state, start, end);
  const unitStart = skipBlanks(state.text, end);
  const unitStop = unitEnd(state.text, unitStart);
  if (unitStop !== undefined) return scanQuantity(state, start, unitStart, unitStop);
  return isWordStart(state.text.charCodeAt(unitStart))
    ? scanAfterNumber(state, start, end, unitStart)
    : pushToken(state, NumberToken, start, end);
}

/** A quantity whose symbols are all in the table; its exponents or their number may still make no unit. */
function scanQuantity(state: LexState, start: number, unitStart: number, unitStop: number): number {
  const unit = state.text.slice(unitStart, unitStop);
  if (!isUnit(unit)) {
    const shown = unit.length > 40 ? `${unit.slice(0, 40)}...` : unit;
    const origin = { file: state.file, start: unitStart, end: unitStop };
    report(
      state,
      diagnostic('E111', origin, { unit: shown }, { help: 'exponents go to 12, and a unit has at most 8 factors' }),
    );
  }
  return pushToken(state, QuantityToken, start, unitStop);
}

/** A word behind a number that is no unit: a word of the language ends the number, any other one is a wrong unit. */
function scanAfterNumber(state: LexState, start: number, end: number, wordStart: number): number {
  const { text, file } = state;
  const wordStop = wordEnd(text, wordStart);
  const word = text.slice(wordStart, wordStop);
  const isNext = words.has(word) || (wordStart > end && beginsElement(text, start, wordStop));
  if (isNext) return pushToken(state, NumberToken, start, end);
  const origin = { file, start: wordStart, end: wordStop };
  const shown = word.length > 40 ? `${word.slice(0, 40)}...` : word;
  report(state, diagnostic('E111', origin, { unit: shown }, { help: unitHelp(text.slice(start, end), shown) }));
  // What does not fit behind a wrong unit is the same mistake.
  taint(state, wordStop);
  return pushToken(state, QuantityToken, start, wordStop);
}

/** Whether `word:` behind a number begins the next element, of which the comma is missing: no `?` before asks for the `:`. */
function beginsElement(text: string, numberStart: number, wordStop: number): boolean {
  if (text.charCodeAt(skipBlanks(text, wordStop)) !== 58) return false;
  return !/\?[^,;{}]*$/.test(text.slice(Math.max(0, numberStart - 200), numberStart));
}

/** What someone who wrote `number word` may have meant. */
function unitHelp(number: string, word: string): string {
  const multiplier = multipliers.get(word);
  if (multiplier !== undefined) {
    const value = Number((numberValue(number) * multiplier).toPrecision(15));
    return `write \`${grouped(value)}\`, or give the unit: \`${number} ${word}iB\`, \`${number} ${word}Hz\``;
  }
  const near = nearestUnits(word).map((unit) => `\`${number} ${unit}\``);
  const product = `for a product write \`${number} * ${word}\``;
  return near.length === 0 ? product : `did you mean ${alternatives(near)}?`;
}

const multipliers: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
]);

function grouped(value: number): string {
  return Number.isSafeInteger(value) ? String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, '_') : String(value);
}

function alternatives(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
}

function checkNumber(state: LexState, start: number, end: number): void {
  const text = state.text.slice(start, end);
  const origin = { file: state.file, start, end };
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  if (!wellFormed.test(text)) {
    const why = text.includes('_') ? '`_` stands between two digits' : 'digits are missing';
    report(state, diagnostic('E113', origin, { text: shown, why }));
    return;
  }
  const value = numberValue(text);
  if (isInteger(text) ? isExactInteger(text, value) : Number.isFinite(value)) return;
  if (isInteger(text)) {
    const help = 'write it as a real number, with a point or an exponent: `1e18`';
    report(state, diagnostic('E112', origin, { text: shown }, { help }));
  } else report(state, diagnostic('E113', origin, { text: shown, why: 'it is too large' }));
}

/** Whether an integer is at most 2^53; one more is written apart but has the same double. */
function isExactInteger(text: string, value: number): boolean {
  return Number.isSafeInteger(value) || (value === 2 ** 53 && BigInt(text.replaceAll('_', '')) === 2n ** 53n);
}

/** Whether a number's text has neither point nor exponent. */
export function isInteger(text: string): boolean {
  return /^0[xb]/.test(text) || !/[.eE]/.test(text);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}

/**
 * The end of the unit that begins at `start`, undefined where there is none. A `/` belongs to it where a symbol of the
 * table follows without blank; `MT/s` and `GT/s` are symbols themselves.
 */
function unitEnd(text: string, start: number): number | undefined {
  let end = factorEnd(text, start);
  if (end === undefined) return undefined;
  while (text.charCodeAt(end) === 47) {
    const next = factorEnd(text, end + 1);
    if (next === undefined) break;
    end = next;
  }
  return end;
}

function factorEnd(text: string, start: number): number | undefined {
  const end = symbolEnd(text, start);
  if (end === undefined) return undefined;
  exponentPattern.lastIndex = end;
  const exponent = exponentPattern.exec(text)?.[0] ?? '';
  return end + exponent.length;
}

function symbolEnd(text: string, start: number): number | undefined {
  const code = text.charCodeAt(start);
  if (code === 37) return isWordPart(text.charCodeAt(start + 1)) ? undefined : start + 1;
  const isMicro = code === 0xb5 || code === 0x3bc;
  if (!isWordStart(code) && !isMicro) return undefined;
  const end = wordEnd(text, start + 1);
  const symbol = text.slice(start, end);
  const transfers =
    (symbol === 'MT' || symbol === 'GT') && text.startsWith('/s', end) && !isWordPart(text.charCodeAt(end + 2));
  if (transfers) return end + 2;
  return lookupUnit(symbol) === undefined ? undefined : end;
}
