import { error } from '../define.js';

/** E2xx: names, types and stages. */
export const names = {
  E201: error('unknown name', (p: { name: string }) => `there is no "${p.name}" here`),
  E202: error('name declared twice', (p: { name: string }) => `"${p.name}" is already declared`),
  E203: error('not exported', (p: { module: string; name: string }) => `"${p.module}" exports no "${p.name}"`),
  E204: error('cyclic import', (p: { cycle: string }) => `these files import each other: ${p.cycle}`),
  E205: error(
    'import leaves the project',
    (p: { path: string; root: string }) => `"${p.path}" lies outside the project ${p.root}`,
  ),
  E206: error('no such module', (p: { path: string }) => `there is no module "${p.path}"`),
  E207: error('not a value', (p: { name: string; what: string }) => `"${p.name}" is ${p.what}, not a value`),
  E208: error('unknown type', (p: { name: string }) => `there is no type "${p.name}"`),
  E209: error(
    'wrong arguments of a type',
    (p: { type: string; expected: string; found: number }) =>
      `${p.type} takes ${p.expected}, but ${p.found === 1 ? '1 argument stands' : `${p.found} arguments stand`} here`,
  ),
  E210: error(
    'not a component',
    (p: { name: string; what: string }) => `"${p.name}" is ${p.what} and cannot be instantiated`,
  ),
  E211: error('defined by itself', (p: { cycle: string }) => `this is defined by itself: ${p.cycle}`),
  E212: error(
    'late value where an early one is needed',
    (p: { what: string }) => `${p.what} must be known before the estimate, but this follows from it`,
  ),
  E213: error(
    'case of an unknown enum',
    (p: { name: string }) => `nothing here says of which enum ".${p.name}" is a case`,
  ),
  E214: error('no such case', (p: { enum: string; name: string }) => `${p.enum} has no case ".${p.name}"`),
  E215: error(
    'no such argument',
    (p: { function: string; name: string }) => `${p.function} has no parameter "${p.name}"`,
  ),
  E216: error('argument given twice', (p: { name: string }) => `"${p.name}" is already given`),
  E217: error(
    'argument of a function missing',
    (p: { function: string; name: string }) => `${p.function} needs "${p.name}"`,
  ),
  E218: error(
    'design parameter without default',
    (p: { name: string; owner: string }) => `parameter "${p.name}" of ${p.owner} needs a default`,
  ),
  E219: error('index where none can stand', (p: { what: string }) => `${p.what} has no elements`),
  E220: error('not a function', (p: { what: string }) => `${p.what} cannot be called`),
  E221: error(
    'member in the wrong place',
    (p: { member: string; place: string }) => `${p.member} cannot stand in ${p.place}`,
  ),
  E222: error(
    'port type where a value type is needed',
    (p: { type: string }) => `${p.type} is a type of ports, not of values`,
  ),
  E223: error('not a type of ports', (p: { type: string }) => `"${p.type}" is not a type of ports`),
  E224: error(
    'parameter that comes later',
    (p: { name: string; other: string }) =>
      `"${p.name}" may only refer to parameters before it, and "${p.other}" is not`,
  ),
  E225: error('setting that fits nothing', (p: { path: string; why: string }) => `--set ${p.path}: ${p.why}`),
  E226: error(
    'no such design',
    (p: { name: string; known: string }) => `there is no design "${p.name}"; there is ${p.known}`,
  ),
  E227: error(
    'design not chosen',
    (p: { known: string }) => `this file has several designs (${p.known}): choose one with --design`,
  ),
  E228: error(
    'no such workload',
    (p: { name: string; known: string }) => `there is no workload "${p.name}"; there is ${p.known}`,
  ),
  E230: error('program too large', (p: { what: string; limit: string }) => `${p.what} is past the limit of ${p.limit}`),
  E232: error(
    'accel.json that is not understood',
    (p: { of: string; why: string }) => `accel.json of ${p.of}: ${p.why}`,
  ),
  E233: error(
    'no such package',
    (p: { name: string; known: string }) => `accel.json lists no package "${p.name}"; it lists ${p.known}`,
  ),
  E234: error(
    'system where a design is meant',
    (p: { name: string; designs: string }) =>
      `${p.name} is a system: systems are checked and kept as data, and not estimated or built yet; designs are ${p.designs}`,
  ),
  E237: error(
    'code without its block',
    (p: { file: string; component: string; known: string }) =>
      `"${p.file}" exports no block "${p.component}" that defineBlock made; it exports ${p.known}`,
  ),
  E235: error(
    'block code that makes no sense',
    (p: { component: string; why: string }) => `the code of "${p.component}": ${p.why}`,
  ),
  E236: error(
    'block named as one of the library',
    (p: { component: string; of: string }) =>
      `${p.of} has code for a block "${p.component}", which is the name of a block of the standard library`,
  ),
  E231: error('file without a design', (p: { path: string }) => `"${p.path}" has no design`),
} as const;
