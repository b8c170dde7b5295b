import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';
import { typeText, type ComponentEntity, type Program, type Type } from '../../src/language/index.js';
import type { ComponentDeclaration, Expression, Node } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';
import { expectedType } from '../names/expected.js';
import { innermost, nodesAround } from '../names/nodes.js';
import type { Importable } from '../project.js';
import type { CodeAction } from './code-actions.js';
import { importEdit } from './completion-imports.js';
import type { Edit } from './rename.js';

/** Ways to give a name that is not there a declaration: an import, a parameter, a component; and the other units that may be meant. */
export function declarations(
  analysis: Analysis,
  here: readonly Diagnostic[],
  importable: readonly Importable[],
): readonly CodeAction[] {
  return here.flatMap((diagnostic) => {
    const { origin, code } = diagnostic;
    if (origin === undefined || !isSpan(origin) || origin.file !== analysis.path) return [];
    const path = nodesAround(analysis.program.entry.tree, origin.start);
    const name = analysis.text.slice(origin.start, origin.end);
    const fixing = (title: string, edits: readonly Edit[]): CodeAction => ({
      ...{ title, kind: 'quickfix', diagnostics: [diagnostic], preferred: false, edits },
    });
    switch (code) {
      case 'E201':
      case 'E208':
        return [
          ...importable
            .filter(({ exports }) => exports.has(name))
            .map(({ from }) => fixing(`import { ${name} } from "${from}"`, [importEdit(analysis, from, name)])),
          ...ownParameter(analysis, path, name).map((edit) => fixing(`declare the parameter "${name}"`, [edit])),
          ...ownComponent(analysis, path, name).map((edit) => fixing(`declare the component "${name}"`, [edit])),
        ];
      case 'E400':
        return otherParameter(analysis, path, name).map((edit) => fixing(`declare the parameter "${name}"`, [edit]));
      case 'E111':
        return otherUnits(diagnostic).map((unit) => fixing(`write "${unit}"`, [{ ...origin, text: unit }]));
      default:
        return [];
    }
  });
}

/** A parameter of the component around for a value that it does not know. */
function ownParameter({ program, path: file, text }: Analysis, path: readonly Node[], name: string): readonly Edit[] {
  const owner = innermost(path, 'ComponentDeclaration');
  const instance = innermost(path, 'InstanceMember');
  const isComponent = instance !== undefined && path.includes(instance.component);
  if (owner === undefined || owner.flavour === 'interface' || isComponent || !/^\w+$/.test(name)) return [];
  const type = written(expectedType(program, path)) ?? 'int';
  // Every parameter of a design has a default.
  if (owner.flavour === 'design' && type !== 'int') return [];
  return [parameterEdit(file, text, owner, `${name}: ${type}${owner.flavour === 'design' ? ' = 1' : ''}`)];
}

/** A parameter of another component of the project, for an argument that it does not take. */
function otherParameter({ program }: Analysis, path: readonly Node[], name: string): readonly Edit[] {
  const argument = innermost(path, 'Argument');
  const instance = innermost(path, 'InstanceMember');
  const component = instance && componentOf(program, instance.component);
  if (argument === undefined || component === undefined || component.file.startsWith('std:')) return [];
  const { value } = argument;
  const type = written(program.facts.checked.get(value)?.type);
  const text = program.texts.get(component.file) ?? '';
  if (type === undefined) return [];
  const own = program.entry.text.slice(value.start, value.end);
  // Who instantiates it already need not say more.
  const initial = ['NumberLiteral', 'QuantityLiteral', 'BooleanLiteral'].includes(value.kind) ? ` = ${own}` : '';
  return [parameterEdit(component.file, text, component.node, `${name}: ${type}${initial}`)];
}

/** A component at the end of the file, with the parameters that the instance gives. */
function ownComponent({ program, path: file, text }: Analysis, path: readonly Node[], name: string): readonly Edit[] {
  const instance = innermost(path, 'InstanceMember', 'Medium');
  if (instance === undefined || path.at(-1) !== instance.component || !/^\w+$/.test(name)) return [];
  // What stands in a system beside designs is bought.
  const word = innermost(path, 'ComponentDeclaration')?.flavour === 'system' ? 'extern component' : 'component';
  const parameters = instance.arguments.map(
    (each) => `${each.name.name}: ${written(program.facts.checked.get(each.value)?.type) ?? 'int'}`,
  );
  const list = parameters.length === 0 ? '' : `(${parameters.join(', ')})`;
  const gap = text.endsWith('\n') ? '\n' : '\n\n';
  return [{ file, start: text.length, end: text.length, text: `${gap}${word} ${name}${list} {\n}\n` }];
}

function parameterEdit(file: string, text: string, { name, parameters }: ComponentDeclaration, put: string): Edit {
  const last = parameters.at(-1);
  if (last !== undefined) return { file, start: last.end, end: last.end, text: `, ${put}` };
  const open = /^\s*\(/.exec(text.slice(name.end))?.[0].length;
  const at = name.end + (open ?? 0);
  return { file, start: at, end: at, text: open === undefined ? `(${put})` : put };
}

function componentOf({ facts }: Program, node: Expression): ComponentEntity | undefined {
  const entity = facts.resolved.get(node.kind === 'MemberExpression' ? node.name : node);
  return entity?.kind === 'component' ? entity : undefined;
}

/** A type as a source can write it. */
function written(type: Type | undefined): string | undefined {
  const text = type === undefined || type.kind === 'unknown' ? undefined : typeText(type);
  return text !== undefined && /^(?:\w+|\{[^}]+\}|\[\w+\])$/.test(text) ? text : undefined;
}

/** The units of `did you mean ...` behind the first, which the diagnostic's own fix writes. */
function otherUnits({ help, fix }: Diagnostic): readonly string[] {
  if (help?.startsWith('did you mean `') !== true) return [];
  const all = [...help.matchAll(/`[^`]*?([A-Za-zµ%][^`]*)`/g)].flatMap(([, unit]) => unit ?? []);
  return all.filter((unit) => unit !== fix?.edits[0]?.text);
}
