/** The word of `list` that `word` most likely is with a slip or two; undefined where none is near. */
export function nearestWord(word: string, list: readonly string[]): string | undefined {
  if (word.length < 3 || word.length > 16) return undefined;
  const allowed = word.length < 5 ? 1 : 2;
  const near = list
    .map((other) => ({ other, distance: distance(word.toLowerCase(), other) }))
    .filter((one) => one.distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.other;
}

/** Edits (insert, delete, replace a letter) between two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
