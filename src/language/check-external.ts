import { listNames, verilogModules, type VerilogModule } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { checkSettings } from './check-body.js';
import { fault, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { ComponentEntity, Names } from './entities.js';
import { didYouMean } from './suggest.js';
import type { Type } from './types.js';
import { verilogOf } from './verilog-files.js';

const text: Type = { kind: 'string' };
const power: Type = { kind: 'quantity', dimension: { s: -1, J: 1 } };

/** What a user may state of an extern component of their own. */
export const externalSettings: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['verilog', text],
  ['module', text],
  ['area', { kind: 'quantity', dimension: { m: 2 } }],
  ['power', power],
  ['leakage', power],
]);

/** The settings of an extern component, by name; of a name that stands twice the first. */
export function settingsOf(node: ast.ComponentDeclaration): ReadonlyMap<string, ast.SettingStatement> {
  const found = new Map<string, ast.SettingStatement>();
  for (const member of node.members) {
    if (member.kind === 'SettingStatement' && !found.has(member.name.name)) found.set(member.name.name, member);
  }
  return found;
}

/** Checks the settings of an extern component, and that its Verilog has the module it names. */
export function checkExternal(checker: Checker, entity: ComponentEntity): void {
  const { node, scope } = entity;
  const settings = node.members.filter((member) => member.kind === 'SettingStatement');
  const isList = settings.some(({ name, value }) => name.name === 'verilog' && value.kind === 'ListExpression');
  const known = new Map(externalSettings);
  if (isList) known.set('verilog', { kind: 'list', element: text });
  checkSettings(checker, scope, entity.name, settings, known);
  const byName = settingsOf(node);
  const [verilog, module] = [byName.get('verilog'), byName.get('module')];
  if (verilog === undefined) {
    if (module !== undefined) fault(checker, scope.file, module, 'E473', { component: entity.name });
    return;
  }
  if (!isLiteral(verilog.value)) notLiteral(checker, scope, verilog);
  else if (module !== undefined && module.value.kind !== 'StringLiteral') notLiteral(checker, scope, module);
  else checkModule(checker, entity, verilog, module);
}

function isLiteral(node: ast.Expression): boolean {
  return node.kind === 'ListExpression'
    ? node.elements.every((each) => each.kind === 'StringLiteral')
    : node.kind === 'StringLiteral';
}

/** What is read before anything is worked out must stand there. */
function notLiteral(checker: Checker, scope: Names, setting: ast.SettingStatement): void {
  if (checker.checked.get(setting.value)?.type.kind === 'unknown') return;
  const parameters = { what: `"${setting.name.name}"`, expected: 'a text in quotes', found: 'an expression' };
  fault(checker, scope.file, setting.value, 'E302', parameters);
}

function checkModule(
  checker: Checker,
  entity: ComponentEntity,
  verilog: ast.SettingStatement,
  module: ast.SettingStatement | undefined,
): void {
  const { file } = entity.scope;
  const found = modulesOf(checker.assets, file, verilog.value);
  // What cannot be read has been reported.
  if (found === undefined) {
    checker.broken.add(verilog);
    return;
  }
  const wanted = moduleName(entity, module);
  const known = found.map(({ name }) => name);
  if (known.includes(wanted)) return;
  const at = module?.value ?? verilog.value;
  const help = module === undefined ? { help: 'say which one it is: module = "name";' } : {};
  const meant = module === undefined ? {} : didYouMean(spanOf(file, module.value), wanted, known);
  fault(checker, file, at, 'E470', { module: wanted, known: listNames(known) }, { ...help, ...withQuotes(meant) });
}

/** A module's name stands in quotes. */
function withQuotes(meant: ReturnType<typeof didYouMean>): ReturnType<typeof didYouMean> {
  return meant.help === undefined ? {} : { help: meant.help };
}

/** The name of the Verilog module: what is stated, else the component's own. */
function moduleName(entity: ComponentEntity, module: ast.SettingStatement | undefined): string {
  return module?.value.kind === 'StringLiteral' ? module.value.value : entity.name;
}

/** The heads of the modules in the files that a setting names; undefined where one could not be read. */
function modulesOf(
  assets: ReadonlyMap<string, string>,
  file: string,
  node: ast.Expression,
): readonly VerilogModule[] | undefined {
  const texts = verilogOf(file, node).map(({ path }) => (path === undefined ? undefined : assets.get(path)));
  return texts.some((each) => each === undefined) ? undefined : texts.flatMap((each) => verilogModules(each ?? ''));
}

/** The Verilog of an extern component that has been checked: its files and the head of its module. */
export function verilogOfComponent(
  assets: ReadonlyMap<string, string>,
  entity: ComponentEntity,
): { readonly files: readonly string[]; readonly module: VerilogModule } | undefined {
  const settings = settingsOf(entity.node);
  const verilog = settings.get('verilog');
  if (verilog === undefined) return undefined;
  const name = moduleName(entity, settings.get('module'));
  const module = modulesOf(assets, entity.file, verilog.value)?.find((each) => each.name === name);
  const files = verilogOf(entity.file, verilog.value).flatMap(({ path }) => path ?? []);
  return module === undefined ? undefined : { files, module };
}
