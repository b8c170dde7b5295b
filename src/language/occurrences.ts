import { visit, type Identifier, type Node, type NodeBase } from '../syntax/index.js';
import type { Entity, EnumEntity, Names } from './entities.js';
import type { Program, SourceModule } from './program.js';

/** What a word of a source means: something declared, or a case of an enum. */
export type Target =
  | { readonly kind: 'entity'; readonly entity: Entity }
  | { readonly kind: 'case'; readonly entity: EnumEntity; readonly name: string };

/** A word of a source that means something. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  /** As written: with `as` it may be another name than the declared one. */
  readonly text: string;
  readonly target: Target;
  /** The same for what is the same, also in another analysis. */
  readonly key: string;
  readonly declares: boolean;
  /** One of the two that `{ rows }` stands for: the parameter's name, and the value of that name. */
  readonly short: 'name' | 'value' | undefined;
}

const known = new WeakMap<SourceModule, readonly Occurrence[]>();

/** Every word of a file that means something, by place. */
export function occurrencesIn(program: Program, module: SourceModule): readonly Occurrence[] {
  const before = known.get(module);
  if (before !== undefined) return before;
  const found = collect(program, module).toSorted((a, b) => a.start - b.start);
  known.set(module, found);
  return found;
}

/** What the word at an offset means; of a short argument it is the value. */
export function occurrenceAt({ program }: { readonly program: Program }, offset: number): Occurrence | undefined {
  const around = occurrencesIn(program, program.entry).filter(({ start, end }) => start <= offset && offset <= end);
  return around.find(({ short }) => short === 'value') ?? around.findLast(({ end }) => end > offset) ?? around.at(-1);
}

/** The declared name of what is meant. */
export function nameOf(target: Target): string {
  return target.kind === 'case' ? target.name : target.entity.name;
}

/** A name for a target that is the same in every analysis: where it is declared. */
export function keyOf(target: Target): string {
  const { entity } = target;
  const home = 'at' in entity ? `${entity.file}:${entity.at.start}:${entity.name}` : `:${entity.kind}:${entity.name}`;
  return target.kind === 'case' ? `${home}.${target.name}` : home;
}

/** Where a target is declared; undefined for what every file knows, and for the clock that no line declares. */
export function declarationOf(
  target: Target,
): { readonly file: string; readonly start: number; readonly end: number } | undefined {
  const { entity } = target;
  if (!('at' in entity) || entity.file === '') return undefined;
  const at =
    target.kind === 'entity'
      ? entity.at
      : target.entity.node?.cases.find(({ name }) => name.name === target.name)?.name;
  return at === undefined ? undefined : { file: entity.file, start: at.start, end: at.end };
}

function collect(program: Program, module: SourceModule): readonly Occurrence[] {
  const facts = program.factsOf.get(module.path) ?? program.facts;
  const found: Occurrence[] = [];
  const add = (at: NodeBase, target: Target, declares: boolean, short?: Occurrence['short']): void => {
    if (at.end <= at.start || target.entity.kind === 'broken') return;
    const text = module.text.slice(at.start, at.end);
    found.push({ start: at.start, end: at.end, text, target, key: keyOf(target), declares, short });
  };
  for (const entity of declaredIn(program, module)) {
    if ('at' in entity) add(entity.at, { kind: 'entity', entity }, true);
  }
  visit(module.tree, (node) => {
    const entity = facts.resolved.get(node);
    switch (node.kind) {
      case 'CaseExpression':
        if (entity?.kind === 'enum') add(node.name, { kind: 'case', entity, name: node.name.name }, false);
        return true;
      case 'EnumDeclaration':
        declareCases(module, node.name, add);
        return true;
      case 'ImportName':
        addImport(module, node, add);
        return true;
      case 'Argument':
        if (node.short) addShort(facts.resolved.get(node.name), facts.resolved.get(node.value), node, add);
        return !node.short;
      default:
        if (entity !== undefined) add(node, { kind: 'entity', entity }, false);
        return true;
    }
  });
  return found;
}

type Add = (at: NodeBase, target: Target, declares: boolean, short?: Occurrence['short']) => void;

function addShort(name: Entity | undefined, value: Entity | undefined, at: NodeBase, add: Add): void {
  if (name !== undefined) add(at, { kind: 'entity', entity: name }, false, 'name');
  if (value !== undefined) add(at, { kind: 'entity', entity: value }, false, 'value');
}

function declareCases(module: SourceModule, name: Identifier, add: Add): void {
  const entity = module.declared.find((each) => 'at' in each && each.at === name);
  if (entity?.kind !== 'enum') return;
  for (const each of entity.node?.cases ?? []) add(each.name, { kind: 'case', entity, name: each.name.name }, true);
}

/** `A` and, where it is given another name, `B` of `import { A as B }`. */
function addImport(module: SourceModule, node: Extract<Node, { kind: 'ImportName' }>, add: Add): void {
  const local = (node.alias ?? node.name).name;
  const entity = module.scope.names.get(local) ?? module.exports.get(local);
  if (entity === undefined) return;
  add(node.name, { kind: 'entity', entity }, false);
  if (node.alias !== undefined) add(node.alias, { kind: 'entity', entity }, false);
}

/** All that a file declares, in components, loops and branches too. */
function declaredIn(program: Program, module: SourceModule): ReadonlySet<Entity> {
  const scopes: Names[] = [...(program.factsOf.get(module.path)?.bodies.values() ?? [])];
  for (const entity of module.declared) if ('scope' in entity) scopes.push(entity.scope);
  const all = [module.scope, ...scopes].flatMap(({ names }) => [...names.values()]);
  return new Set([...module.declared, ...all.filter((entity) => 'file' in entity && entity.file === module.path)]);
}

/** What stands where a word gets another name: `{ rows }` says two things, and only one of them gets it. */
export function renamedText({ short, text }: Occurrence, name: string): string {
  return short === 'name' ? `${name}: ${text}` : short === 'value' ? `${text}: ${name}` : name;
}
