import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/** The folder of this package, the same from its sources and from what is built of them. */
export function packageFolder(): string {
  if (found === undefined) {
    let folder = dirname(fileURLToPath(import.meta.url));
    while (!existsSync(join(folder, 'stdlib'))) {
      const above = dirname(folder);
      if (above === folder) throw new Error(`the package is incomplete: no stdlib above ${import.meta.url}`);
      folder = above;
    }
    found = folder;
  }
  return found;
}

/** Path of a module of the standard library by its name without `std/`. */
export function standardLibraryFile(name: string): string {
  return join(packageFolder(), 'stdlib', `${name}.accel`);
}

/** Names of the standard library's modules, without `std/`. */
export function standardLibraryNames(): readonly string[] {
  return readdirSync(join(packageFolder(), 'stdlib'))
    .filter((name) => name.endsWith('.accel'))
    .map((name) => name.slice(0, -'.accel'.length))
    .toSorted();
}

/** Texts of the standard library by import name: `std/memory`. */
export function standardLibrary(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    standardLibraryNames().map((name) => [`std/${name}`, readFileSync(standardLibraryFile(name), 'utf8')]),
  );
}

/** Path of the page of a diagnostic. */
export function diagnosticPage(code: string): string {
  return join(packageFolder(), 'docs', 'diagnostics', `${code}.md`);
}
