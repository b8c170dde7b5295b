import type * as ast from '../syntax/index.js';
import type { Bodies } from './bodies.js';
import type { Entity, Names } from './entities.js';
import type { Checked, Type } from './types.js';

/** What is written down of nodes or entities, as a reader sees it. */
export interface Notes<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly has: (key: K) => boolean;
}

/** The same of one file. What is not known yet counts as if it were there: nothing is left out because of it. */
export interface Findings<K, V> extends Notes<K, V> {
  readonly size: number;
}

/** The same for who writes it. */
export interface OpenNotes<K, V> extends Notes<K, V> {
  readonly set: (key: K, value: V) => unknown;
}

/** What the checker found out, for elaboration and for editors. */
export interface Facts {
  /** What each name, case, argument and type name means. */
  readonly resolved: Notes<ast.NodeBase, Entity>;
  /** Type and stage of each expression. */
  readonly checked: Notes<ast.NodeBase, Checked>;
  /** What each written type means. */
  readonly types: Notes<ast.NodeBase, Type>;
  /** Nodes that a diagnostic already speaks of: nothing that follows from them is reported. */
  readonly broken: Pick<ReadonlySet<ast.NodeBase>, 'has'>;
  /** The names of each body of members. */
  readonly bodies: Notes<readonly ast.Member[], Names>;
}

/** What checking one file found out, or finds out when it is asked. Of what the files that it imports declare, their own facts tell. */
export interface ModuleFacts {
  readonly resolved: Findings<ast.NodeBase, Entity>;
  readonly checked: Findings<ast.NodeBase, Checked>;
  readonly types: Findings<ast.NodeBase, Type>;
  readonly broken: ReadonlySet<ast.NodeBase>;
  readonly bodies: Bodies;
  /** Types of entities that were worked out. */
  readonly entities: Findings<Entity, Checked>;
}

/** The facts of several files as one. */
export function unite(all: readonly ModuleFacts[]): Facts {
  return {
    resolved: firstOf(all.map(({ resolved }) => resolved)),
    checked: firstOf(all.map(({ checked }) => checked)),
    types: firstOf(all.map(({ types }) => types)),
    broken: anyOf(all.map(({ broken }) => broken)),
    bodies: firstOf(all.map(({ bodies }) => bodies)),
  };
}

/** What the first of several that has a key says of it. Neighbours mostly stand in one: the last is tried first. */
export function firstOf<K, V>(maps: readonly Findings<K, V>[]): Notes<K, V> {
  const filled = maps.filter(({ size }) => size > 0);
  let last = filled.at(-1);
  const get = (key: K): V | undefined => {
    const near = last?.get(key);
    if (near !== undefined) return near;
    for (const each of filled) {
      const found = each.get(key);
      if (found === undefined) continue;
      last = each;
      return found;
    }
    return undefined;
  };
  return { get, has: (key) => get(key) !== undefined };
}

/** The union of several sets. */
export function anyOf<K>(sets: readonly ReadonlySet<K>[]): Pick<ReadonlySet<K>, 'has'> {
  const filled = sets.filter(({ size }) => size > 0);
  return { has: (key) => filled.some((each) => each.has(key)) };
}

/** Notes that go into `own`; for what is not there `below` is asked. */
export function above<K, V>(own: Map<K, V>, below: (key: K) => V | undefined): OpenNotes<K, V> {
  const get = (key: K): V | undefined => own.get(key) ?? below(key);
  return { get, has: (key) => get(key) !== undefined, set: (key, value) => own.set(key, value) };
}
