import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  canonicalise,
  formatValue,
  type BlockDeclaration,
  type Canonical,
  type Clock,
  type DraftDesign,
  type Origins,
  type Placed,
  type Process,
  type Value,
  type Workload,
} from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import { boundComponent, takesComponent } from './elaborate-arguments.js';
import { elaborateBody } from './elaborate-component.js';
import type { ComponentEntity, WorkloadEntity } from './entities.js';
import { asType, evaluate, withinBounds } from './evaluate.js';
import {
  emptyFrame,
  emptyScope,
  isBroken,
  mistake,
  type Elaborating,
  type Frame,
  type Override,
  type Scope,
} from './frame.js';
import { declarationOf } from './lower-declaration.js';
import { createReport, type Program } from './program.js';
import { readSettings, type Setting } from './settings.js';
import { listNames } from './suggest.js';
import { elaborateWorkloadBody } from './workload.js';
import { visitExpressions } from './walk.js';

/** Values set from outside, by path: `rows` is a parameter of the design, `core.rows` one of an instance. */
export interface ElaborateOptions {
  readonly set?: readonly Setting[];
}

/** What is given back: the thing, or undefined where a mistake keeps it from being; and what is wrong. */
export type Elaborated<T> = readonly [T | undefined, readonly Diagnostic[]];

/** A fresh elaboration of a program. */
export function begin(program: Program): Elaborating {
  return {
    program,
    report: createReport(),
    consts: new Map(),
    declarations: new Map(),
    regular: new Map(),
    settled: new Map(),
    modules: new Map(),
    running: [],
    work: { turns: 0, instances: 0, modules: 0, calls: 0, depth: 0, stopped: false },
  };
}

/** The designs of the entry file, in source order. */
export function listDesigns(program: Program): readonly string[] {
  return designsOf(program).map((design) => design.name);
}

/** The workloads of the entry file, in source order. */
export function listWorkloads(program: Program): readonly string[] {
  return workloadsOf(program).map((workload) => workload.name);
}

function designsOf(program: Program): readonly ComponentEntity[] {
  return program.entry.declared.flatMap((entity) =>
    entity.kind === 'component' && entity.node.flavour === 'design' && entity.name !== '' ? [entity] : [],
  );
}

function workloadsOf(program: Program): readonly WorkloadEntity[] {
  return program.entry.declared.flatMap((entity) => (entity.kind === 'workload' && entity.name !== '' ? [entity] : []));
}

/**
 * Elaborates a design of the entry file (the only one, where no name is given) to the IR, and checks its structure. Parts that
 * `analyze` has found wrong are left out and not spoken of again; with one of them, or a diagnostic, there is no design.
 */
export function elaborate(
  program: Program,
  designName?: string,
  options: ElaborateOptions = {},
): Elaborated<Canonical> {
  const [design, missing] = chooseDesign(program, designName);
  if (design === undefined) return [undefined, [missing]];
  const e = begin(program);
  const overrides = readSettings(e, design, options.set ?? []);
  const draft = overrides === undefined ? undefined : draftDesign(e, design, overrides);
  // Past a limit the draft is a fragment, of which nothing is worth saying.
  if (draft === undefined || e.work.stopped) return [undefined, e.report.diagnostics];
  const [canonical, found] = canonicalise(draft.design);
  for (const each of found) e.report.add(each);
  if (canonical !== undefined) warnOfPieces(e, canonical.origins);
  const { diagnostics } = e.report;
  const whole = !draft.failed && !diagnostics.some(({ severity }) => severity === 'error');
  return [whole ? canonical : undefined, diagnostics];
}

/** From so many parts on it is worth saying that what one line makes does not fold. */
const manyPieces = 256;

