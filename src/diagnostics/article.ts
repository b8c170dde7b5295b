/** A word with its article, by its first letter: `an Arbiter`, `a stream`. */
export function withArticle(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
}
