import type { Host } from './host.js';
import { readManifest, type Manifest } from './manifest.js';
import { isInside } from './paths.js';

/** The packages that the project's `accel.json` lists, as far as they have been asked for. */
export interface Packages {
  /** The folders of packages that imports have led into, by name. */
  readonly folders: Map<string, string>;
  /** What `accel.json` says in the folders where it has been looked for. */
  readonly manifests: Map<string, Manifest>;
}

/** Nothing asked for yet. */
export function noPackages(): Packages {
  return { folders: new Map(), manifests: new Map() };
}

/** The name of a package and the file within it that `pkg:name/file.accel` means; undefined for what is no such path. */
export function packagePath(value: string): { readonly name: string; readonly file: string } | undefined {
  const [, name, file] = /^pkg:([a-z][a-z0-9_-]*)\/(.+)$/.exec(value) ?? [];
  return name === undefined || file === undefined ? undefined : { name, file };
}

/** The `accel.json` in a folder, the project's root or a package's, read when it is first asked for. */
export function manifestOf(host: Host, packages: Packages, folder = host.root): Manifest {
  const known = packages.manifests.get(folder) ?? readManifest(host, folder);
  packages.manifests.set(folder, known);
  return known;
}

/** What a file belongs to: a package by its name, or the project (null); and the folder that its paths never leave. */
export interface Owner {
  readonly package: string | null;
  readonly root: string;
}

/** Whose a file is: of several packages around it the innermost's. */
export function ownerOf(host: Host, packages: Packages, file: string): Owner {
  const around = [...packages.folders].filter(([, folder]) => isInside(file, folder));
  const [innermost] = around.toSorted(([, a], [, b]) => b.length - a.length);
  return innermost === undefined ? { package: null, root: host.root } : { package: innermost[0], root: innermost[1] };
}
