import { lookup, type ComponentEntity, type Program } from '../../language/index.js';
import type { Expression } from '../../syntax/index.js';
import { around, edit, insert, insertLine, remove, removeElement, told, type Place, type Repair } from './place.js';
import { sampleValue } from './samples.js';

/** The argument that an instance lacks: the value of that name where there is one, else a value of its type. */
const missingArgument: Repair = (place) => {
  const member = around(place, 'InstanceMember');
  const name = /needs "(\w+)"/.exec(place.diagnostic.message)?.[1];
  const component = member && componentOf(place.program, member.component);
  const parameter = component?.parameters.find((each) => each.name === name);
  if (member === undefined || component === undefined || parameter === undefined) return undefined;
  const scope = around(place, 'ComponentDeclaration');
  const own = scope?.parameters.find((each) => each.name.name === parameter.name);
  const value = sampleValue(place.program, component.file, parameter.node);
  if (own === undefined && value === undefined) return undefined;
  const text = own === undefined ? `${parameter.name}: ${value}` : parameter.name;
  const last = member.arguments.at(-1);
  const title = `add "${text}"`;
  if (last !== undefined) return insert(place, last.end, `, ${text}`, title);
  const head = [member.component, ...member.shape, ...member.clocks].reduce((end, each) => Math.max(end, each.end), 0);
  const rest = /^[\s\])]*(\{\s*)?/.exec(place.module.text.slice(head, member.end));
  const at = head + (rest?.[0].trimEnd().length ?? 0);
  return rest?.[1] === undefined ? insert(place, at, ` { ${text} }`, title) : insert(place, at, ` ${text} `, title);
};

/** How many aliases of aliases are followed: one that is an alias of itself has no end. */
const mostAliases = 100;

/** The component that a name means, also where the name is what a diagnostic speaks of. */
function componentOf({ facts }: Program, name: Expression): ComponentEntity | undefined {
  let node = name;
  for (let step = 0; step < mostAliases; step++) {
    const entity = facts.resolved.get(node.kind === 'MemberExpression' ? node.name : node);
    if (entity?.kind !== 'alias') return entity?.kind === 'component' ? entity : undefined;
    node = entity.node.component;
  }
  return undefined;
}

const arrow: Repair = (place) => {
  const member = around(place, 'ConnectMember');
  if (member === undefined) return undefined;
  const between = place.module.text.slice(member.left.end, member.right.start);
  const at = member.left.end + between.indexOf(member.operator);
  const other = member.operator === '->' ? '<->' : '->';
  return edit(place, { start: at, end: at + member.operator.length }, other, `write "${other}"`, true);
};

const backwards: Repair = (place) => {
  const member = around(place, 'ConnectMember');
  if (member === undefined) return undefined;
  const { text, path: file } = place.module;
  const [left, right] = [member.left, member.right];
  const swapped = [
    { span: { file, start: left.start, end: left.end }, text: text.slice(right.start, right.end) },
    { span: { file, start: right.start, end: right.end }, text: text.slice(left.start, left.end) },
  ];
  return { title: 'turn the connection round', edits: swapped, safe: true };
};

/** `unused port;` at the end of the component that has the open port. */
const leaveOut: Repair = (place) => {
  const body = around(place, 'ComponentDeclaration');
  const line = /"(unused [^"]+;)"/.exec(place.diagnostic.help ?? '')?.[1];
  return body === undefined || line === undefined ? undefined : insertLine(place, body, line, 'last');
};

const notUnused: Repair = (place) => {
  const member = around(place, 'UnusedMember');
  return member === undefined ? undefined : remove(place, member, 'take the line out');
};

/** The first clock of the component around for a clock that an instance lacks. */
const clockMissing: Repair = (place) => {
  const member = around(place, 'InstanceMember');
  const body = around(place, 'ComponentDeclaration');
  const clock = /a clock for "(\w+)"/.exec(place.diagnostic.message)?.[1];
  if (member === undefined || body === undefined || clock === undefined) return undefined;
  const own = body.members.find((each) => each.kind === 'ClockMember');
  const binding = `${clock}: ${own?.name.name ?? 'clk'}`;
  const [first] = member.clocks;
  const last = member.clocks.at(-1);
  const title = `give it "@ (${binding})"`;
  if (first !== undefined && first.name === undefined) {
    return edit(place, first, `(clk: ${first.clock.name}, ${binding})`, title);
  }
  if (last !== undefined) return insert(place, last.end, `, ${binding}`, title);
  const shape = member.shape.at(-1);
  const close = shape === undefined ? member.component.end : place.module.text.indexOf(']', shape.end) + 1;
  return insert(place, close, ` @ (${binding})`, title);
};

const clockTwice: Repair = (place) => {
  const member = around(place, 'InstanceMember');
  const binding = around(place, 'ClockBinding');
  if (member === undefined || binding === undefined) return undefined;
  return removeElement(place, member.clocks, binding, 'take the second clock out');
};

const direction: Repair = (place) => {
  const member = around(place, 'PassPortMember');
  if (member?.direction === undefined) return undefined;
  const at = place.module.text.indexOf(member.direction, member.start + 'port'.length);
  const other = member.direction === 'in' ? 'out' : 'in';
  const old = { start: at, end: at + member.direction.length };
  return edit(place, old, other, `write "port ${other}"`, true);
};

const processMissing: Repair = (place) => {
  const body = around(place, 'ComponentDeclaration');
  const line = told(place);
  const name = /process (\w+);/.exec(line ?? '')?.[1];
  const fix = body && line !== undefined ? insertLine(place, body, line, 'first') : undefined;
  if (fix === undefined || name === undefined || lookup(place.module.scope, name) !== undefined) return fix;
  const span = { file: place.module.path, start: 0, end: 0 };
  const imported = { span, text: `import { ${name} } from "std/process";\n` };
  return { ...fix, edits: [imported, ...fix.edits] };
};

const clockOfDesign: Repair = (place: Place) => {
  const body = around(place, 'ComponentDeclaration');
  const line = told(place);
  return body === undefined || line === undefined ? undefined : insertLine(place, body, line, 'first');
};

/** Repairs of E4xx. */
export const structureRepairs: Readonly<Record<string, Repair>> = {
  E401: missingArgument,
  E416: arrow,
  E422: leaveOut,
  E425: notUnused,
  E426: notUnused,
  E428: clockMissing,
  E429: clockTwice,
  E432: backwards,
  E453: direction,
  E455: processMissing,
  E456: clockOfDesign,
};
