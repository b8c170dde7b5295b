import { join, resolve } from 'node:path';
import { readSource } from './read.js';

/**
 * The files that an earlier build left in `folder`, by its manifest: a new build takes them away. A path that would leave the
 * folder is not believed.
 */
export function previousBuild(folder: string, base: string): readonly string[] {
  const manifest = readSource(join(resolve(base, folder), 'manifest.json'));
  if (manifest.kind !== 'text') return [];
  const listed = filesOf(manifest.text);
  return listed.filter((path) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..'));
}

function filesOf(text: string): readonly string[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  if (!has(data, 'schema') || data.schema !== 'accel-manifest/1' || !has(data, 'files') || !Array.isArray(data.files))
    return [];
  return data.files.flatMap((file: unknown) => (has(file, 'path') && typeof file.path === 'string' ? [file.path] : []));
}

function has<K extends string>(value: unknown, key: K): value is { readonly [key in K]: unknown } {
  return typeof value === 'object' && value !== null && key in value;
}
