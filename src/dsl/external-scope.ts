import type { Diagnostic } from '../diagnostics/index.js';
import type {
  BlockDeclaration,
  Expr,
  ExternalDeclaration,
  Port,
  PortDeclaration,
  PortType,
  Value,
} from '../ir/index.js';
import { newDraft } from './body.js';
import type { Returned, Shown } from './define.js';
import { isHandle } from './handles.js';
import { make, sideOf, type Condition, type Quantity, type Text } from './quantity.js';
import { makeScope, type ClockHandle, type Scope } from './scope.js';
import { noVerilog } from './verilog.js';

/** The body of an extern component. */
export interface ExternalScope<K extends string = string> extends Pick<Scope<K>, 'in' | 'out' | 'clock' | 'clocks'> {
  /** `area = 0.2 mm^2;` */
  area(amount: Quantity<'area'> | Text<'area'>): void;
  /** `power = 3 mW;`: dynamic, at full rate. */
  power(amount: Quantity<'power'> | Text<'power'>): void;
  /** `leakage = 10 uW;` */
  leakage(amount: Quantity<'power'> | Text<'power'>): void;
  /** `require condition, "message";`: of its parameters. */
  require(condition: Condition | boolean, message?: string): void;
}

/** What a body said of an extern component. */
export interface DrawnExternal {
  readonly parts: Pick<BlockDeclaration, 'ports' | 'lets' | 'requires'>;
  readonly stated: Omit<ExternalDeclaration, 'verilog' | 'code'>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the body of an extern component. Its clocks have no frequencies yet: what follows from them is a tree. */
export function drawExternal<K extends string>(
  name: string,
  clocks: readonly K[],
  body: (scope: ExternalScope<K>) => Returned | void,
): DrawnExternal {
  const draft = newDraft(name, clocks, new Map(), 0, noVerilog);
  const handles = clockHandles(clocks);
  const ports = makeScope(draft, handles, clock('clk'));
  const stated: { -readonly [S in keyof DrawnExternal['stated']]: Expr | null } = {
    area: null,
    power: null,
    leakage: null,
  };
  const requires: BlockDeclaration['requires'][number][] = [];
  const state = (what: keyof typeof stated, amount: Quantity | string, caller: (...args: never) => unknown): void => {
    const side = sideOf(amount, caller);
    draft.diagnostics.push(...side.faults);
    stated[what] = side.expr;
  };
  const scope: ExternalScope<K> = {
    in: ports.in,
    out: ports.out,
    clock: ports.clock,
    clocks: handles,
    area: (amount) => state('area', amount, scope.area),
    power: (amount) => state('power', amount, scope.power),
    leakage: (amount) => state('leakage', amount, scope.leakage),
    require: (condition, message) => {
      if (typeof condition !== 'boolean') draft.diagnostics.push(...condition.faults);
      requires.push({ condition: exprOf(condition), message: message ?? null });
    },
  };
  const lets = Object.entries(body(scope) ?? {}).flatMap(([key, each]) => {
    if (isHandle(each)) return [];
    if (typeof each === 'object' && 'faults' in each) draft.diagnostics.push(...each.faults);
    return [{ name: key, doc: '', value: exprOf(each) }];
  });
  return {
    parts: { ports: draft.ports.map(({ part }) => portDeclaration(part)), lets, requires },
    stated,
    diagnostics: draft.diagnostics,
  };
}

function clockHandles<K extends string>(names: readonly K[]): Readonly<Record<K, ClockHandle>> {
  const handles: Partial<Record<K, ClockHandle>> = {};
  for (const name of names) handles[name] = clock(name);
  return handles as Record<K, ClockHandle>;
}

function clock(name: string): ClockHandle {
  const value = (member: string, dimension: Extract<Value, { kind: 'quantity' }>['dimension']) => ({
    expr: { kind: 'member', object: { kind: 'name', name }, name: member } satisfies Expr,
    sample: { kind: 'quantity', value: 1, dimension } satisfies Value,
    faults: [],
    workloads: [],
  });
  return {
    name,
    frequency: make('frequency', 'early', value('frequency', { s: -1 })),
    period: make('time', 'early', value('period', { s: 1 })),
  };
}

function literal(value: Value): Expr {
  return { kind: 'literal', value };
}

function whole(value: number): Expr {
  return literal({ kind: 'int', value });
}

function exprOf(given: Shown | Condition): Expr {
  if (typeof given === 'object') return 'expr' in given ? given.expr : literal(given);
  if (typeof given === 'boolean') return literal({ kind: 'bool', value: given });
  if (typeof given === 'string') return literal({ kind: 'string', value: given });
  return Number.isSafeInteger(given) ? whole(given) : literal({ kind: 'quantity', value: given, dimension: {} });
}

function portDeclaration({ name, direction, type, shape }: Port): PortDeclaration {
  return {
    name,
    doc: '',
    direction,
    type: { kind: type.kind, arguments: typeArguments(type) },
    shape: shape.map(whole),
  };
}

function typeArguments(type: PortType): readonly Expr[] {
  switch (type.kind) {
    case 'stream':
      return [literal({ kind: 'dtype', name: type.element }), whole(type.count)];
    case 'memory': {
      const size = literal({ kind: 'quantity', value: type.size_bits, dimension: { b: 1 } });
      return [literal({ kind: 'dtype', name: type.element }), whole(type.count), size];
    }
    case 'axi':
      return [whole(type.data_bits), whole(type.address_bits)];
    case 'lanes':
    case 'wires':
      return [whole(type.count)];
    default:
      return [];
  }
}
