import type { Entity, Program, SourceModule } from '../../src/language/index.js';
import { visit, type Expression } from '../../src/syntax/index.js';
import type { Analysis, Place } from '../analysis.js';
import { meantBy } from '../names/expected.js';
import { interfaceOf } from '../names/offers.js';
import { declarationOf, keyOf, occurrenceAt } from '../names/occurrences.js';

/** A component of the hierarchy: its name, and all of its declaration. */
export interface HierarchyItem {
  readonly name: string;
  readonly kind: 'component' | 'design' | 'system' | 'extern' | 'interface' | 'alias';
  /** The declaration's name. */
  readonly at: Place;
  /** All of the declaration. */
  readonly whole: Place;
}

/** One side of an instance, and where the instances are: in the file of whoever instantiates. */
export interface HierarchyCall {
  readonly item: HierarchyItem;
  readonly places: readonly Place[];
}

type Holder = Extract<Entity, { kind: 'component' | 'alias' }>;

/** The component that the word at an offset is, names, or instantiates. */
export function prepareHierarchy(analysis: Analysis, offset: number): HierarchyItem | undefined {
  const target = occurrenceAt(analysis, offset)?.target;
  if (target?.kind !== 'entity') return undefined;
  const holder = holderOf(analysis.program, target.entity);
  return holder === undefined ? undefined : itemOf(holder);
}

/** What instantiates a component: components, designs, and aliases that bind its arguments. */
export function incoming({ at }: Pick<HierarchyItem, 'at'>, all: readonly Analysis[]): readonly HierarchyCall[] {
  return collect(all, (program, module, holder) =>
    namesIn(holder).flatMap((node) => {
      const meant = meantBy(program, node);
      const found = meant && holderOf(program, meant);
      const place = found && declarationOf({ kind: 'entity', entity: found });
      const same = place !== undefined && place.file === at.file && place.start === at.start;
      return same ? [{ item: holder, place: { file: module.path, start: node.start, end: node.end } }] : [];
    }),
  );
}

/** What a component instantiates. */
export function outgoing({ at }: Pick<HierarchyItem, 'at'>, all: readonly Analysis[]): readonly HierarchyCall[] {
  return collect(all, (program, module, holder) => {
    if (module.path !== at.file || holder.at.start !== at.start) return [];
    return namesIn(holder).flatMap((node) => {
      const meant = meantBy(program, node);
      const found = meant && holderOf(program, meant);
      return found === undefined
        ? []
        : [{ item: found, place: { file: module.path, start: node.start, end: node.end } }];
    });
  });
}

interface Found {
  readonly item: Holder;
  readonly place: Place;
}

/** What is found in every declaration of the workspace, each file read once, by what it is of. */
function collect(
  all: readonly Analysis[],
  find: (program: Program, module: SourceModule, holder: Holder) => readonly Found[],
): readonly HierarchyCall[] {
  const read = new Set<string>();
  const calls = new Map<string, { readonly item: HierarchyItem; readonly places: Place[] }>();
  for (const { program } of all) {
    for (const module of program.modules.values()) {
      if (read.has(module.path)) continue;
      read.add(module.path);
      for (const entity of module.declared) {
        if (entity.kind !== 'component' && entity.kind !== 'alias') continue;
        for (const { item, place } of find(program, module, entity)) {
          const key = keyOf({ kind: 'entity', entity: item });
          const before = calls.get(key) ?? { item: itemOf(item), places: [] };
          before.places.push(place);
          calls.set(key, before);
        }
      }
    }
  }
  return [...calls.values()];
}

/** The names of components that a declaration instantiates or binds. */
function namesIn({ node }: Holder): readonly Expression[] {
  const found: Expression[] = [];
  visit(node, (each) => {
    if (each.kind === 'InstanceMember' || each.kind === 'AliasDeclaration' || each.kind === 'Medium')
      found.push(each.component);
    return true;
  });
  return found;
}

function holderOf(program: Program, entity: Entity): Holder | undefined {
  switch (entity.kind) {
    case 'component':
    case 'alias':
      return entity;
    case 'instance': {
      const meant = meantBy(program, entity.node.component);
      return meant === undefined || meant.kind === 'instance' ? undefined : holderOf(program, meant);
    }
    default:
      return interfaceOf(program, entity);
  }
}

function itemOf(holder: Holder): HierarchyItem {
  const { name, file, at, node } = holder;
  return {
    name,
    kind: holder.kind === 'alias' ? 'alias' : holder.node.flavour,
    at: { file, start: at.start, end: at.end },
    whole: { file, start: node.start, end: node.end },
  };
}
