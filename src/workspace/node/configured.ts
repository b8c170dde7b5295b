import { join } from 'node:path';
import { readManifest, type Host } from '../../language/index.js';
import { nodeHost, projectOf } from './host.js';

/** The project, or a package that its `accel.json` lists. */
export interface Configured {
  /** As `--trust` takes it: `.` is the project. */
  readonly name: string;
  /** From the folder that was asked about, or absolute. */
  readonly folder: string;
  /** The extern components that have code. */
  readonly blocks: readonly string[];
  /** Why its `accel.json` is not understood. */
  readonly problem: string | null;
}

/** What the `accel.json` of the project around `folder` configures: the project first, then its packages by name. */
export function configuredAt(folder: string): readonly Configured[] {
  const place = projectOf(join(folder, 'accel.json'), folder);
  const host = nodeHost(place);
  const manifest = readManifest(host, place.root);
  const packages = manifest.kind === 'manifest' ? [...manifest.packages].toSorted(([a], [b]) => (a < b ? -1 : 1)) : [];
  return [
    configured(host, '.', place.root === '' ? folder : place.root),
    ...packages.map(([name, path]) => configured(host, name, path)),
  ];
}

function configured(host: Host, name: string, folder: string): Configured {
  const manifest = readManifest(host, name === '.' ? host.root : folder);
  return manifest.kind === 'invalid'
    ? { name, folder, blocks: [], problem: manifest.why }
    : { name, folder, blocks: [...manifest.blocks.keys()], problem: null };
}
