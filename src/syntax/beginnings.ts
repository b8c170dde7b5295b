/** The words and brackets at which statements and declarations begin and end: what the parser gets back on the track by. */
import * as t from './tokens.js';

const { contextual, reserved } = t;

export const openBrackets = [t.LBrace, t.LSquare, t.LParen];
export const closeBrackets = [t.RBrace, t.RSquare, t.RParen];

/** What no statement goes on behind. */
export const statementEnds = [t.Semicolon, t.EOF, ...closeBrackets];

/** Reserved words that begin a member. */
export const statementWords = [
  ...[reserved.port, reserved.clock, reserved.process, reserved.let, reserved.require, reserved.for, reserved.if],
];

/** Words that begin a statement where a name or a string follows. */
export const contextualStatementWords = [
  ...[contextual.unused, contextual.input, contextual.output, contextual.weight, contextual.einsum, contextual.model],
  ...[contextual.sweep, contextual.minimize, contextual.maximize, contextual.subject],
  ...[contextual.spatial, contextual.order, contextual.tile, contextual.bypass],
];

/** The words that begin a declaration of a file. */
export const declarationWords = [
  ...[reserved.import, reserved.export, reserved.component, reserved.design, reserved.extern, reserved.const],
  ...[reserved.fn, reserved.enum, reserved.workload, reserved.system, reserved.interface, reserved.mapping],
  reserved.explore,
];

/** Where a declaration is over at the latest. */
export const declarationEnds = [...declarationWords, t.EOF];
