import type { Diagnostic, Origin } from '../diagnostics/index.js';
import {
  blockLets,
  instantiateBlock,
  listNames,
  locate,
  problem,
  verilogModules,
  type BlockDeclaration,
  type Expr,
  type ExternalDeclaration,
  type ParameterDeclaration,
  type Problem,
  type Value,
} from '../ir/index.js';
import { argumentValues, type Component, type Instantiated } from './component.js';
import type { OutsideOf, Returned, ValuesOf } from './define.js';
import { drawExternal, type ExternalScope } from './external-scope.js';
import { callerOf } from './origin.js';
import type { Parameter, Parameters, ParameterValues } from './parameters.js';
import type { ReadVerilog } from './verilog.js';

/** What an extern component has besides its ports. */
export interface ExternalOptions<K extends string, S extends Parameters> {
  readonly parameters?: S;
  /** Clocks besides `clk` that its user gives. */
  readonly clocks?: readonly K[];
  /** Its Verilog: paths from the file that this stands in, inside the project. Without it, its ports become ports of the top. */
  readonly verilog?: string | readonly string[];
  /** The Verilog module, where it has another name. */
  readonly module?: string;
}

type Needed<S extends Parameters> = {
  [K in keyof S]: S[K] extends { readonly required: true } ? K : never;
}[keyof S];

type ArgumentOf<P> = P extends Parameter<unknown, infer A> ? A : never;

/** The arguments of an extern component: those that are required, and some of the others. */
export type ArgumentsOf<S extends Parameters> = { readonly [K in Needed<S>]: ArgumentOf<S[K]> } & {
  readonly [K in Exclude<keyof S, Needed<S>>]?: ArgumentOf<S[K]> | undefined;
};

/** Makes instances of an extern component. */
export type ExternalComponent<S extends Parameters, P> = (
  ...given: [Needed<S>] extends [never] ? [given?: ArgumentsOf<S>] : [given: ArgumentsOf<S>]
) => Component<OutsideOf<P>, ValuesOf<P>>;

/**
 * A block of one's own, as `extern component`: `external('Scale', { parameters, verilog: 'ip/scale.v' }, (x, { lanes }) => { ... })`. The
 * body gives its ports, what it takes, and returns ports and values. It runs once for the arguments of each use.
 */
export function external<
  const K extends string = never,
  S extends Parameters = Readonly<Record<never, never>>,
  P extends Returned | void = void,
>(
  name: string,
  options: ExternalOptions<K, S>,
  body: (x: ExternalScope<K | 'clk'>, parameters: ParameterValues<S>) => P,
): ExternalComponent<S, P> {
  const defined = callerOf(external);
  const make: ExternalComponent<S, P> = (...given) => {
    const origin = callerOf(make);
    return {
      kind: 'component',
      name,
      instantiate: (frequencies, _, read) =>
        instantiate({ name, options, body, defined, read }, frequencies, given[0] ?? {}, make, origin),
    };
  };
  return make;
}

interface Definition<K extends string, S extends Parameters, P extends Returned | void> {
  readonly name: string;
  readonly options: ExternalOptions<K, S>;
  readonly body: (x: ExternalScope<K | 'clk'>, parameters: ParameterValues<S>) => P;
  /** Where `external` was called. */
  readonly defined: Origin | undefined;
  readonly read: ReadVerilog;
}

function instantiate<K extends string, S extends Parameters, P extends Returned | void>(
  definition: Definition<K, S, P>,
  frequencies: ReadonlyMap<string, number>,
  given: object,
  caller: (...args: never) => unknown,
  origin: Origin | undefined,
): Instantiated {
  const { name, options, body, defined } = definition;
  const clocks: readonly (K | 'clk')[] = ['clk', ...(options.clocks ?? [])];
  const parameters = Object.entries(options.parameters ?? {});
  const declared = parameters.map(([key, each]) => declarationOf(key, each));
  const { values, diagnostics, places } = argumentValues(declared, given, caller, origin);
  const broken = (found: readonly Diagnostic[]): Instantiated => ({
    of: undefined,
    clocks,
    ports: [],
    lets: new Map(),
    workloads: new Map(),
    diagnostics: found,
    arguments: places,
  });
  const faults = [...parameters.flatMap(([, each]) => each.faults), ...diagnostics];
  if (faults.length > 0) return broken(faults);
  const bare: BlockDeclaration = {
    ...{ name, module: '', doc: '', parameters: declared, clocks, ports: [], lets: [], requires: [] },
  };
  const [bound, refused] = instantiateBlock(bare, values);
  if (bound === undefined) return broken(refused.map((each) => locate(each, origin)));
  const drawn = drawExternal(name, clocks, (scope) =>
    body(scope, readParameters(options.parameters, bound.parameters)),
  );
  const [verilog, unreadable] = verilogOf(definition);
  const wrong = [...drawn.diagnostics, ...unreadable.map((each) => locate(each, defined))];
  if (wrong.length > 0) return broken(wrong);
  const stated: ExternalDeclaration = { verilog, code: null, ...drawn.stated };
  const declaration: BlockDeclaration = { ...bare, ...drawn.parts, external: stated };
  const [made, problems] = instantiateBlock(declaration, values);
  if (made === undefined)
    return broken(problems.map((each) => locate(each, each.diagnostic.code === 'E471' ? defined : origin)));
  return {
    of: { kind: 'block', block: made },
    clocks: made.clocks,
    ports: made.ports,
    lets: blockLets(declaration, made, frequencies),
    workloads: new Map(),
    diagnostics: [],
    arguments: places,
  };
}

function declarationOf(name: string, parameter: Parameter<unknown, unknown>): ParameterDeclaration {
  const literal = (value: Value): Expr => ({ kind: 'literal', value });
  const [least, greatest] = parameter.bounds ?? [];
  return {
    name,
    doc: '',
    type: parameter.type,
    bounds:
      least === undefined || greatest === undefined ? null : { least: literal(least), greatest: literal(greatest) },
    default: parameter.required === true ? null : literal(parameter.default),
  };
}

function readParameters<S extends Parameters>(
  parameters: S | undefined,
  values: Readonly<Record<string, Value>>,
): ParameterValues<S> {
  const read = Object.fromEntries(
    Object.entries(parameters ?? {}).map(([name, each]) => [name, each.read(values[name] ?? each.default)]),
  );
  // Each value was read by the parameter that says its type.
  return read as ParameterValues<S>;
}

/** The head of the Verilog module that a definition names, with the files; E470 where they have no such module. */
function verilogOf<K extends string, S extends Parameters, P extends Returned | void>({
  name,
  options: { verilog, module },
  defined,
  read,
}: Definition<K, S, P>): readonly [ExternalDeclaration['verilog'], readonly Problem[]] {
  if (verilog === undefined) return [null, module === undefined ? [] : [problem('E473', { component: name })]];
  const written = typeof verilog === 'string' ? [verilog] : verilog;
  const files = written.map((each) => read(each, defined?.file));
  const problems = files.flatMap((each) => (each.kind === 'problem' ? [each.problem] : []));
  const texts = files.flatMap((each) => (each.kind === 'text' ? [each] : []));
  if (problems.length > 0) return [null, problems];
  const modules = texts.flatMap(({ text }) => verilogModules(text));
  const head = modules.find((each) => each.name === (module ?? name));
  if (head !== undefined) return [{ files: texts.map(({ path }) => path), module: head }, []];
  const known = listNames(modules.map((each) => each.name));
  return [null, [problem('E470', { module: module ?? name, known })]];
}
