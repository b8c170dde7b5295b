import type { Host } from './host.js';
import { isInside, normalize } from './paths.js';

/** The packages that the project's `accel.json` lists, as far as they have been asked for. */
export interface Packages {
  /** The folders of packages that imports have led into, by name. */
  readonly folders: Map<string, string>;
  manifest: Manifest | undefined;
}

/** What `accel.json` says: the folder of each package, from the project's root. */
export type Manifest =
  | { readonly kind: 'packages'; readonly folders: ReadonlyMap<string, string> }
  | { readonly kind: 'invalid'; readonly why: string };

/** Nothing asked for yet. */
export function noPackages(): Packages {
  return { folders: new Map(), manifest: undefined };
}

/** The name of a package and the file within it that `pkg:name/file.accel` means; undefined for what is no such path. */
export function packagePath(value: string): { readonly name: string; readonly file: string } | undefined {
  const [, name, file] = /^pkg:([a-z][a-z0-9_-]*)\/(.+)$/.exec(value) ?? [];
  return name === undefined || file === undefined ? undefined : { name, file };
}

/** The `accel.json` of the project's root, read when it is first asked for. */
export function manifestOf(host: Host, packages: Packages): Manifest {
  packages.manifest ??= readManifest(host);
  return packages.manifest;
}

function readManifest(host: Host): Manifest {
  const content = host.read(under(host.root, 'accel.json'));
  if (content.kind === 'missing') return { kind: 'packages', folders: new Map() };
  if (content.kind !== 'text') return { kind: 'invalid', why: 'it cannot be read' };
  const json = parsed(content.text);
  if (json === undefined) return { kind: 'invalid', why: 'it is not JSON' };
  if (!isRecord(json)) return { kind: 'invalid', why: 'it is not an object' };
  const other = Object.keys(json).find((key) => key !== 'packages' && key !== 'blocks');
  if (other !== undefined) return { kind: 'invalid', why: `it has "${other}"; what it may have is "packages"` };
  const listed = json['packages'] ?? {};
  if (!isRecord(listed)) return { kind: 'invalid', why: '"packages" is not an object of names and folders' };
  return foldersOf(host, listed);
}

function foldersOf(host: Host, listed: Readonly<Record<string, unknown>>): Manifest {
  const folders = new Map<string, string>();
  for (const [name, folder] of Object.entries(listed)) {
    if (!/^[a-z][a-z0-9_-]*$/.test(name))
      return { kind: 'invalid', why: `"${name}" is no name of a package: small letters, digits, "_" and "-"` };
    const isRelative = typeof folder === 'string' && /^\.\/./.test(folder) && !folder.includes('\\');
    const path = isRelative ? normalize(under(host.root, folder)) : undefined;
    if (path === undefined || !isInside(path, host.root))
      return { kind: 'invalid', why: `the folder of "${name}" is no path below the project, as "./packages/${name}"` };
    folders.set(name, path);
  }
  return { kind: 'packages', folders };
}

function under(root: string, path: string): string {
  return root === '' ? path : `${root}/${path}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a package says that it has TypeScript of its own. */
export function hasBlocks(host: Host, folder: string): boolean {
  const content = host.read(`${folder}/accel.json`);
  const json = content.kind === 'text' ? parsed(content.text) : undefined;
  return isRecord(json) && typeof json['blocks'] === 'string';
}

/** The folder that the paths of a file never leave: that of its package, else the project's root. */
export function rootOf(host: Host, packages: Packages, file: string): string {
  const around = [...packages.folders.values()].filter((folder) => isInside(file, folder));
  return around.toSorted((a, b) => b.length - a.length)[0] ?? host.root;
}
