import type { Diagnostic, Origin } from '../diagnostics/index.js';
import {
  defaultOption,
  dtypes,
  formatValue,
  locate,
  operators,
  problem,
  resultOf,
  tensorParameters,
  type Misfit,
  type Operator,
  type OperatorParameter,
  type Problem,
  type Value,
} from '../ir/index.js';
import { callerOf } from './origin.js';
import type { Operators } from './operators.generated.js';
import { tensorKey, type HandleOfTensor, type TensorHandle } from './tensors.js';

/** Where operators work: what their mistakes are told to, and what uses a tensor's name. */
export interface Workplace {
  readonly name: string;
  readonly diagnostics: Diagnostic[];
  /** Names of tensors that something uses. */
  readonly used: Set<string>;
}

/** So many operators without names within each other. */
const deepest = 1000;

/** A handle; one without a tensor stands for what has been reported. */
export function tensorHandle(of: HandleOfTensor): TensorHandle {
  return { kind: 'tensor', [tensorKey]: of };
}

/** The operators of the table as methods that draw into a graph. */
export function operatorMethods(graph: Workplace): Operators {
  const methods: object = Object.fromEntries(
    [...operators].map(([name, operator]) => {
      const method = (...given: readonly unknown[]): TensorHandle => call(graph, operator, given, callerOf(method));
      return [name, method];
    }),
  );
  // Made from the very table that `Operators` is generated from.
  return methods as Operators;
}

/** The arguments of a call by their parameters. */
interface Sorted {
  readonly tensors: readonly HandleOfTensor[];
  readonly options: Readonly<Record<string, Value>>;
}

function call(
  graph: Workplace,
  operator: Operator,
  given: readonly unknown[],
  origin: Origin | undefined,
): TensorHandle {
  const [sorted, problems] = sort(graph, operator, given);
  graph.diagnostics.push(...problems.map((each) => locate(each, origin)));
  const broken: HandleOfTensor = { owner: graph, shown: '', tensor: undefined };
  const operands = sorted.tensors.flatMap(({ tensor }) => tensor ?? []);
  if (problems.length > 0 || operands.length < sorted.tensors.length) return tensorHandle(broken);
  const shown = operands.map(({ element, extents }, index) => ({
    name: sorted.tensors[index]?.shown ?? '',
    element,
    extents,
  }));
  const result = resultOf(operator.name, shown, sorted.options);
  if ('code' in result) {
    graph.diagnostics.push(locate(misfitProblem(result), origin));
    return tensorHandle(broken);
  }
  const depth = 1 + Math.max(...operands.map((each) => (each.name === undefined ? each.depth : 0)));
  if (depth > deepest) {
    const found = problem('E230', { what: 'operators within operators', limit: String(deepest) });
    graph.diagnostics.push(locate(found, origin));
    return tensorHandle(broken);
  }
  const made = { operator: operator.name, operands, options: sorted.options };
  return tensorHandle({ owner: graph, shown: '', tensor: { ...result, made, depth, name: undefined } });
}

function misfitProblem(found: Misfit): Problem {
  const extras = found.help === undefined ? {} : { help: found.help };
  switch (found.code) {
    case 'E710':
      return problem('E710', found.parameters, undefined, extras);
    case 'E711':
      return problem('E711', found.parameters, undefined, extras);
    case 'E712':
      return problem('E712', found.parameters, undefined, extras);
    case 'E713':
      return problem('E713', found.parameters, undefined, extras);
  }
}

/** The tensor that an argument is; undefined (and a problem) where it is none of this graph. */
export function tensorOf(
  graph: Workplace,
  what: string,
  given: unknown,
): readonly [HandleOfTensor | undefined, readonly Problem[]] {
  const handle = isTensor(given) ? given[tensorKey] : undefined;
  if (handle?.owner === graph) {
    if (handle.shown !== '') graph.used.add(handle.shown);
    return [handle, []];
  }
  const found = handle === undefined ? textOf(given) : 'a tensor of another workload';
  return [undefined, [problem('E302', { what, expected: `a tensor of ${graph.name}`, found })]];
}

