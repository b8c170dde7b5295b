import { occurrencesIn, renamedText, type Program } from '../../language/index.js';
import { isName } from '../../syntax/index.js';
import type { Place, Repair } from './place.js';

/** The customary name wherever the file says the old one. None where other files may say it, or where a name is tied to another of its spelling. */
export const customarySpelling: Repair = (place) => {
  const { program, module, span, diagnostic } = place;
  const name = /"(\w+)" instead of/.exec(diagnostic.message)?.[1] ?? '';
  const words = occurrencesIn(program, module);
  const declared = words.find(({ declares, start }) => declares && start === span.start);
  if (declared === undefined || !isName(name) || isSeenOutside(place) || isOfInterface(program, declared.text))
    return undefined;
  const isClear = words.every(({ text, key }) => text !== name && (text !== declared.text || key === declared.key));
  if (!isClear) return undefined;
  const edits = words
    .filter(({ key }) => key === declared.key)
    .map((each) => ({
      span: { file: module.path, start: each.start, end: each.end },
      text: renamedText(each, name),
    }));
  return { title: `call it "${name}"`, edits, safe: false };
};

/** Whether what is exported may show the name to other files. */
function isSeenOutside({ path }: Place): boolean {
  return path.some((node) => 'exported' in node && node.exported);
}

/** Whether an interface asks for a member of that name. */
function isOfInterface({ modules }: Program, name: string): boolean {
  return [...modules.values()].some(({ declared }) =>
    declared.some(
      (entity) => entity.kind === 'component' && entity.node.flavour === 'interface' && entity.scope.names.has(name),
    ),
  );
}
