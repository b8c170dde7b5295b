const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a text is a name of the language. */
export function isName(text: string): boolean {
  return identifier.test(text);
}
