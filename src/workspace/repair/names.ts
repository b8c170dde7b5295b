import type { FunctionEntity, Program } from '../../language/index.js';
import type { CallExpression } from '../../syntax/index.js';
import { around, edit, insert, remove, removeElement, type Repair } from './place.js';
import { sampleValue } from './samples.js';

/** The name that is imported for nothing; with it its line where it is the only one. */
const unusedImport: Repair = (place) => {
  const item = around(place, 'ImportDeclaration');
  const name = around(place, 'ImportName');
  if (item === undefined) return undefined;
  if (name === undefined || item.names.length === 1) return remove(place, item, 'take the import out', true);
  const fix = removeElement(place, item.names, name, `take "${name.name.name}" out`);
  return { ...fix, safe: true };
};

const givenTwice: Repair = (place) => {
  const call = around(place, 'CallExpression');
  const second = call?.arguments.find(({ start, end }) => start <= place.span.start && place.span.end <= end);
  if (call !== undefined && second !== undefined) {
    return removeElement(place, call.arguments, second, 'take the second one out');
  }
  const member = around(place, 'InstanceMember') ?? around(place, 'AliasDeclaration');
  const argument = around(place, 'Argument');
  if (member === undefined || argument === undefined) return undefined;
  return removeElement(place, member.arguments, argument, 'take the second one out');
};

const callLacks: Repair = (place) => {
  const call = around(place, 'CallExpression');
  const name = /needs "(\w+)"/.exec(place.diagnostic.message)?.[1];
  const entity = call && functionOf(place.program, call);
  const parameter = entity?.parameters.find((each) => each.name === name);
  if (call === undefined || entity === undefined || parameter === undefined) return undefined;
  const value = sampleValue(place.program, entity.file, parameter.node);
  if (value === undefined) return undefined;
  const last = call.arguments.at(-1);
  const text = `${parameter.name}: ${value}`;
  return insert(place, last?.end ?? call.end - 1, last === undefined ? text : `, ${text}`, `add "${text}"`);
};

function functionOf({ facts }: Program, { callee }: CallExpression): FunctionEntity | undefined {
  const entity = facts.resolved.get(callee.kind === 'MemberExpression' ? callee.name : callee);
  return entity?.kind === 'function' ? entity : undefined;
}

const noDefault: Repair = (place) => {
  const parameter = around(place, 'Parameter');
  const value = parameter && sampleValue(place.program, place.module.path, parameter);
  return parameter === undefined || value === undefined
    ? undefined
    : insert(place, parameter.end, ` = ${value}`, `give it the default ${value}`);
};

const reservedName: Repair = (place) => {
  const word = place.module.text.slice(place.span.start, place.span.end);
  return /^\w+$/.test(word) ? edit(place, place.span, `${word}_`, `call it "${word}_"`) : undefined;
};

const strayBracket: Repair = (place) => remove(place, place.span, 'take it out');

/** `&` and `|` are meant to be `&&` and `||`; anything else goes. */
const unknownCharacter: Repair = (place) => {
  const text = place.module.text.slice(place.span.start, place.span.end);
  if (text !== '&' && text !== '|') return edit(place, place.span, '', 'take it out');
  return edit(place, place.span, text + text, `write "${text}${text}"`);
};

/** The quotation mark at the end of the line; before a `;` there, which ends the statement. */
const openString: Repair = (place) => {
  const { text } = place.module;
  const line = /^[^\n]*/.exec(text.slice(place.span.start))?.[0].trimEnd() ?? '';
  const at = place.span.start + (line.endsWith(';') ? line.length - 1 : line.length);
  return insert(place, at, '"', 'close the string');
};

const openComment: Repair = (place) => insert(place, place.module.text.length, ' */', 'close the comment');

const unknownEscape: Repair = (place) => insert(place, place.span.start, '\\', 'write a backslash as "\\\\"');

const noPrimary: Repair = (place) => {
  const { start, end } = place.span;
  const text = place.module.text.slice(start, end);
  return text.trim() === '' ? undefined : edit(place, { start, end }, `(${text})`, 'put it in parentheses', true);
};

/** The first of the units that the help offers. */
const unknownUnit: Repair = (place) => {
  const text = /`([^`]+)`/.exec(place.diagnostic.help ?? '')?.[1];
  const isUnit = place.diagnostic.help?.startsWith('did you mean `') === true && text !== undefined;
  const unit = isUnit ? /[A-Za-zµ%].*$/.exec(text)?.[0] : undefined;
  return unit === undefined ? undefined : edit(place, place.span, unit, `write "${unit}"`);
};

/** Repairs of E1xx, E2xx and warnings. */
export const nameRepairs: Readonly<Record<string, Repair>> = {
  E105: strayBracket,
  E107: reservedName,
  E110: unknownCharacter,
  E111: unknownUnit,
  E114: openString,
  E115: openComment,
  E116: unknownEscape,
  E119: noPrimary,
  E216: givenTwice,
  E217: callLacks,
  E218: noDefault,
  W201: unusedImport,
};