/** Warns of lines that make many instances or connections of one module. */
function warnOfPieces(e: Elaborating, origins: Origins): void {
  const pieces = new Map<string, { readonly origin: Origin; count: number }>();
  for (const [key, origin] of origins) {
    const [module, part] = key.split('/');
    if ((part !== 'instance' && part !== 'connection' && part !== 'unused') || !('start' in origin)) continue;
    const line = `${module}/${origin.file}/${origin.start}/${origin.end}`;
    const before = pieces.get(line);
    if (before === undefined) pieces.set(line, { origin, count: 1 });
    else before.count += 1;
  }
  for (const { origin, count } of pieces.values()) {
    if (count >= manyPieces) e.report.add(diagnostic('W401', origin, { pieces: count }));
  }
}

function chooseDesign(
  program: Program,
  name: string | undefined,
): readonly [ComponentEntity, undefined] | readonly [undefined, Diagnostic] {
  const designs = designsOf(program);
  const known = listNames(designs.map((design) => design.name));
  const [first, second] = designs;
  if (name !== undefined) {
    const chosen = designs.find((design) => design.name === name);
    return chosen === undefined ? [undefined, diagnostic('E226', undefined, { name, known })] : [chosen, undefined];
  }
  if (first === undefined) return [undefined, diagnostic('E231', undefined, { path: program.entry.path })];
  return second === undefined ? [first, undefined] : [undefined, diagnostic('E227', undefined, { known })];
}

function draftDesign(
  e: Elaborating,
  design: ComponentEntity,
  overrides: readonly Override[],
): { readonly design: DraftDesign; readonly failed: boolean } | undefined {
  const frequencies = new Map<string, number | undefined>();
  const frame: Frame = { ...emptyFrame(), component: design, frequencies, overrides };
  const root = emptyScope(design.scope, frame);
  if (!bindDesign(e, root, design, overrides)) return undefined;
  const clocks = clocksOfDesign(e, root, design, frequencies);
  const process = processOf(e, root, design);
  const top = elaborateBody(e, root, design);
  const workloads = requiredWorkloads(e, design);
  if (process === undefined || clocks.length === 0 || workloads === undefined) frame.failed = true;
  return {
    design: {
      name: design.name,
      process: process ?? { node: '', voltage_v: null },
      clocks,
      top: top.module,
      workloads: workloads ?? [],
    },
    failed: frame.failed || top.failed,
  };
}

function bindDesign(e: Elaborating, root: Scope, design: ComponentEntity, overrides: readonly Override[]): boolean {
  for (const parameter of design.parameters) {
    const { node } = parameter;
    if (takesComponent(e, node)) {
      const chosen = node.default === undefined ? undefined : boundComponent(e, root, node.default);
      if (chosen === undefined) return false;
      root.components.set(parameter, chosen);
      continue;
    }
    const given = overrides.find(({ path }) => path.length === 1 && path[0] === parameter.name)?.value;
    const value = given ?? (node.default === undefined ? undefined : evaluate(e, root, node.default));
    if (value === undefined) return false;
    const typed = asType(e, node.type, value);
    root.values.set(parameter, typed);
    if (
      !withinBounds(e, root, node, typed, given === undefined ? (node.default ?? node) : node.name, root, design.name)
    )
      return false;
  }
  return true;
}

/** The design's clocks; their frequencies go into `frequencies`, that of the first also as `clk`. */
export function clocksOfDesign(
  e: Elaborating,
  root: Scope,
  design: ComponentEntity,
  frequencies: Map<string, number | undefined>,
): readonly Placed<Clock>[] {
  const clocks: Placed<Clock>[] = [];
  for (const member of design.node.members) {
    if (member.kind !== 'ClockMember') continue;
    const clock = isBroken(e, member) ? undefined : clockOf(e, root, member);
    if (clock === undefined) root.frame.failed = true;
    else clocks.push({ part: clock, origin: spanOf(root.names.file, member.name) });
    frequencies.set(member.name.name, clock?.frequency_hz);
    if (!frequencies.has('clk')) frequencies.set('clk', clock?.frequency_hz);
  }
  return clocks;
}