function isTensor(given: unknown): given is TensorHandle {
  return typeof given === 'object' && given !== null && tensorKey in given;
}

function textOf(given: unknown): string {
  return typeof given === 'object' ? 'something else' : (JSON.stringify(given) ?? String(given));
}

/** Sorts what a method was given: what must be given in order, then the others by name. */
function sort(graph: Workplace, operator: Operator, given: readonly unknown[]): readonly [Sorted, readonly Problem[]] {
  const needed = operator.parameters.filter(({ optional }) => !optional);
  const byName = record(given[needed.length]);
  const named = new Map<string, unknown>([
    ...needed.map(({ name }, index) => [name, given[index]] as const),
    ...Object.entries(byName),
  ]);
  const known = new Set(operator.parameters.map(({ name }) => name));
  const problems: Problem[] = Object.keys(byName)
    .filter((name) => !known.has(name))
    .map((name) =>
      problem('E215', { function: operator.name, name }, undefined, { help: `it is ${operator.signature}` }),
    );
  const tensors: HandleOfTensor[] = [];
  const last = tensorParameters(operator).findLastIndex(({ name }) => named.get(name) !== undefined);
  for (const [index, { name, optional }] of tensorParameters(operator).entries()) {
    const value = named.get(name);
    if (value === undefined && optional && index >= last) continue;
    for (const each of operator.variadic && Array.isArray(value) ? value : [value]) {
      const [handle, wrong] =
        each === undefined ? [undefined, [missing(operator, name)]] : tensorOf(graph, `"${name}"`, each);
      problems.push(...wrong);
      if (handle !== undefined) tensors.push(handle);
    }
  }
  if (operator.variadic && tensors.length === 1)
    problems.push(problem('E309', { function: operator.name, expected: 'at least 2 tensors', found: 1 }));
  const options: Record<string, Value> = {};
  for (const parameter of operator.parameters.filter(({ kind }) => kind !== 'tensor')) {
    const argument = named.get(parameter.name);
    const [value, wrong] =
      argument === undefined
        ? [defaultOption(parameter, options), parameter.optional ? [] : [missing(operator, parameter.name)]]
        : optionOf(operator, parameter, argument);
    problems.push(...wrong);
    if (value !== undefined) options[parameter.name] = value;
  }
  return [{ tensors, options }, problems];
}

function record(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null ? { ...given } : {};
}

function missing({ name, signature }: Operator, parameter: string): Problem {
  return problem('E217', { function: name, name: parameter }, undefined, { help: `it is ${signature}` });
}

/** An option as a value of the kind that its parameter has. */
function optionOf(
  operator: Operator,
  { name, kind, least }: OperatorParameter,
  given: unknown,
): readonly [Value | undefined, readonly Problem[]] {
  const value = optionValue(kind, given);
  if (value === undefined) {
    const expected = kind === 'ints' ? '[int]' : kind;
    return [undefined, [problem('E302', { what: `"${name}"`, expected, found: textOf(given) })]];
  }
  if (least === undefined || value.kind !== 'int' || value.value >= least) return [value, []];
  const about = { name, operator: operator.name, least, value: formatValue(value) };
  return [undefined, [problem('E716', about)]];
}

function optionValue(kind: OperatorParameter['kind'], given: unknown): Value | undefined {
  if (kind === 'dtype')
    return typeof given === 'string' && dtypes.has(given) ? { kind: 'dtype', name: given } : undefined;
  if (kind === 'int') return wholeValue(given);
  const elements: readonly (Value | undefined)[] = Array.isArray(given) ? given.map(wholeValue) : [undefined];
  const whole = elements.filter((each) => each !== undefined);
  return whole.length === elements.length ? { kind: 'list', elements: whole } : undefined;
}

function wholeValue(given: unknown): Value | undefined {
  return Number.isSafeInteger(given) ? { kind: 'int', value: Number(given) } : undefined;
}
