import { equal, isDimensionless } from '../units/index.js';
import { formatValue, listNames, typeName, valueTypeName } from './describe.js';
import { dtypes } from './dtypes.js';
import { evaluate, type Scope } from './evaluate.js';
import { snap } from './number.js';
import { tieVerilog } from './external.js';
import { applyBinary } from './operators.js';
import { printExpression } from './print/expression.js';
import { about, problem, type About, type Problem } from './problems.js';
import type {
  Block,
  BlockDeclaration,
  ExternalDeclaration,
  ParameterDeclaration,
  Port,
  PortDeclaration,
  PortType,
} from './types.js';
import type { Expr, Value, ValueType } from './values.js';

/** A block whose `id` is not given yet: `canonicalise` names the blocks of a design. */
export type BlockDraft = Omit<Block, 'id'>;

/**
 * Binds every parameter of an extern component and works out its ports and derived values.
 *
 * Problems about an argument carry its name; the face that called looks up where it was written. Without a block there is
 * at least one problem.
 */
export function instantiateBlock(
  declaration: BlockDeclaration,
  args: ReadonlyMap<string, Value>,
): readonly [BlockDraft | undefined, readonly Problem[]] {
  const [bound, problems] = bindParameters(declaration, args);
  if (bound === undefined) return [undefined, problems];
  const derived = deriveLets(declaration, bound);
  const scope = scopeOf(new Map([...bound, ...derived]));
  const found = [...problems, ...checkRequires(declaration, scope)];
  const ports: Port[] = [];
  for (const port of declaration.ports) {
    const [made, wrong] = makePort(declaration, port, scope);
    found.push(...wrong);
    if (made !== undefined) ports.push(made);
  }
  if (found.length > 0) return [undefined, found];
  const { name, clocks } = declaration;
  const draft = { name, parameters: Object.fromEntries(bound), clocks, ports, derived: Object.fromEntries(derived) };
  if (declaration.external === undefined) return [draft, []];
  return stateExternal(draft, declaration.external, scope);
}

/** The block with what its declaration states of it; E472 for what is negative, E471 where its Verilog does not fit. */
function stateExternal(
  draft: BlockDraft,
  { verilog, code, area, power, leakage }: ExternalDeclaration,
  scope: Scope,
): readonly [BlockDraft | undefined, readonly Problem[]] {
  const problems: Problem[] = [];
  const amount = (name: string, expr: Expr | null): number | null => {
    const [value, found] = expr === null ? [undefined, []] : evaluate(expr, scope);
    problems.push(...found);
    if (value?.kind !== 'quantity') return null;
    if (value.value < 0) problems.push(problem('E472', { component: draft.name, name, value: formatValue(value) }));
    return value.value;
  };
  const stated = {
    area_m2: amount('area', area),
    power_w: amount('power', power),
    leakage_w: amount('leakage', leakage),
  };
  const [tied, reasons] = verilog === null ? [null, []] : tieVerilog(draft, verilog.module, verilog.files);
  if (reasons.length > 0 && tied !== null)
    problems.push(problem('E471', { module: tied.module, component: draft.name, why: reasons.join('; ') }));
  return [problems.length > 0 ? undefined : { ...draft, external: { verilog: tied, code, ...stated } }, problems];
}

function scopeOf(values: ReadonlyMap<string, Value>, frequencies?: ReadonlyMap<string, number>): Scope {
  return {
    lookup: (name) => values.get(name),
    member: (object, name) => {
      const frequency = values.has(object) ? undefined : frequencies?.get(object);
      return frequency === undefined ? undefined : clockMember(frequency, name);
    },
  };
}

/** What stands after the `.` of a clock of `frequency` hertz. */
export function clockMember(frequency: number, name: string): Value | undefined {
  if (name === 'frequency') return { kind: 'quantity', value: frequency, dimension: { s: -1 } };
  if (name === 'period') return { kind: 'quantity', value: 1 / frequency, dimension: { s: 1 } };
  return undefined;
}

type Bound = ReadonlyMap<string, Value>;

