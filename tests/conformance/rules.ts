import { readdirSync, readFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);

/** The names of the rules of docs/language.md, in its order. */
export function rules(): readonly string[] {
  const reference = readFileSync(new URL('../../docs/language.md', here), 'utf8');
  return [...reference.matchAll(/^#### (.+)$/gm)].map((match) => match[1] ?? '');
}

/** The sources of the rules by their paths, those that they import among them. */
export function sources(): Readonly<Record<string, string>> {
  const paths = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.accel'));
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(new URL(path, here), 'utf8')]));
}
