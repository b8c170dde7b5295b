import { dtypes } from '../dtypes.js';
import { graphProblem } from '../graph/index.js';
import type { Design, Module, Port } from '../types.js';
import type { Expr } from '../values.js';

/** Something in a design file that contradicts the rest. */
export interface Contradiction {
  readonly where: string;
  readonly why: string;
}

/** Finds repeated names, references to nothing, modules out of order and unknown number types. */
export function contradictions(design: Design): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const say = (where: string, why: string): void => void found.push({ where, why });
  for (const list of ['clocks', 'modules', 'workloads'] as const) {
    for (const name of repeated(design[list].map((each) => each.name))) say(list, `"${name}" stands twice`);
  }
  for (const id of repeated(design.blocks.map((block) => block.id))) say('blocks', `"${id}" stands twice`);
  if (design.modules.at(-1)?.name !== design.name) say('modules', `the last must be the design, "${design.name}"`);
  const seen = new Set<string>();
  for (const module of design.modules) {
    checkModule(module, design, seen, say);
    seen.add(module.name);
  }
  for (const workload of design.workloads) {
    const wrong = workload.kind === 'graph' ? graphProblem(workload) : undefined;
    if (wrong !== undefined) say(`workloads.${workload.name}`, wrong);
  }
  for (const block of design.blocks) checkPorts(`blocks.${block.id}`, block.ports, say);
  return found;
}

type Say = (where: string, why: string) => void;

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

function checkModule(module: Module, design: Design, before: ReadonlySet<string>, say: Say): void {
  const where = `modules.${module.name}`;
  checkPorts(where, module.ports, say);
  for (const name of repeated([...module.instances, ...module.ports].map((each) => each.name)))
    say(where, `"${name}" stands twice`);
  for (const name of repeated(module.clocks)) say(where, `clock "${name}" stands twice`);
  for (const { name, of } of module.instances) {
    if (of.kind === 'block' && !design.blocks.some((block) => block.id === of.id))
      say(`${where}.${name}`, `there is no block "${of.id}"`);
    if (of.kind === 'module' && !before.has(of.name))
      say(`${where}.${name}`, `no module before this one is named "${of.name}"`);
  }
  for (const { condition } of module.requirements) {
    for (const workload of workloadsOf(condition)) {
      if (!design.workloads.some(({ name }) => name === workload)) say(where, `there is no workload "${workload}"`);
    }
  }
}

function checkPorts(where: string, ports: readonly Port[], say: Say): void {
  for (const name of repeated(ports.map((port) => port.name))) say(where, `port "${name}" stands twice`);
  for (const { name, type } of ports) {
    if ('element' in type && !dtypes.has(type.element))
      say(`${where}.${name}`, `there is no number type "${type.element}"`);
  }
}

/** The names of the workloads an expression speaks of. */
export function workloadsOf(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case 'run':
      return [expr.workload];
    case 'member':
      return workloadsOf(expr.object);
    case 'list':
      return expr.elements.flatMap(workloadsOf);
    case 'unary':
      return workloadsOf(expr.operand);
    case 'binary':
      return [...workloadsOf(expr.left), ...workloadsOf(expr.right)];
    case 'conditional':
      return [expr.condition, expr.then, expr.else].flatMap(workloadsOf);
    case 'call':
      return expr.arguments.flatMap(workloadsOf);
    default:
      return [];
  }
}
