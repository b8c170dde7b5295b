import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { canonicalise, type BlockDeclaration, type Canonical, type Origins } from '../ir/index.js';
import { draftDesign } from './elaborate-design.js';
import { listSystems } from './elaborate-system.js';
import type { ComponentEntity } from './entities.js';
import { begin, type Elaborating } from './frame.js';
import { declarationOf } from './lower-declaration.js';
import type { Program } from './program.js';
import { readSettings, type Setting } from './settings.js';
import { listNames } from './suggest.js';

/** Values set from outside, by path: `rows` is a parameter of the design, `core.rows` one of an instance. */
export interface ElaborateOptions {
  readonly set?: readonly Setting[];
}

/** What is given back: the thing, or undefined where a mistake keeps it from being; and what is wrong. */
export type Elaborated<T> = readonly [T | undefined, readonly Diagnostic[]];

/** The designs of the entry file, in source order. */
export function listDesigns(program: Program): readonly string[] {
  return designsOf(program).map((design) => design.name);
}

function designsOf(program: Program): readonly ComponentEntity[] {
  return program.entry.declared.flatMap((entity) =>
    entity.kind === 'component' && entity.node.flavour === 'design' && entity.name !== '' ? [entity] : [],
  );
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
export function warnOfPieces(e: Elaborating, origins: Origins): void {
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
    if (chosen !== undefined) return [chosen, undefined];
    const system = listSystems(program).includes(name);
    return [undefined, system ? noDesign(name, known) : diagnostic('E226', undefined, { name, known })];
  }
  const [system] = listSystems(program);
  if (first === undefined && system !== undefined) return [undefined, noDesign(system, known)];
  if (first === undefined) return [undefined, diagnostic('E231', undefined, { path: program.entry.path })];
  return second === undefined ? [first, undefined] : [undefined, diagnostic('E227', undefined, { known })];
}

/** Says of a system that it is none of the designs that can be estimated and built. */
function noDesign(name: string, designs: string): Diagnostic {
  return diagnostic('E234', undefined, { name, designs });
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
