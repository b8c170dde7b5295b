import {
  componentBehind,
  typeText,
  type ComponentEntity,
  type Entity,
  type Program,
  type SourceModule,
} from '../../src/language/index.js';
import type { Type } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import { keyOf } from './occurrences.js';

/** A component, and the program that knows of it. */
export interface Known {
  readonly program: Program;
  readonly entity: ComponentEntity;
}

/** Every component of the workspace and of the modules that it imports, interfaces aside, once each. */
export function componentsOf(all: readonly Analysis[]): readonly Known[] {
  const found = new Map<string, Known>();
  for (const { program } of all) {
    for (const module of program.modules.values()) {
      for (const entity of module.declared) {
        if (entity.kind !== 'component' || entity.node.flavour === 'interface') continue;
        const key = keyOf({ kind: 'entity', entity });
        if (!found.has(key)) found.set(key, { program, entity });
      }
    }
  }
  return [...found.values()];
}

/**
 * Whether a component has the ports, values and clocks that an interface asks for. A parameter without default does not
 * matter: an alias can bind it.
 */
export function offers(component: Known, wanted: Known): boolean {
  return [...wanted.entity.scope.names.values()].every((each) => {
    const own = component.entity.scope.names.get(each.name);
    switch (each.kind) {
      case 'port':
        return own?.kind === 'port' && (own.node.kind === 'PassPortMember' || portText(own) === portText(each));
      case 'let':
        return (
          (own?.kind === 'let' || own?.kind === 'parameter') &&
          valueType(component.program, own) === valueType(wanted.program, each)
        );
      default:
        return true;
    }
  });
}

/** Direction and kind of a port. Of one that is passed on they are not known before elaboration. */
function portText({ node }: Extract<Entity, { kind: 'port' }>): string {
  if (node.kind !== 'PortMember') return '';
  return `${node.direction} ${node.type.kind === 'NamedType' ? node.type.name.name : ''}`;
}

function valueType({ facts }: Program, { node }: Extract<Entity, { kind: 'let' | 'parameter' }>): string {
  const written: Type | undefined = node.type;
  const declared = written === undefined ? undefined : facts.types.get(written);
  const found = node.kind === 'LetMember' ? facts.checked.get(node.value)?.type : undefined;
  return typeText(declared ?? found ?? { kind: 'unknown' });
}

/** The interface that an entity is, or that it must offer, or that it belongs to. */
export function interfaceOf(program: Program, entity: Entity): ComponentEntity | undefined {
  if (entity.kind === 'component') return entity.node.flavour === 'interface' ? entity : undefined;
  if (entity.kind === 'parameter') {
    const type = program.facts.types.get(entity.node.type);
    return type?.kind === 'component' ? type.interface : undefined;
  }
  if (entity.kind !== 'port' && entity.kind !== 'let') return undefined;
  const module: SourceModule | undefined = program.modules.get(entity.file);
  return module?.declared.find(
    (each): each is ComponentEntity =>
      each.kind === 'component' && each.node.flavour === 'interface' && each.scope === entity.home,
  );
}

/** The component that an entity is or is made of: of an alias what it binds, of an instance what it is an instance of. */
export function madeOf(program: Program, entity: Entity): ComponentEntity | undefined {
  if (entity.kind === 'component') return entity;
  return entity.kind === 'alias' || entity.kind === 'instance'
    ? componentBehind(program, entity.node.component)
    : undefined;
}
