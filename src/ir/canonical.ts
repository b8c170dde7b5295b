/**
 * The one place where modules and blocks get their names and order and where connections are folded. Both faces, language and
 * builder, hand their `DraftDesign` to `canonicalise` and do none of this themselves; so they give equal bytes.
 */
import type { Diagnostic, Origin } from '../diagnostics/index.js';
import { checkDesign } from './check/index.js';
import { compareBlocks } from './compare.js';
import type { DraftDesign, DraftInstance, DraftModule, Placed } from './draft.js';
import { foldConstants } from './fold-constants.js';
import { formatFlat } from './json.js';
import { mergeJoins } from './merge.js';
import { interfacesOf, portOf, resolverOf, type Interfaces, type Resolver } from './resolve.js';
import { originKey, type OriginPart, type Origins } from './origins.js';
import type { BlockDraft } from './blocks.js';
import type { AddressRange, Block, Connection, Design, Endpoint, Instance, Module } from './types.js';

/** A design and where its parts were written. */
export interface Canonical {
  readonly design: Design;
  readonly origins: Origins;
}

/**
 * Makes the design of a draft: blocks named and sorted, equal modules merged and named (used before users), connections
 * checked and then folded. With an error, or a part that a face could not work out, there is no design.
 */
export function canonicalise(draft: DraftDesign): readonly [Canonical | undefined, readonly Diagnostic[]] {
  const [parts, diagnostics] = canonicalParts(draft, false);
  return [parts && { design: designOf(draft, parts), origins: parts.origins }, diagnostics];
}

/** The modules and blocks of a draft, in their names and order. */
export interface CanonicalParts {
  readonly modules: readonly Module[];
  readonly blocks: readonly Block[];
  readonly origins: Origins;
}

/** What designs and systems have in common of `canonicalise`. */
export function canonicalParts(
  draft: Pick<DraftDesign, 'name' | 'clocks' | 'top'>,
  system: boolean,
): readonly [CanonicalParts | undefined, readonly Diagnostic[]] {
  const names = nameBlocks(draft.top);
  const { blocks } = names;
  const assembly = assemble(draft, names);
  const raw = { blocks, modules: assembly.modules };
  const diagnostics = checkDesign(raw, { origins: assembly.origins, broken: assembly.broken, system });
  const broken = [...assembly.broken.values()].some((names) => names.size > 0);
  if (broken || diagnostics.some((found) => found.severity === 'error')) return [undefined, diagnostics];
  const interfaces = interfacesOf(raw);
  const folded = assembly.modules.map((module) => foldModule(module, interfaces));
  const origins = new Map(assembly.origins);
  for (const module of folded) module.move(assembly.origins, origins);
  return [{ modules: folded.map(({ module }) => module), blocks, origins }, diagnostics];
}

