import type { Entity } from '../../src/language/index.js';
import type { Analysis, Place } from '../analysis.js';
import { componentsOf, interfaceOf, madeOf, offers } from '../names/offers.js';
import { declarationOf, occurrenceAt } from '../names/occurrences.js';

/**
 * What implements the word at an offset: the components that offer an interface, or their ports and values where it is one of
 * an interface's; of an instance or an alias the component behind it.
 */
export function implementation(analysis: Analysis, offset: number, all: readonly Analysis[]): readonly Place[] {
  const target = occurrenceAt(analysis, offset)?.target;
  if (target?.kind !== 'entity') return [];
  const { entity } = target;
  const { program } = analysis;
  const wanted = interfaceOf(program, entity);
  if (wanted === undefined) {
    const component = madeOf(program, entity);
    return placesOf(component === undefined ? [] : [component]);
  }
  const found = componentsOf([...all, analysis]).filter((each) => offers(each, { program, entity: wanted }));
  const isMember = entity.kind === 'port' || entity.kind === 'let';
  return placesOf(
    found.flatMap(({ entity: component }) => (isMember ? (component.scope.names.get(entity.name) ?? []) : [component])),
  );
}

function placesOf(entities: readonly Entity[]): readonly Place[] {
  return entities
    .flatMap((entity) => declarationOf({ kind: 'entity', entity }) ?? [])
    .toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
}
