/** Bounds that keep reading a source finite whatever it says. */
export const limits = {
  /** Brackets within brackets. */
  nesting: 256,
  /** Operators within operators: the height of one expression's tree. */
  expressionHeight: 1000,
  /** Syntax errors of one file, after which its rest is not read. */
  syntaxErrors: 100,
  /** Bytes of a file's UTF-8 text. */
  sourceBytes: 64 * 2 ** 20,
  /** Words, marks and comments of a file: each costs some hundred bytes of memory with its part of the tree. */
  sourceWords: 4_000_000,
} as const;
