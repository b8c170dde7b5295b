import { existsSync, readFileSync } from 'node:fs';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import type { Canonical, Design } from '../../src/ir/index.js';
import {
  analyze,
  elaborate,
  elaborateMappings,
  elaborateSystem,
  elaborateWorkload,
  listDesigns,
  listSystems,
  listWorkloads,
  type Host,
  type Limits,
  type Program,
} from '../../src/language/index.js';
import type { ElaborateOptions } from '../../src/language/index.js';
import { renderPretty } from '../../src/diagnostics/render/index.js';

const root = new URL('../../', import.meta.url);

/** The standard library on disk. */
export function standard(name: string): ReturnType<Host['standard']> {
  const file = new URL(`stdlib/${name}.accel`, root);
  return existsSync(file) ? { kind: 'text', text: readFileSync(file, 'utf8') } : { kind: 'missing' };
}

/** A host of texts in memory and the real standard library. */
export function hostOf(files: Readonly<Record<string, string>>, more: Partial<Host> = {}): Host {
  const read: Host['read'] = (path) => {
    const text = files[path];
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  };
  return { root: '', read, standard, ...more };
}

/** All that is wrong with a file: of reading and checking it, and of elaborating each design, workload, mapping and system. */
export function diagnose(
  host: Host,
  entry = 'main.accel',
  limits: Partial<Limits> = {},
): { readonly program: Program | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { program, diagnostics } = analyze(host, entry, { limits });
  if (program === undefined) return { program, diagnostics };
  const designs = listDesigns(program).flatMap((name) => elaborate(program, name)[1]);
  const workloads = listWorkloads(program).flatMap((name) => elaborateWorkload(program, name)[1]);
  const mappings = elaborateMappings(program)[1];
  const systems = listSystems(program).flatMap((name) => elaborateSystem(program, name)[1]);
  return { program, diagnostics: [...diagnostics, ...designs, ...workloads, ...mappings, ...systems] };
}

/** The diagnostics as a person sees them. */
export function rendered(diagnostics: readonly Diagnostic[], program: Program | undefined): string {
  return renderPretty(diagnostics, program?.texts ?? new Map());
}

/** A source that must be right: its program. */
export function programOf(source: string | Readonly<Record<string, string>>): Program {
  const { program, diagnostics } = analyze(
    hostOf(typeof source === 'string' ? { 'main.accel': source } : source),
    'main.accel',
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (program === undefined || errors.length > 0) throw new Error(rendered(diagnostics, program));
  return program;
}

/** A source with one right design: the design and its origins. */
export function canonicalOf(
  source: string | Readonly<Record<string, string>>,
  options: ElaborateOptions = {},
): Canonical {
  const program = programOf(source);
  const [canonical, diagnostics] = elaborate(program, undefined, options);
  if (canonical === undefined) throw new Error(`no design:\n${rendered(diagnostics, program)}`);
  return canonical;
}

/** A source with one right design: the design. */
export function designOf(source: string | Readonly<Record<string, string>>, options: ElaborateOptions = {}): Design {
  return canonicalOf(source, options).design;
}
