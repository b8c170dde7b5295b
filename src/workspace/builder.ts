import { blockModels } from '../blocks/models.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import {
  blocks,
  type DesignDefinition,
  type MappingDefinition,
  type ReadVerilog,
  type WorkloadDefinition,
} from '../dsl/index.js';
import type { Value, Workload } from '../ir/index.js';
import { evaluateText, type Elaborated, type Setting } from '../language/index.js';
import { withoutRepetition } from './check.js';
import type { LoadedDesign, LoadOptions } from './load.js';

/** Designs and workloads among the exports of a module that uses the builder. */
export interface BuilderModule {
  readonly designs: readonly DesignDefinition[];
  readonly workloads: readonly WorkloadDefinition[];
  readonly mappings: readonly MappingDefinition[];
}

/** Finds what a module of the builder exports, under whatever names. */
export function builderModule(exports: Readonly<Record<string, unknown>>): BuilderModule {
  const values = [...new Set(Object.values(exports))];
  return { designs: values.filter(isDesign), workloads: values.filter(isWorkload), mappings: values.filter(isMapping) };
}

function isDesign(value: unknown): value is DesignDefinition {
  return hasKind(value, 'design-definition');
}

function isWorkload(value: unknown): value is WorkloadDefinition {
  return hasKind(value, 'workload');
}

function isMapping(value: unknown): value is MappingDefinition {
  return hasKind(value, 'mapping-definition');
}

function hasKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** Elaborates the design that is asked for: the same choices and messages as for text. */
export function loadDefinition(
  path: string,
  { designs, workloads, mappings: pinned }: BuilderModule,
  { design: name, set = [], data }: LoadOptions,
  read?: ReadVerilog,
): readonly [LoadedDesign | undefined, readonly Diagnostic[]] {
  const known = designs.map((design) => `"${design.name}"`).join(', ');
  const named = name === undefined ? designs : designs.filter((design) => design.name === name);
  const [chosen, second] = named;
  if (chosen === undefined) {
    const missing = name !== undefined && designs.length > 0;
    return [
      undefined,
      [missing ? diagnostic('E226', undefined, { name, known }) : diagnostic('E231', undefined, { path })],
    ];
  }
  if (second !== undefined) return [undefined, [diagnostic('E227', undefined, { known })]];
  const [settings, wrong] = readSettings(chosen, set);
  if (wrong.length > 0) return [undefined, wrong];
  const [made, diagnostics] = chosen.elaborate(settings, read);
  if (made === undefined) return [undefined, diagnostics];
  const exported = new Map(workloads.map((each) => [each.name, each]));
  const required = new Map(made.design.workloads.map((each) => [each.name, each]));
  const wrongs = workloads.flatMap((each) => each.elaborate()[1]);
  const workload = (wanted: string, given: readonly Setting[]): Elaborated<Workload> => {
    const definition = exported.get(wanted);
    const [values, refused] = readSettings(definition ?? { name: wanted, parameters: [] }, given, `${wanted}.`);
    if (refused.length > 0) return [undefined, refused];
    return definition === undefined ? [required.get(wanted), []] : definition.elaborate(values);
  };
  const moduleOf = (block: string): string | undefined => blocks.get(block)?.module;
  const own = pinned.filter((each) => each.design === made.design.name);
  const mapped = own.map((each) => each.elaborate(made.design));
  const all = withoutRepetition([...diagnostics, ...wrongs, ...mapped.flatMap(([, found]) => found)]);
  const loaded: LoadedDesign = {
    ...made,
    own: [],
    models: blockModels([], data),
    moduleOf,
    workloadNames: [...new Set([...required.keys(), ...exported.keys()])],
    workload,
    // A definition in TypeScript does not keep where it was made.
    placesOf: () => ({}),
    knobs: null,
    mappings: mapped.flatMap(([mapping]) => mapping ?? []),
    unapplied: (wanted) =>
      own.flatMap((each) =>
        each.workload === wanted ? [diagnostic('W740', each.origin, { name: each.name, workload: wanted })] : [],
      ),
  };
  return [all.some(({ severity }) => severity === 'error') ? undefined : loaded, all];
}

/** The values of `--set`; E225 for each that fits nothing. */
function readSettings(
  { name, parameters }: Pick<DesignDefinition, 'name' | 'parameters'>,
  set: readonly Setting[],
  prefix = '',
): readonly [ReadonlyMap<string, Value>, readonly Diagnostic[]] {
  const settings = new Map<string, Value>();
  const diagnostics: Diagnostic[] = [];
  for (const [path, text] of set) {
    const refuse = (why: string): void =>
      void diagnostics.push(diagnostic('E225', undefined, { path: prefix + path, why }));
    const [value, problems] = evaluateText(text);
    if (!parameters.includes(path))
      refuse(`${name} has no parameter "${path}"; it has ${parameters.join(', ') || 'none'}`);
    else if (value === undefined) refuse(problems[0]?.message ?? `"${text}" is not an expression`);
    else settings.set(path, value);
  }
  return [settings, diagnostics];
}
