/** The licenses of other packages whose code is in a bundle: each asks that its text goes with every copy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bundles.js';

/** Names of the packages that the files of a bundle, as esbuild lists them, belong to. */
export function packagesOf(files: readonly string[]): readonly string[] {
  const names = files.flatMap((file) => /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

/** The license of a package that comes without its text: put together from what its files say. */
function collected(name: string): string {
  const path = join(root, 'scripts', 'licenses', `${name.replace('/', '__')}.txt`);
  if (!existsSync(path)) throw new Error(`${name} has no license file`);
  return path;
}

/** The name, version and license text of every package that has a file in a bundle. Throws for one that has no license. */
export function licensesOf(files: readonly string[]): string {
  return packagesOf(files)
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        readonly version: string;
      };
      const license = readdirSync(folder).find((file) => /^licen[cs]e(?:\.\w+)?$/i.test(file));
      const path = license === undefined ? collected(name) : join(folder, license);
      return `${name} ${version}\n\n${readFileSync(path, 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