function designOf(draft: DraftDesign, { modules, blocks }: CanonicalParts): Design {
  return {
    schema: 'accel-design/1',
    name: draft.name,
    process: draft.process,
    clocks: draft.clocks.map(({ part }) => part),
    modules,
    blocks,
    workloads: draft.workloads.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

// ---------------------------------------------------------------------------------------------------------------- blocks

interface BlockNames {
  readonly blocks: readonly Block[];
  readonly idOf: (block: BlockDraft) => string;
}

/** Distinct parameterisations, sorted; the first of a name has that name, the next `_2`, ... */
function nameBlocks(top: DraftModule): BlockNames {
  const drafts = new Map<string, BlockDraft>();
  for (const module of reachable(top)) {
    for (const { of } of module.instances) if (of.kind === 'block') drafts.set(formatFlat(of.block), of.block);
    for (const { part } of module.connections)
      if (part.through !== undefined) drafts.set(formatFlat(part.through), part.through);
  }
  const sorted = [...drafts.values()].toSorted(compareBlocks);
  const taken = new Set(sorted.map((block) => block.name));
  const used = new Set<string>();
  const ids = new Map<string, string>();
  const blocks = sorted.map((block): Block => {
    const id = used.has(block.name) ? freeName(block.name, taken) : block.name;
    used.add(block.name);
    taken.add(id);
    ids.set(formatFlat(block), id);
    return { id, ...block };
  });
  return { blocks, idOf: (block) => ids.get(formatFlat(block)) ?? block.name };
}

/** `name_2`, or the next number that is free. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let n = 2;
  while (taken.has(`${name}_${n}`)) n += 1;
  return `${name}_${n}`;
}

/** All modules, used before users, each object once. */
function reachable(top: DraftModule): readonly DraftModule[] {
  const seen = new Set<DraftModule>();
  const order: DraftModule[] = [];
  const visit = (module: DraftModule): void => {
    if (seen.has(module)) return;
    seen.add(module);
    for (const { of } of module.instances) if (of.kind === 'module') visit(of);
    order.push(module);
  };
  visit(top);
  return order;
}

// --------------------------------------------------------------------------------------------------------------- modules

interface Assembly {
  readonly modules: readonly Module[];
  readonly origins: Map<string, Origin>;
  readonly broken: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Merges modules of equal structure and names them. The design keeps its name; of other modules the first of a name does. */
function assemble(draft: Pick<DraftDesign, 'name' | 'clocks' | 'top'>, names: BlockNames): Assembly {
  const drafts = reachable(draft.top);
  const taken = new Set(drafts.map((module) => module.name).concat(draft.name));
  const used = new Set<string>([draft.name]);
  const nameOf = new Map<DraftModule, string>();
  const known = new Map<string, string>();
  const modules: Module[] = [];
  const origins = new Map<string, Origin>();
  const broken = new Map<string, ReadonlySet<string>>();
  for (const source of drafts) {
    const nameless = moduleOf('', source, nameOf, names);
    const structure = formatFlat([source.name, nameless, [...source.broken]]);
    const equal = source === draft.top ? undefined : known.get(structure);
    if (equal !== undefined) {
      nameOf.set(source, equal);
      continue;
    }
    const name = source === draft.top ? draft.name : used.has(source.name) ? freeName(source.name, taken) : source.name;
    used.add(source.name);
    taken.add(name);
    nameOf.set(source, name);
    known.set(structure, name);
    modules.push({ ...nameless, name });
    broken.set(name, source.broken);
    noteOrigins(name, source, origins);
  }
  for (const { part, origin } of draft.clocks) note(origins, draft.name, 'clock', part.name, origin);
  return { modules, origins, broken };
}

function moduleOf(
  name: string,
  source: DraftModule,
  nameOf: ReadonlyMap<DraftModule, string>,
  names: BlockNames,
): Module {
  const instanceOf = ({ name, of, shape, clocks }: DraftInstance): Instance => ({
    name,
    of:
      of.kind === 'block'
        ? { kind: 'block', id: names.idOf(of.block) }
        : { kind: 'module', name: nameOf.get(of) ?? of.name },
    shape,
    clocks,
  });
  const addresses = byAddress(source);
  return {
    name,
    clocks: source.clocks,
    ports: source.ports.map(({ part }) => part),
    instances: source.instances.map(instanceOf),
    connections: source.connections.map(({ part: { through, ...part } }) =>
      through === undefined ? part : { ...part, medium: names.idOf(through) },
    ),
    unused: source.unused.map(({ part }) => part),
    requirements: source.requirements.map(({ part }) => ({ ...part, condition: foldConstants(part.condition) })),
    ...(addresses.length === 0 ? {} : { address_map: addresses.map(({ part }) => part) }),
  };
}

/** The order of the source does not matter. */
function byAddress({ addresses = [] }: DraftModule): readonly Placed<AddressRange>[] {
  return addresses.toSorted((a, b) => a.part.base_bytes - b.part.base_bytes);
}

function note(
  origins: Map<string, Origin>,
  module: string,
  part: OriginPart,
  name: string | number,
  origin: Origin | undefined,
): void {
  if (origin !== undefined) origins.set(originKey(module, part, name), origin);
}

function noteOrigins(name: string, source: DraftModule, origins: Map<string, Origin>): void {
  const indexed = (part: OriginPart, placed: readonly Placed<unknown>[]): void => {
    for (const [i, { origin }] of placed.entries()) note(origins, name, part, i, origin);
  };
  note(origins, name, 'module', name, source.origin);
  for (const { part, origin } of source.ports) note(origins, name, 'port', part.name, origin);
  for (const instance of source.instances) {
    note(origins, name, 'instance', instance.name, instance.origin);
    for (const [argument, origin] of instance.arguments)
      note(origins, name, 'argument', `${instance.name}.${argument}`, origin);
  }
  indexed('connection', source.connections);
  indexed('unused', source.unused);
  indexed('requirement', source.requirements);
  indexed('address', byAddress(source));
}

// --------------------------------------------------------------------------------------------------------------- folding

interface Folded {
  readonly module: Module;
  /** Moves the origins of what was folded from the indices it had to those it has. */
  readonly move: (from: Origins, to: Map<string, Origin>) => void;
}

function foldModule(module: Module, interfaces: Interfaces): Folded {
  const resolver = resolverOf(module, interfaces);
  const connections = fold(
    resolver,
    module.connections.map((connection) => orient(connection, resolver)),
    ({ kind, from, to, medium }) => [kind, from.instance, from.port, to.instance, to.port, medium ?? null],
    ({ from, to }) => [from, to],
  );
  const unused = fold(
    resolver,
    module.unused,
    ({ instance, port }) => [instance, port],
    (endpoint) => [endpoint],
  );
  return {
    module: {
      ...module,
      connections: connections.map(({ part, join: [from = part.from, to = part.to] }) => ({ ...part, from, to })),
      unused: unused.map(({ part, join }) => join[0] ?? part),
    },
    move: (from, to) => {
      moveOrigins(module.name, 'connection', connections, module.connections.length, from, to);
      moveOrigins(module.name, 'unused', unused, module.unused.length, from, to);
    },
  };
}

function moveOrigins(
  module: string,
  part: OriginPart,
  folded: readonly { readonly index: number }[],
  before: number,
  from: Origins,
  to: Map<string, Origin>,
): void {
  for (let i = 0; i < before; i++) to.delete(originKey(module, part, i));
  for (const [i, { index }] of folded.entries()) note(to, module, part, i, from.get(originKey(module, part, index)));
}

/** A join of an own port and an inner one of the same direction is a `pass` from the own port; `<->` begins at the requester. */
function orient(connection: Connection, resolver: Resolver): Connection {
  const { from, to } = connection;
  const [left, right] = [from, to].map((endpoint) => portOf(endpoint, resolver)?.port.direction);
  const own = from.instance === null ? from : to.instance === null ? to : undefined;
  const inner = from.instance !== null ? from : to.instance !== null ? to : undefined;
  if (own !== undefined && inner !== undefined && left === right) return { kind: 'pass', from: own, to: inner };
  if (isLink(connection, resolver)) return orientLink(connection, resolver);
  // Seen from inside, the module's own `in` ports drive, and an instance's `out` ports.
  const drives = (left === 'in') === (from.instance === null);
  return drives ? connection : { ...connection, from: to, to: from };
}

/** Whether both ends are of a kind without direction. */
function isLink({ from }: Connection, resolver: Resolver): boolean {
  const kind = portOf(from, resolver)?.port.type.kind;
  return kind === 'link' || kind === 'lanes';
}

/** A link may be written from either end: it begins at the one that is declared first. */
function orientLink(connection: Connection, resolver: Resolver): Connection {
  const { from, to } = connection;
  const placeOf = placesOf(resolver);
  const [left, right] = [from, to].map((end) => [
    ...placeOf(end),
    ...[...end.at, ...end.lane].map(({ start }) => start),
  ]);
  const order = (left ?? []).map((x, i) => x - (right?.[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
  return order <= 0 ? connection : { ...connection, from: to, to: from };
}

interface FoldedPart<T> {
  readonly part: T;
  readonly join: readonly Endpoint[];
  /** Where its first join stood as written. */
  readonly index: number;
}

/** Where an endpoint's port stands in its module: the module's own ports first, then by instance and port as declared. */
function placesOf(resolver: Resolver): (endpoint: Endpoint) => readonly [instance: number, port: number] {
  const instances = new Map(resolver.module.instances.map(({ name }, i) => [name, i]));
  return ({ instance, port }) => {
    const offered = instance === null ? resolver.own : resolver.instances.get(instance)?.interface;
    return [instance === null ? -1 : (instances.get(instance) ?? 0), [...(offered?.ports.keys() ?? [])].indexOf(port)];
  };
}

/** Folds the parts that join the same ports, and orders them by those ports: the order of the source does not matter. */
function fold<T>(
  resolver: Resolver,
  parts: readonly T[],
  portsOf: (part: T) => readonly (string | null)[],
  joinOf: (part: T) => readonly Endpoint[],
): readonly FoldedPart<T>[] {
  const groups = new Map<string, (readonly [number, T])[]>();
  for (const [index, part] of parts.entries()) {
    const key = JSON.stringify(portsOf(part));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [[index, part]]);
    else group.push([index, part]);
  }
  const placeOf = placesOf(resolver);
  const places = [...groups.values()].map((group) => ({
    group,
    place: group.slice(0, 1).flatMap(([, part]) => joinOf(part).flatMap(placeOf)),
  }));
  const sorted = places.toSorted(
    (a, b) => a.place.map((x, i) => x - (b.place[i] ?? 0)).find((order) => order !== 0) ?? 0,
  );
  return sorted.flatMap(({ group }) =>
    mergeJoins(group.map(([, part]) => joinOf(part))).flatMap(({ join, first }) => {
      const entry = group[first];
      return entry === undefined ? [] : [{ part: entry[1], join, index: entry[0] }];
    }),
  );
}
