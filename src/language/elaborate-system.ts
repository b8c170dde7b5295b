import { diagnostic } from '../diagnostics/index.js';
import { canonicaliseSystem, type CanonicalSystem, type DraftModule } from '../ir/index.js';
import { elaborateBody } from './elaborate-component.js';
import { bindTop, requiredWorkloads } from './elaborate-design.js';
import { warnOfPieces, type Elaborated } from './elaborate.js';
import type { ComponentEntity } from './entities.js';
import { begin, emptyFrame, emptyScope, type Elaborating, type Frame } from './frame.js';
import type { Program } from './program.js';

/** The systems of the entry file that can stand by themselves, every parameter having a default, in source order. */
export function listSystems(program: Program): readonly string[] {
  return systemsOf(program)
    .filter(({ parameters }) => parameters.every(({ node }) => node.default !== undefined))
    .map(({ name }) => name);
}

function systemsOf(program: Program): readonly ComponentEntity[] {
  return program.entry.declared.flatMap((entity) =>
    entity.kind === 'component' && entity.node.flavour === 'system' && entity.name !== '' ? [entity] : [],
  );
}

/** Elaborates a system of the entry file to data, with all that it is made of; with a mistake there is none. */
export function elaborateSystem(program: Program, name: string): Elaborated<CanonicalSystem> {
  const system = systemsOf(program).find((each) => each.name === name);
  if (system === undefined) return [undefined, []];
  const e = begin(program);
  const frame: Frame = { ...emptyFrame(), component: system };
  const root = emptyScope(system.scope, frame);
  if (!bindTop(e, root, system, [], undefined)) return [undefined, e.report.diagnostics];
  const top = elaborateBody(e, root, system);
  const workloads = requiredWorkloads(e, system);
  if (e.work.stopped) return [undefined, e.report.diagnostics];
  const designs = [...e.chips.values()].flatMap((chip) => chip?.design ?? []);
  const [made, found] = canonicaliseSystem({ name, top: top.module, designs, workloads: workloads ?? [] });
  for (const each of found) e.report.add(each);
  if (made !== undefined) warnOfPieces(e, made.origins);
  warnOfUnjudged(e, top.module, new Set());
  const { diagnostics } = e.report;
  const failed = top.failed || workloads === undefined || diagnostics.some(({ severity }) => severity === 'error');
  return [failed ? undefined : made, diagnostics];
}

/** Says of each requirement that waits for an estimate that none is made of systems. */
function warnOfUnjudged(e: Elaborating, module: DraftModule, seen: Set<DraftModule>): void {
  if (seen.has(module)) return;
  seen.add(module);
  for (const { origin } of module.requirements) e.report.add(diagnostic('W741', origin, {}));
  for (const { of } of module.instances) if (of.kind === 'module') warnOfUnjudged(e, of, seen);
}
