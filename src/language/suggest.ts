import type { Extras, Fix, Span } from '../diagnostics/index.js';

/** Edit distance with transpositions, given up past `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

/** Guessing ends in bounded time among any number of names. */
const mostCandidates = 10_000;

/** The candidate that `name` was most likely meant to be; undefined where none is near. Ties go to the first by name. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  // Longer names than any sensible one are not worth the quadratic comparison.
  if (name.length > 100) return undefined;
  const most = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > mostCandidates) break;
    const d = candidate.toLowerCase() === name.toLowerCase() ? 0.5 : distance(name, candidate, most);
    if (d > most || d >= candidate.length) continue;
    if (best === undefined || d < best.distance || (d === best.distance && candidate < best.name)) {
      best = { name: candidate, distance: d };
    }
  }
  return best?.name;
}

/** Replaces one stretch of source. */
export function replace(span: Span, text: string, title: string, safe: boolean): Fix {
  return { title, edits: [{ span, text }], safe };
}

/** Help and fix of a misspelt name: empty where no candidate is near. */
export function didYouMean(span: Span, name: string, candidates: Iterable<string>): Extras {
  const meant = nearest(name, candidates);
  // A name of the source may hide the very one that is meant.
  if (meant === undefined || meant === name) return {};
  return { help: `did you mean "${meant}"?`, fix: replace(span, meant, `replace "${name}" by "${meant}"`, false) };
}

/** What a misspelt name could have been, for a sentence: what was likely meant first, and no more than can be taken in at a glance. */
export function listLikely(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return listNames(meant === undefined ? names : [meant, ...names.filter((each) => each !== meant)], fewNames);
}

const fewNames = 5;

/** A list for a sentence: `"a", "b" and "c"`; long ones end in a count. */
export function listNames(names: readonly string[], most = 12): string {
  if (names.length === 0) return 'none';
  const few = most - 1;
  const shown =
    names.length > most ? [...names.slice(0, few).map(quoted), `${names.length - few} more`] : names.map(quoted);
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

function quoted(name: string): string {
  return `"${name}"`;
}
