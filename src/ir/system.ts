/** A system from its draft: the same names, order and folding as a design's. */
import type { Diagnostic } from '../diagnostics/index.js';
import { canonicalParts } from './canonical.js';
import type { BlockDraft } from './blocks.js';
import type { DraftSystem } from './draft.js';
import { structuralHash } from './hash.js';
import type { Origins } from './origins.js';
import { portOf, interfacesOf, resolverOf, type Resolver } from './resolve.js';
import type { Block, Connection, Design, Instance, Module, System, SystemConnection, SystemInstance } from './types.js';

/** A system and where its parts were written. */
export interface CanonicalSystem {
  readonly system: System;
  readonly origins: Origins;
}

/** The value by which the block that stands for a design tells which one it is. */
const designKey = 'design';

/** What stands for a design in the draft of a system: its pins, and which design it is. Equal designs are equal blocks. */
export function designBlock(design: Design): BlockDraft {
  const ports = design.modules.at(-1)?.ports ?? [];
  const derived = { [designKey]: { kind: 'string' as const, value: structuralHash(design) } };
  return { name: design.name, parameters: {}, clocks: [], ports, derived };
}

/** Makes the system of a draft; with an error there is none. */
export function canonicaliseSystem(draft: DraftSystem): readonly [CanonicalSystem | undefined, readonly Diagnostic[]] {
  const [parts, diagnostics] = canonicalParts({ ...draft, clocks: [] }, true);
  if (parts === undefined) return [undefined, diagnostics];
  const known = new Map(draft.designs.map((design) => [structuralHash(design), design]));
  const designs = new Map(
    parts.blocks.flatMap((block) => {
      const design = designOf(block, known);
      return design === undefined ? [] : [[block.id, design] as const];
    }),
  );
  const interfaces = interfacesOf(parts);
  const system: System = {
    schema: 'accel-system/1',
    name: draft.name,
    designs: [...designs].map(([id, design]) => ({ id, design })),
    // Nothing gives them a clock.
    blocks: parts.blocks.flatMap((block) => (designs.has(block.id) ? [] : [{ ...block, clocks: [] }])),
    modules: parts.modules.map((module) => systemModule(module, designs, resolverOf(module, interfaces))),
    workloads: draft.workloads.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return [{ system, origins: parts.origins }, diagnostics];
}

function designOf({ derived, external }: Block, known: ReadonlyMap<string, Design>): Design | undefined {
  const key = external === undefined ? derived[designKey] : undefined;
  return key?.kind === 'string' ? known.get(key.value) : undefined;
}

function systemModule(
  { name, ports, instances, connections, unused, requirements }: Module,
  designs: ReadonlyMap<string, Design>,
  resolver: Resolver,
): System['modules'][number] {
  return {
    name,
    ports,
    instances: instances.map((instance) => systemInstance(instance, designs)),
    connections: connections.map((connection) => systemConnection(connection, resolver)),
    unused,
    requirements,
  };
}

function systemInstance({ name, of, shape }: Instance, designs: ReadonlyMap<string, Design>): SystemInstance {
  if (of.kind === 'module') return { name, of: { kind: 'system', name: of.name }, shape };
  return { name, of: { kind: designs.has(of.id) ? 'design' : 'block', id: of.id }, shape };
}

function systemConnection({ kind, from, to, medium }: Connection, resolver: Resolver): SystemConnection {
  const type = portOf(from, resolver)?.port.type.kind;
  const isLink = kind !== 'pass' && (type === 'link' || type === 'lanes');
  return { kind: isLink ? 'link' : kind, from, to, medium: medium ?? null };
}
