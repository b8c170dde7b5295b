import { externalSettings, lookup, portKinds, visibleNames, type Type } from '../../src/language/index.js';
import type { Node } from '../../src/syntax/index.js';
import { equal, namedDimensions, units } from '../../src/units/index.js';
import { innermost } from '../names/nodes.js';
import type { Completing } from './completion.js';
import { itemOf, type CompletionItem } from './completion-item.js';

/** Units after a number and a space; first those of the dimension that is asked for. */
export function unitItems(line: string, expected: () => Type | undefined): readonly CompletionItem[] | undefined {
  const written = /(?<![\w.])\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)? +((?:[A-Za-zµ%]\w*[/*])*)[A-Za-zµ%]*$/.exec(line);
  if (written === null) return undefined;
  const type = written[1] === '' ? expected() : undefined;
  return [...units.values()].map(({ symbol, description, dimension }) => ({
    label: symbol,
    kind: 'unit',
    detail: description,
    preferred: type?.kind === 'quantity' && equal(type.dimension, dimension),
  }));
}

const plainTypes = ['int', 'real', 'bool', 'string', 'dtype'];

/** What a written type may be: kinds of ports, else types of values, enums and interfaces. */
export function typeItems({ analysis, path, scope }: Completing): readonly CompletionItem[] | undefined {
  const type = innermost(path, 'NamedType');
  if (type === undefined || path.at(-1) !== type.name) return undefined;
  const owner = path[path.indexOf(type) - 1];
  const item = (label: string): CompletionItem => ({ label, kind: 'type' });
  if (owner?.kind === 'PortMember') {
    return [...portKinds].map(([name, parameters]) => ({
      ...item(name),
      detail: parameters.length === 0 ? name : `${name}<${parameters.join(', ')}>`,
    }));
  }
  const declared = [...visibleNames(scope)].flatMap((name) => {
    const entity = lookup(scope, name);
    const isInterface = entity?.kind === 'component' && entity.node.flavour === 'interface';
    return entity?.kind === 'enum' || isInterface ? [itemOf(analysis.program, name, entity)] : [];
  });
  return [...[...plainTypes, ...namedDimensions.keys()].map(item), ...declared];
}

const keyword = (label: string): CompletionItem => ({ label, kind: 'keyword' });

/** The words that a declaration begins with. */
export function fileWords(): readonly CompletionItem[] {
  const components = ['component', 'extern component', 'interface', 'design', 'system'];
  return ['import', 'export', 'const', 'fn', 'enum', ...components, 'workload', 'mapping', 'explore'].map(keyword);
}

const memberWords = ['port', 'let', 'require'];
const structureWords = ['for', 'if', 'unused'];
const mapWord = 'address_map';

/** The words that a member of a body, or a statement of a workload or a search, begins with. */
export function bodyWords(body: Node | undefined): readonly CompletionItem[] {
  if (body?.kind === 'WorkloadDeclaration')
    return ['model', 'einsum', 'input', 'weight', 'let', 'output', 'phase'].map(keyword);
  if (body?.kind === 'MappingDeclaration') return ['spatial', 'order', 'tile', 'bypass'].map(keyword);
  if (body?.kind === 'ExploreDeclaration') return ['sweep', 'minimize', 'maximize', 'subject to'].map(keyword);
  if (body?.kind !== 'ComponentDeclaration') return [];
  switch (body.flavour) {
    case 'interface':
      return ['port', 'let', 'clock in'].map(keyword);
    case 'extern':
      return [...memberWords, 'clock in', ...externalSettings.keys()].map(keyword);
    case 'component':
      return [...memberWords, 'clock in', ...structureWords, mapWord].map(keyword);
    case 'design':
      return ['process', 'clock', ...memberWords, ...structureWords, mapWord].map(keyword);
    case 'system':
      return [...memberWords, ...structureWords].map(keyword);
  }
}