function clockOf(e: Elaborating, root: Scope, member: ast.ClockMember): Clock | undefined {
  const frequency = evaluate(e, root, member.frequency);
  if (frequency?.kind !== 'quantity') return undefined;
  if (!(frequency.value > 0)) return mistake(e, root, member.frequency, 'E458', { value: formatValue(frequency) });
  const settings = settingsOf(e, root, member.arguments);
  const reset = settings?.get('reset');
  if (settings === undefined) return undefined;
  return {
    name: member.name.name,
    frequency_hz: frequency.value,
    reset: reset?.kind === 'case' && reset.name === 'async' ? 'async' : 'sync',
  };
}

/** The values of `{ name: value }` of a clock or process; undefined where one is broken. */
function settingsOf(
  e: Elaborating,
  root: Scope,
  args: readonly ast.Argument[],
): ReadonlyMap<string, Value> | undefined {
  const values = new Map<string, Value>();
  for (const argument of args) {
    const value = isBroken(e, argument.name) ? undefined : evaluate(e, root, argument.value);
    if (value === undefined) return undefined;
    values.set(argument.name.name, value);
  }
  return values;
}

function processOf(e: Elaborating, root: Scope, design: ComponentEntity): Process | undefined {
  const member = design.node.members.find((each) => each.kind === 'ProcessMember');
  if (member?.kind !== 'ProcessMember') return undefined;
  const node = evaluate(e, root, member.process);
  const settings = settingsOf(e, root, member.arguments);
  const voltage = settings?.get('voltage');
  if (node?.kind !== 'case' || settings === undefined) return undefined;
  if (voltage?.kind !== 'quantity') return { node: node.name, voltage_v: null };
  const at = member.arguments.find((argument) => argument.name.name === 'voltage')?.value ?? member;
  if (!(voltage.value > 0 && voltage.value < 20)) return mistake(e, root, at, 'E459', { value: formatValue(voltage) });
  return { node: node.name, voltage_v: voltage.value };
}

/** The workloads that requirements of the program speak of. */
function requiredWorkloads(e: Elaborating, design: ComponentEntity): readonly Workload[] | undefined {
  const meant = new Set<WorkloadEntity>();
  const visit = (members: readonly ast.Member[]): void => {
    for (const member of members) {
      if (member.kind === 'ForMember') visit(member.body);
      if (member.kind === 'IfMember') visit([...member.then, ...(member.else ?? [])]);
      const expression =
        member.kind === 'RequireMember' ? member.condition : member.kind === 'LetMember' ? member.value : undefined;
      if (expression === undefined || e.program.facts.checked.get(expression)?.late !== true) continue;
      visitExpressions(expression, (each) => {
        const entity = e.program.facts.resolved.get(each.kind === 'MemberExpression' ? each.name : each);
        if (entity?.kind === 'workload') meant.add(entity);
      });
    }
  };
  visit(design.node.members);
  for (const component of e.modules.keys()) visit(component.node.members);
  const workloads = [...meant].map((workload) => elaborateWorkloadBody(e, workload, []));
  const whole = workloads.filter((workload) => workload !== undefined);
  return whole.length === workloads.length ? whole : undefined;
}

/** Elaborates a workload of the entry file to the IR. */
export function elaborateWorkload(
  program: Program,
  name: string,
  options: ElaborateOptions = {},
): Elaborated<Workload> {
  const workloads = workloadsOf(program);
  const workload = workloads.find((each) => each.name === name);
  if (workload === undefined) {
    return [undefined, [diagnostic('E228', undefined, { name, known: listNames(workloads.map((each) => each.name)) })]];
  }
  const e = begin(program);
  const overrides = readSettings(e, workload, options.set ?? []);
  const result = overrides === undefined ? undefined : elaborateWorkloadBody(e, workload, overrides);
  return [result, e.report.diagnostics];
}

/** The extern components of all files as data, by file and place: those with mistakes are left out. */
export function blockDeclarations(program: Program): readonly BlockDeclaration[] {
  const e = begin(program);
  return [...program.modules.values()].flatMap((module) =>
    module.declared.flatMap((entity) => {
      if (entity.kind !== 'component' || entity.node.flavour !== 'extern') return [];
      return declarationOf(e, entity) ?? [];
    }),
  );
}
