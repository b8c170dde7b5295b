import type { Host } from './host.js';
import { isInside, normalize } from './paths.js';

/** What an `accel.json` says. A folder without one says nothing. */
export type Manifest =
  | {
      readonly kind: 'manifest';
      /** The folder of each package, by name. */
      readonly packages: ReadonlyMap<string, string>;
      /** The TypeScript file that has the code of a block, by the name of its extern component. */
      readonly blocks: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'invalid'; readonly why: string };

/** The entries of one part of a manifest, or why there are none. */
type Entries = ReadonlyMap<string, string> | string;

/** Reads the `accel.json` in `folder`; its paths lie below that folder. */
export function readManifest(host: Host, folder: string): Manifest {
  const content = host.read(under(folder, 'accel.json'));
  if (content.kind === 'missing') return { kind: 'manifest', packages: new Map(), blocks: new Map() };
  if (content.kind !== 'text') return { kind: 'invalid', why: 'it cannot be read' };
  const json = parsed(content.text);
  if (json === undefined) return { kind: 'invalid', why: 'it is not JSON' };
  if (!isRecord(json)) return { kind: 'invalid', why: 'it is not an object' };
  const other = Object.keys(json).find((key) => key !== 'packages' && key !== 'blocks');
  if (other !== undefined)
    return { kind: 'invalid', why: `it has "${other}"; what it may have is "packages" and "blocks"` };
  const packages = packagesOf(folder, json['packages'] ?? {});
  if (typeof packages === 'string') return { kind: 'invalid', why: packages };
  const blocks = blocksOf(folder, json['blocks'] ?? {});
  if (typeof blocks === 'string') return { kind: 'invalid', why: blocks };
  return { kind: 'manifest', packages, blocks };
}

function packagesOf(root: string, listed: unknown): Entries {
  if (!isRecord(listed)) return '"packages" is not an object of names and folders';
  const folders = new Map<string, string>();
  for (const [name, folder] of Object.entries(listed)) {
    if (!/^[a-z][a-z0-9_-]*$/.test(name))
      return `"${name}" is no name of a package: small letters, digits, "_" and "-"`;
    const path = pathBelow(root, folder);
    if (path === undefined) return `the folder of "${name}" is no path below the project, as "./packages/${name}"`;
    folders.set(name, path);
  }
  return folders;
}

function blocksOf(root: string, listed: unknown): Entries {
  if (!isRecord(listed)) return '"blocks" is not an object of components and TypeScript files';
  const files = new Map<string, string>();
  for (const [name, file] of Object.entries(listed)) {
    if (!/^[A-Za-z_]\w*$/.test(name)) return `"${name}" is no name of a component`;
    const path = pathBelow(root, file);
    if (path === undefined || !/\.[cm]?[jt]s$/.test(path))
      return `the code of "${name}" is no TypeScript file below the folder of accel.json, as "./blocks/${fileName(name)}.ts"`;
    files.set(name, path);
  }
  return files;
}

/** `moving-sum` of `MovingSum`. */
function fileName(component: string): string {
  return component.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** The path that `./path` means from `root`; undefined for what is no such path or leaves the root. */
function pathBelow(root: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\.\/./.test(value) || value.includes('\\')) return undefined;
  const path = normalize(under(root, value));
  return path !== undefined && isInside(path, root) ? path : undefined;
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
