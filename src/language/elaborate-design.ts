import { formatValue, type DraftDesign, type Process, type Workload } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { clockedScope, settingsOf } from './design-clocks.js';
import { boundComponent, takesComponent } from './elaborate-arguments.js';
import { elaborateBody } from './elaborate-component.js';
import type { ComponentEntity, WorkloadEntity } from './entities.js';
import { asType, evaluate, withinBounds } from './evaluate.js';
import { mistake, type Bound, type Elaborating, type Override, type Scope } from './frame.js';
import { visitExpressions } from './walk.js';
import { elaborateWorkloadBody } from './workload.js';

/** A design of given arguments as a draft, and its scope; undefined where a parameter has no value. */
export function draftDesign(
  e: Elaborating,
  design: ComponentEntity,
  overrides: readonly Override[],
  given?: Given,
): { readonly design: DraftDesign; readonly root: Scope; readonly failed: boolean } | undefined {
  const { root, clocks: clocksOf } = clockedScope(e, design, overrides);
  const { frame } = root;
  if (!bindTop(e, root, design, overrides, given)) return undefined;
  const clocks = clocksOf();
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
    root,
    failed: frame.failed || top.failed,
  };
}

/** Arguments of a design as a part of a system, and where it stands. */
export interface Given {
  readonly bound: Bound;
  readonly user: Scope;
  readonly node: ast.InstanceMember;
}

/** Gives the parameters of a design or a system what is set from outside, what its user gives, or their defaults. */
export function bindTop(
  e: Elaborating,
  root: Scope,
  design: ComponentEntity,
  overrides: readonly Override[],
  from: Given | undefined,
): boolean {
  for (const parameter of design.parameters) {
    const { node } = parameter;
    if (takesComponent(e, node)) {
      const initial = node.default === undefined ? undefined : boundComponent(e, root, node.default);
      const chosen = from?.bound.components.get(parameter.name) ?? initial;
      if (chosen === undefined) return false;
      root.components.set(parameter, chosen);
      continue;
    }
    const set = overrides.find(({ path }) => path.length === 1 && path[0] === parameter.name)?.value;
    const given = set ?? from?.bound.values.get(parameter.name);
    const value = given ?? (node.default === undefined ? undefined : evaluate(e, root, node.default));
    if (value === undefined) return false;
    const typed = asType(e, node.type, value);
    root.values.set(parameter, typed);
    const argument = from?.node.arguments.find((each) => each.name.name === parameter.name)?.value;
    const own = given === undefined ? (node.default ?? node) : node.name;
    const [at, user] = from === undefined ? [own, root] : [argument ?? from.node.component, from.user];
    if (!withinBounds(e, root, node, typed, at, user, design.name)) return false;
  }
  return true;
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
export function requiredWorkloads(e: Elaborating, design: ComponentEntity): readonly Workload[] | undefined {
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
