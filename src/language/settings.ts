import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { parse } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import { unalias } from './alias.js';
import { expectEarly } from './check-expression.js';
import type { Checker } from './checker.js';
import type { ComponentEntity, Names, ParameterEntity, WorkloadEntity } from './entities.js';
import { above } from './facts.js';
import { asType, evaluate } from './evaluate.js';
import { emptyFrame, emptyScope, isBroken, type Elaborating, type Override } from './frame.js';
import { createReport, type Program } from './program.js';
import { listNames, nearest } from './suggest.js';

/** A path to a parameter and the text of an expression: `['core.rows', '2 * 8']`. */
export type Setting = readonly [path: string, expression: string];

/** Reads settings against what they set; E225 for each that fits nothing, and then nothing is returned. */
export function readSettings(
  e: Elaborating,
  owner: ComponentEntity | WorkloadEntity,
  settings: readonly Setting[],
): readonly Override[] | undefined {
  const read = settings.map(([path, text]) => readSetting(e, owner, path, text));
  const overrides = read.filter((each) => each !== undefined);
  return overrides.length === read.length ? overrides : undefined;
}

function refuse(e: Elaborating, path: string, why: string): undefined {
  e.report.add(diagnostic('E225', undefined, { path, why }));
  return undefined;
}

function readSetting(
  e: Elaborating,
  owner: ComponentEntity | WorkloadEntity,
  path: string,
  text: string,
): Override | undefined {
  const steps = path.split('.');
  const parameter = findParameter(e, owner, steps, path);
  if (parameter === undefined) return undefined;
  const source = parse(`const setting = ${text};`, path);
  const [item, extra] = source.ast.items;
  const [wrong] = source.diagnostics;
  if (wrong !== undefined) return refuse(e, path, wrong.message);
  if (item?.kind !== 'ConstDeclaration' || extra !== undefined)
    return refuse(e, path, `"${text}" is not an expression`);
  return evaluateSetting(e, owner, parameter, steps, path, item.value);
}

/** Checks and evaluates the expression in the scope of the owner's file. */
function evaluateSetting(
  e: Elaborating,
  owner: ComponentEntity | WorkloadEntity,
  parameter: ParameterEntity,
  steps: readonly string[],
  path: string,
  node: ast.Expression,
): Override | undefined {
  const { program } = e;
  const scope: Names = { file: path, names: new Map(), parent: owner.scope.parent, nameless: false };
  const report = createReport();
  const checker = checkerOf(program, report);
  const type = program.facts.types.get(parameter.node.type);
  expectEarly(checker, scope, node, type, 'it');
  const first = firstError(report.diagnostics);
  if (first !== undefined) return refuse(e, path, first);
  const facts = { ...program.facts, resolved: checker.resolved, checked: checker.checked };
  const value = evaluate({ ...e, program: { ...program, facts }, report }, emptyScope(scope, emptyFrame()), node);
  if (value === undefined) return refuse(e, path, firstError(report.diagnostics) ?? 'it has no value');
  return { path: steps, value: asType(e, parameter.node.type, value) };
}

function firstError(diagnostics: readonly Diagnostic[]): string | undefined {
  return diagnostics.find(({ severity }) => severity === 'error')?.message;
}

function checkerOf({ facts, assets }: Program, report: Checker['report']): Checker {
  const broken = new Set<ast.NodeBase>();
  return {
    report,
    resolved: above(new Map(), facts.resolved.get),
    checked: above(new Map(), facts.checked.get),
    broken: { has: (node) => broken.has(node) || facts.broken.has(node), add: (node) => broken.add(node) },
    bodies: facts.bodies,
    entities: new Map(),
    running: [],
    imported: new Map(),
    syntax: new Map(),
    unknown: new Map(),
    depth: 0,
    deepest: 0,
    types: above(new Map(), facts.types.get),
    used: new Map(),
    assets,
  };
}

/** The parameter at a path of instances; reports a step that leads nowhere. */
function findParameter(
  e: Elaborating,
  owner: ComponentEntity | WorkloadEntity,
  steps: readonly string[],
  path: string,
): ParameterEntity | undefined {
  let at = owner;
  for (const [i, step] of steps.entries()) {
    const entity = at.scope.names.get(step);
    if (i === steps.length - 1) {
      if (entity?.kind === 'parameter') return entity;
      return unknownStep(
        e,
        path,
        step,
        at,
        'parameter',
        at.parameters.map((each) => each.name),
      );
    }
    const component =
      entity?.kind === 'instance'
        ? unalias(e.program.facts.resolved, entity.node.component, (each) => isBroken(e, each))?.component
        : undefined;
    if (component === undefined) {
      const instances = [...at.scope.names.values()].flatMap((each) => (each.kind === 'instance' ? [each.name] : []));
      return unknownStep(e, path, step, at, 'instance', instances);
    }
    at = component;
  }
  return undefined;
}

function unknownStep(
  e: Elaborating,
  path: string,
  step: string,
  at: ComponentEntity | WorkloadEntity,
  what: string,
  known: readonly string[],
): undefined {
  const meant = nearest(step, known);
  const hint = meant === undefined ? `it has ${listNames(known)}` : `did you mean "${meant}"?`;
  return refuse(e, path, `${at.name} has no ${what} "${step}"; ${hint}`);
}
