import { formatFlat } from './json.js';
import { sha256 } from './sha256.js';
import type { Design, Module } from './types.js';

/** A key of a design's whole structure: designs with equal bytes have equal keys, and no others. */
export function structuralHash(design: Design): string {
  return sha256(formatFlat(design));
}

/**
 * A key of each module's structure with all that it contains, whatever the design around it: by the module's name. Names of
 * modules and blocks do not count.
 */
export function moduleHashes(design: Design): ReadonlyMap<string, string> {
  const blocks = new Map(design.blocks.map(({ id, ...block }) => [id, sha256(formatFlat(block))]));
  const hashes = new Map<string, string>();
  for (const module of design.modules) hashes.set(module.name, sha256(formatFlat(closed(module, hashes, blocks))));
  return hashes;
}

function closed(module: Module, modules: ReadonlyMap<string, string>, blocks: ReadonlyMap<string, string>): object {
  const instances = module.instances.map((instance) => ({
    ...instance,
    of: instance.of.kind === 'block' ? blocks.get(instance.of.id) : modules.get(instance.of.name),
  }));
  return { ...module, name: '', instances };
}