/** Checks the arguments' names, fills defaults, checks types and bounds; later parameters may speak of earlier ones. */
function bindParameters(
  declaration: BlockDeclaration,
  args: ReadonlyMap<string, Value>,
): readonly [Bound | undefined, readonly Problem[]] {
  const component = declaration.name;
  const known = new Set(declaration.parameters.map((parameter) => parameter.name));
  const problems: Problem[] = [];
  for (const name of args.keys()) {
    if (known.has(name)) continue;
    problems.push(problem('E400', { component, name, known: listNames(known) }, { kind: 'argument', name }));
  }
  const bound = new Map<string, Value>();
  let complete = true;
  for (const parameter of declaration.parameters) {
    const [value, found] = bindParameter(component, parameter, args.get(parameter.name), bound);
    problems.push(...found);
    if (value === undefined) complete = false;
    else bound.set(parameter.name, value);
  }
  return [complete && problems.length === 0 ? bound : undefined, problems];
}

function bindParameter(
  component: string,
  parameter: ParameterDeclaration,
  given: Value | undefined,
  bound: Bound,
): readonly [Value | undefined, readonly Problem[]] {
  const { name, type } = parameter;
  const subject: About = { kind: 'argument', name };
  const scope = scopeOf(bound);
  if (given === undefined && parameter.default === null) {
    return [undefined, [problem('E401', { component, name, type: valueTypeName(type) })]];
  }
  // A default that fails does so because of an earlier argument that has been reported.
  const [source] = given === undefined && parameter.default !== null ? evaluate(parameter.default, scope) : [given];
  if (source === undefined) return [undefined, []];
  const value = convert(source, type);
  if (value === undefined) {
    const what = `"${name}" of ${component}`;
    return [undefined, [problem('E302', { what, expected: valueTypeName(type), found: typeName(source) }, subject)]];
  }
  const outside = checkBounds(component, parameter, value, scope);
  return outside === undefined ? [value, []] : [undefined, [about(outside, subject)]];
}

/**
 * The value as one of the type: `int` widens to `real`, a plain number near a whole one does not narrow to `int`.
 * Undefined where it does not fit.
 */
export function convert(value: Value, type: ValueType): Value | undefined {
  switch (type.kind) {
    case 'int':
    case 'bool':
    case 'string':
      return value.kind === type.kind ? value : undefined;
    case 'dtype':
      return value.kind === 'dtype' && dtypes.has(value.name) ? value : undefined;
    case 'real':
      if (value.kind === 'int') return { kind: 'quantity', value: value.value, dimension: {} };
      return value.kind === 'quantity' && isDimensionless(value.dimension) ? value : undefined;
    case 'quantity':
      if (value.kind === 'int' && isDimensionless(type.dimension))
        return { kind: 'quantity', value: value.value, dimension: {} };
      return value.kind === 'quantity' && equal(value.dimension, type.dimension) ? value : undefined;
    case 'enum':
      return value.kind === 'case' && value.enum === type.name && type.cases.includes(value.name) ? value : undefined;
    case 'list': {
      if (value.kind !== 'list') return undefined;
      const elements = value.elements.map((element) => convert(element, type.element));
      const converted = elements.filter((element) => element !== undefined);
      return converted.length === elements.length ? { kind: 'list', elements: converted } : undefined;
    }
  }
}

function checkBounds(
  component: string,
  parameter: ParameterDeclaration,
  value: Value,
  scope: Scope,
): Problem | undefined {
  if (parameter.bounds === null) return undefined;
  const [least] = evaluate(parameter.bounds.least, scope);
  const [greatest] = evaluate(parameter.bounds.greatest, scope);
  if (least === undefined || greatest === undefined) return undefined;
  if (holds('<=', least, value) && holds('<=', value, greatest)) return undefined;
  const texts = { value: formatValue(value), least: formatValue(least), greatest: formatValue(greatest) };
  return problem('E402', { component, name: parameter.name, ...texts });
}

function holds(operator: '<=' | '==', left: Value, right: Value): boolean {
  const result = applyBinary(operator, left, right);
  return result.ok && result.value.kind === 'bool' && result.value.value;
}

/** The `let`s that have a value without a clock's frequency. One that fails for its arguments is left out: a port or requirement says so. */
function deriveLets(declaration: BlockDeclaration, bound: Bound): Bound {
  const values = new Map(bound);
  const derived = new Map<string, Value>();
  for (const { name, value } of declaration.lets) {
    const [result] = evaluate(value, scopeOf(values));
    if (result === undefined) continue;
    values.set(name, result);
    derived.set(name, result);
  }
  return derived;
}

/**
 * All `let`s of an instance of the block, those that depend on its clocks' frequencies (hertz, by the block's clock names)
 * included: what `mxu.activation_bandwidth` shows.
 */
