import { withArticle } from '../article.js';
import { error } from '../define.js';

/** "1 port", "4 ports" */
function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

/** E4xx: structure and connection. E400-E409: arguments of components; E410-E449: connections, clocks and drivers. */
export const structure = {
  E400: error(
    'no such parameter',
    (p: { component: string; name: string; known: string }) =>
      `${p.component} has no parameter "${p.name}"; it has ${p.known}`,
  ),
  E401: error(
    'argument missing',
    (p: { component: string; name: string; type: string }) => `${p.component} needs "${p.name}" (${p.type})`,
  ),
  E402: error(
    'argument out of its bounds',
    (p: { component: string; name: string; value: string; least: string; greatest: string }) =>
      `"${p.name}" of ${p.component} must lie in ${p.least} ..= ${p.greatest}, but is ${p.value}`,
  ),
  E403: error(
    'port of no whole width',
    (p: { component: string; port: string; value: string }) =>
      `port "${p.port}" of ${p.component} needs a positive whole number, but this comes to ${p.value}`,
  ),
  E404: error(
    'a component refuses its arguments',
    (p: { component: string; why: string }) => `${p.component} cannot be built so: ${p.why}`,
  ),

  E410: error(
    'no such port',
    (p: { of: string; name: string; known: string }) => `${p.of} has no port "${p.name}"; it has ${p.known}`,
  ),
  E411: error('no such instance', (p: { module: string; name: string }) => `${p.module} has no instance "${p.name}"`),
  E412: error('index out of range', (p: { what: string; index: number; length: number }) =>
    p.length === 0
      ? `${p.what} is empty, so there is no [${p.index}]`
      : `${p.what} has ${count(p.length, 'element')} (0 ..= ${p.length - 1}), so there is no [${p.index}]`,
  ),
  E413: error('wrong number of indices', (p: { what: string; expected: number; found: number }) =>
    p.expected === 0
      ? `${p.what} is not an array, but has ${count(p.found, 'index')}`.replace('indexs', 'indices')
      : `${p.what} takes ${p.expected === 1 ? '1 index' : `${p.expected} indices`}, but has ${p.found}`,
  ),
  E414: error(
    'different numbers of ports',
    (p: { left: string; leftCount: number; right: string; rightCount: number }) =>
      `${p.left} is ${count(p.leftCount, 'port')}, but ${p.right} is ${p.rightCount}`,
  ),
  E415: error(
    'different kinds of ports',
    (p: { left: string; leftKind: string; right: string; rightKind: string }) =>
      `${p.left} is ${withArticle(p.leftKind)} port, but ${p.right} is ${withArticle(p.rightKind)} port`,
  ),
  E416: error(
    'wrong arrow for this kind of port',
    (p: { kind: string; expected: string; found: string }) =>
      `${p.kind} ports are joined with "${p.expected}", not "${p.found}"`,
  ),
  E417: error(
    'both ends drive, or neither does',
    (p: { left: string; right: string; role: string }) => `${p.left} and ${p.right} are both ${p.role}`,
  ),
  E418: error(
    'different element types',
    (p: { left: string; leftElement: string; right: string; rightElement: string }) =>
      `${p.left} carries ${p.leftElement}, but ${p.right} carries ${p.rightElement}`,
  ),
  E419: error(
    'different widths',
    (p: { left: string; leftWidth: string; right: string; rightWidth: string }) =>
      `${p.left} is ${p.leftWidth} wide, but ${p.right} is ${p.rightWidth} wide`,
  ),
  E420: error(
    'address space larger than the memory',
    (p: { requester: string; space: string; responder: string; size: string }) =>
      `${p.requester} addresses ${p.space}, but ${p.responder} has only ${p.size}`,
  ),
  E421: error(
    'clock domains crossed',
    (p: { left: string; leftClock: string; right: string; rightClock: string }) =>
      `${p.left} is clocked by "${p.leftClock}", but ${p.right} by "${p.rightClock}"`,
  ),
  E422: error(
    'port not connected',
    (p: { ports: string; many: boolean }) => `${p.ports} ${p.many ? 'are' : 'is'} neither connected nor unused`,
  ),
  E423: error('sink with several sources', (p: { port: string }) => `${p.port} already has a source`),
  E424: error(
    'source shared by several sinks',
    (p: { port: string; kind: string }) =>
      `${p.port} is already connected, and ${withArticle(p.kind)} port is joined to one other only`,
  ),
  E425: error('unused port is connected', (p: { port: string }) => `${p.port} is said to be unused, but is connected`),
  E426: error('port said to be unused twice', (p: { port: string }) => `${p.port} is already said to be unused`),
  E427: error(
    'no such clock',
    (p: { name: string; of: string; known: string }) => `${p.of} has no clock "${p.name}"; it has ${p.known}`,
  ),
  E428: error(
    'clock not given',
    (p: { instance: string; clock: string }) => `${p.instance} needs a clock for "${p.clock}"`,
  ),
  E429: error(
    'clock given twice',
    (p: { instance: string; clock: string }) => `${p.instance} already has a clock for "${p.clock}"`,
  ),
  E431: error(
    'port that can only be passed on',
    (p: { kind: string }) => `a ${p.kind} port is passed on ("port x = inner.y;"), not joined with an arrow`,
  ),
  E432: error(
    'connection written backwards',
    (p: { left: string; right: string }) =>
      `${p.left} is a sink and ${p.right} its source: the arrow points the other way`,
  ),

  E433: error(
    'not a name',
    (p: { name: string }) =>
      `${JSON.stringify(p.name)} is no name: a name is letters, digits and "_", not beginning with a digit`,
  ),
  E434: error(
    'port of another component',
    (p: { port: string; component: string }) => `${p.port} does not belong to ${p.component}, where it is used`,
  ),

  E440: error('not a design file', (p: { why: string }) => `this is no accel-design/1 file: ${p.why}`),
  E441: error('design file contradicts itself', (p: { where: string; why: string }) => `${p.where}: ${p.why}`),

  E450: error(
    'wrong size of an array',
    (p: { name: string; value: string }) =>
      `an array's size is a whole number from 0 up, but "${p.name}" has ${p.value}`,
  ),
  E451: error('not a port', (p: { what: string }) => `${p.what} is not a port`),
  E452: error(
    'array without index',
    (p: { name: string; all: string }) =>
      `"${p.name}" is an array: say which elements, all of them with "${p.name}${p.all}"`,
  ),
  E453: error(
    'passed-on port of another direction',
    (p: { name: string; declared: string; found: string }) =>
      `"${p.name}" is declared "port ${p.declared}", but what it passes on is "port ${p.found}"`,
  ),
  E454: error('part that is not there', (p: { name: string }) => `"${p.name}" is not there: its condition is false`),
  E455: error('design without process', (p: { design: string }) => `design ${p.design} names no process`),
  E456: error('design without clock', (p: { design: string }) => `design ${p.design} has no clock`),
  E457: error(
    'range that runs backwards',
    (p: { from: number; to: number }) => `this range ends at ${p.to}, before it starts at ${p.from}`,
  ),
  E458: error(
    'clock without frequency',
    (p: { value: string }) => `a clock needs a frequency above 0, but this is ${p.value}`,
  ),
  E459: error(
    'voltage out of range',
    (p: { value: string }) => `a supply lies above 0 V and below 20 V, but this is ${p.value}`,
  ),
  E461: error(
    'component that does not fit an interface',
    (p: { component: string; interface: string; why: string }) => `${p.component} is no ${p.interface}: ${p.why}`,
  ),
  E460: error(
    'design inside a design',
    (p: { name: string; what: string }) =>
      `"${p.name}" is ${p.what}: inside of a chip only components are instantiated`,
  ),
  E462: error(
    'component by itself in a system',
    (p: { name: string }) => `"${p.name}" is a component: a system is made of designs, systems and extern components`,
  ),

  E470: error(
    'no such Verilog module',
    (p: { module: string; known: string }) => `the Verilog has no module "${p.module}"; it has ${p.known}`,
  ),
  E471: error(
    'Verilog that does not fit its declaration',
    (p: { module: string; component: string; why: string }) =>
      `Verilog module "${p.module}" does not fit "${p.component}": ${p.why}`,
  ),
  E472: error(
    'cost below zero',
    (p: { component: string; name: string; value: string }) =>
      `"${p.name}" of ${p.component} is ${p.value}, but an amount of it is never below zero`,
  ),
  E473: error(
    'setting that says nothing',
    (p: { component: string }) =>
      `"module" says which module of the Verilog ${p.component} is, but it has no "verilog"`,
  ),

  E480: error('nothing to address', (p: { what: string; why: string }) => `${p.what} cannot have an address: ${p.why}`),
  E481: error(
    'address where registers cannot be',
    (p: { what: string; address: string; why: string }) => `${p.what} cannot be at ${p.address}: ${p.why}`,
  ),
  E482: error('addresses that overlap', (p: { what: string; other: string }) => `${p.what} overlaps ${p.other}`),
  E483: error('registers addressed twice', (p: { what: string }) => `${p.what} already has an address`),
  E484: error(
    'medium of what is no link',
    (p: { why: string }) => `only a link or lanes, joined in a system, run through a medium: ${p.why}`,
  ),
  E485: error('not a medium', (p: { name: string; why: string }) => `"${p.name}" is no medium: ${p.why}`),
  E486: error('clock in a system', (p: { what: string }) => `${p.what} needs a clock, and a system has none`),
} as const;