export function blockLets(
  declaration: BlockDeclaration,
  block: BlockDraft,
  frequencies: ReadonlyMap<string, number>,
): Bound {
  const values = new Map(Object.entries(block.parameters));
  const lets = new Map<string, Value>();
  for (const { name, value } of declaration.lets) {
    const [result] = evaluate(value, scopeOf(values, frequencies));
    if (result === undefined) continue;
    values.set(name, result);
    lets.set(name, result);
  }
  return lets;
}

/** The declaration's own early requirements. */
function checkRequires(declaration: BlockDeclaration, scope: Scope): readonly Problem[] {
  return declaration.requires.flatMap(({ condition, message }) => {
    const [value, problems] = evaluate(condition, scope);
    if (value === undefined) return problems.map((found) => refusal(declaration, found.diagnostic.message));
    if (value.kind === 'bool' && value.value) return [];
    const sides = sidesOf(condition, scope);
    const why = message ?? `it requires ${printExpression(condition)}`;
    return [refusal(declaration, sides.length === 0 ? why : `${why}; ${sides.join(', ')}`)];
  });
}

/** What the sides of a comparison are: `loss is 20.5 dB`. Literals speak for themselves. */
function sidesOf(condition: Expr, scope: Scope): readonly string[] {
  if (condition.kind !== 'binary' || condition.operator === '&&' || condition.operator === '||') return [];
  return [condition.left, condition.right].flatMap((side) => {
    const [value] = side.kind === 'literal' ? [] : evaluate(side, scope);
    return value === undefined ? [] : [`${printExpression(side)} is ${formatValue(value)}`];
  });
}

function refusal(declaration: BlockDeclaration, why: string): Problem {
  return problem('E404', { component: declaration.name, why });
}

function makePort(
  declaration: BlockDeclaration,
  port: PortDeclaration,
  scope: Scope,
): readonly [Port | undefined, readonly Problem[]] {
  const problems: Problem[] = [];
  const number = (expr: Expr | undefined, unit: 'count' | 'bits'): number => {
    const [value, found] = expr === undefined ? [undefined, []] : evaluate(expr, scope);
    problems.push(...found.map((each) => refusal(declaration, `port "${port.name}": ${each.diagnostic.message}`)));
    if (value === undefined) return 0;
    const size = positiveWhole(value, unit);
    if (size === undefined) {
      problems.push(problem('E403', { component: declaration.name, port: port.name, value: formatValue(value) }));
    }
    return size ?? 0;
  };
  const refuse = (why: string): void => void problems.push(refusal(declaration, `port "${port.name}": ${why}`));
  const type = makePortType(port, number, refuse, scope);
  const shape = port.shape.map((extent) => number(extent, 'count'));
  if (problems.length > 0 || type === undefined) return [undefined, problems];
  return [{ name: port.name, direction: port.direction, type, shape }, []];
}

function positiveWhole(value: Value, unit: 'count' | 'bits'): number | undefined {
  const wanted: ValueType = unit === 'count' ? { kind: 'int' } : { kind: 'quantity', dimension: { b: 1 } };
  const fitted = convert(value, wanted);
  if (fitted?.kind !== 'int' && fitted?.kind !== 'quantity') return undefined;
  const size = snap(fitted.value);
  return Number.isSafeInteger(size) && size > 0 ? size : undefined;
}

/** A port's type from its declaration's arguments; `number` reports what is no positive whole number. */
function makePortType(
  port: PortDeclaration,
  number: (expr: Expr | undefined, unit: 'count' | 'bits') => number,
  refuse: (why: string) => void,
  scope: Scope,
): PortType | undefined {
  const [first, second, third] = port.type.arguments;
  const element = (): string => {
    const [value, found] = first === undefined ? [undefined, []] : evaluate(first, scope);
    if (value?.kind === 'dtype') return value.name;
    refuse(found[0]?.diagnostic.message ?? 'its element is no number type');
    return '';
  };
  switch (port.type.kind) {
    case 'stream':
      return { kind: 'stream', element: element(), count: second === undefined ? 1 : number(second, 'count') };
    case 'memory':
      return { kind: 'memory', element: element(), count: number(second, 'count'), size_bits: number(third, 'bits') };
    case 'axi':
      return { kind: 'axi', data_bits: number(first, 'count'), address_bits: number(second, 'count') };
    case 'lanes':
      return { kind: 'lanes', count: number(first, 'count') };
    case 'wires':
      return { kind: 'wires', count: number(first, 'count') };
    default:
      return { kind: port.type.kind };
  }
}
