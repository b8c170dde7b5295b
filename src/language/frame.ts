import type { Diagnostic } from '../diagnostics/index.js';
import { diagnostic, type Code, type Extras, type Parameters } from '../diagnostics/index.js';
import type { BlockDeclaration, BlockDraft, Design, DraftModule, Expr, Port, Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import type {
  ClockEntity,
  ComponentEntity,
  ConstEntity,
  Entity,
  InstanceEntity,
  LetEntity,
  Names,
  ParameterEntity,
  PortEntity,
} from './entities.js';
import { createReport, type Program, type Report } from './program.js';
import type { OpenLoop, RegularLoop } from './regular-loop.js';
import { Slots } from './slots.js';

/** What an elaboration carries along: its program, what has been reported, caches, and how much work has been done. */
export interface Elaborating {
  readonly program: Program;
  readonly report: Report;
  readonly consts: Map<ConstEntity, Value | undefined>;
  /** Extern components as data; undefined for those with mistakes. */
  readonly declarations: Map<ComponentEntity, BlockDeclaration | undefined>;
  readonly modules: Map<ComponentEntity, Map<string, readonly CachedModule[]>>;
  /** Designs that systems are made of, by what tells them apart; undefined for those with mistakes. */
  readonly chips: Map<string, ChipChild | undefined>;
  /** Loops that have been read as regular ones, or found not to be. */
  readonly regular: Map<ast.ForMember, { readonly loop: RegularLoop | undefined }>;
  /** The names that are read in the bodies of components. */
  readonly read: Map<ComponentEntity, ReadonlySet<string>>;
  /** Pieces of source that are, or are not, the same wherever they stand in a component. */
  readonly settled: Map<ast.NodeBase, boolean>;
  /** What is being worked out, outermost first: met again, it is defined by itself. */
  readonly running: { readonly home: Scope; readonly entity: Named }[];
  /** How many loop turns, instances, different components and function calls there have been, how deep the present value lies. */
  readonly work: Work;
  /** Which argument or default each parameter of a call takes. */
  readonly calls: Map<ast.CallExpression, readonly Passed[]>;
}

/** How much there has been of what has a limit, and how deep the present value lies. */
export interface Work {
  turns: number;
  instances: number;
  modules: number;
  calls: number;
  /** Values that the present one is a part of. */
  depth: number;
  /** Calls that the present value is within. */
  within: number;
  /** A limit is passed: nothing more is worked out. */
  stopped: boolean;
}

/** A parameter of a called function, and where its value comes from. */
export interface Passed {
  readonly parameter: ParameterEntity;
  readonly argument: ast.Expression | undefined;
}

/** A component with some of its arguments. */
export interface Bound {
  readonly component: ComponentEntity;
  readonly values: ReadonlyMap<string, Value>;
  /** Of parameters that are components. */
  readonly components: ReadonlyMap<string, Bound>;
}

/** Hertz by the names of clocks; those of a design are worked out when they are first asked for. */
export type Frequencies = Pick<ReadonlyMap<string, number | undefined>, 'get'>;

/** An elaborated component is the same for equal arguments and equal frequencies of the clocks that it asked for. */
export interface CachedModule {
  readonly frequencies: ReadonlyMap<string, number | undefined>;
  readonly child: ModuleChild;
}

/** One elaboration of a component: its arguments, clocks and members. */
export interface Frame {
  readonly component: ComponentEntity | undefined;
  /** Hertz by the component's clock names, those of a design too; undefined: could not be worked out. */
  readonly frequencies: Frequencies;
  /** Clocks whose frequency was asked for. */
  readonly read: Set<string>;
  readonly ports: Map<PortEntity, Port | undefined>;
  /** Instances that are the same in each turn of the loops around them. */
  readonly shared: Map<ast.InstanceMember, InstanceNode>;
  readonly depth: number;
  readonly overrides: readonly Override[];
  /** A requirement was false: what follows from its arguments is not worth reporting. */
  muted: boolean;
  /** Something in it could not be worked out: no design comes of it. */
  failed: boolean;
}

/** `--set core.rows=8`: the rest of the path, and the value. */
export interface Override {
  readonly path: readonly string[];
  readonly value: Value;
}

/** The values of one body while it is elaborated: a component's, a turn of a loop, a branch, a function's call. */
export interface Scope {
  readonly names: Names;
  readonly frame: Frame;
  readonly parent: Scope | undefined;
  /** Parameters, loop variables, and `let`s already worked out. */
  readonly values: Slots<Entity, Value | undefined>;
  /** What stands for the parameters that are components. */
  readonly components: Map<ParameterEntity, Bound>;
  /** Late arguments of a function that is being inlined. */
  readonly late: ReadonlyMap<Entity, Expr> | undefined;
  readonly instances: Slots<InstanceEntity, InstanceNode | undefined>;
  readonly blocks: Map<ast.Member, BlockNode | undefined>;
  /** Its regular loops; undefined: a mistake has been reported. */
  readonly loops: Map<ast.Member, OpenLoop | undefined>;
}

/** An instance as elaborated; its name and the indices of the loops around it are settled when all of its component's are known. */
export interface InstanceNode {
  readonly entity: InstanceEntity;
  /** Undefined where a mistake has been reported. */
  readonly child: Child | undefined;
  readonly shape: readonly number[];
  readonly clocks: Readonly<Record<string, string>>;
  name: string;
  prefix: readonly number[];
}

/** The turns of a loop, or the branch taken (none: an `if` without `else`). */
export interface BlockNode {
  readonly member: ast.ForMember | ast.IfMember;
  readonly members: readonly ast.Member[];
  readonly turns: readonly Scope[];
}

export interface Body {
  readonly scope: Scope;
  readonly members: readonly ast.Member[];
}

/** What an instance is of. */
export type Child = ModuleChild | BlockChild | ChipChild;

export interface ModuleChild {
  readonly kind: 'module';
  readonly module: DraftModule;
  readonly root: Scope;
  readonly ports: ReadonlyMap<string, Port>;
  /** Something in it has been reported, so that no design comes of it. */
  readonly failed: boolean;
}

export interface BlockChild {
  readonly kind: 'block';
  readonly block: BlockDraft;
  readonly declaration: BlockDeclaration;
  readonly ports: ReadonlyMap<string, Port>;
}

/** A fresh elaboration of a program. */
export function begin(program: Program): Elaborating {
  return {
    program,
    report: createReport(),
    consts: new Map(),
    declarations: new Map(),
    regular: new Map(),
    read: new Map(),
    settled: new Map(),
    modules: new Map(),
    chips: new Map(),
    running: [],
    work: { turns: 0, instances: 0, modules: 0, calls: 0, depth: 0, within: 0, stopped: false },
    calls: new Map(),
  };
}

/** A design in a system. */
export interface ChipChild {
  readonly kind: 'chip';
  readonly design: Design;
  /** What stands for it in the draft of the system. */
  readonly block: BlockDraft;
  readonly root: Scope;
  readonly ports: ReadonlyMap<string, Port>;
}

/** A scope within `parent`. */
export function innerScope(parent: Scope, names: Names, frame = parent.frame): Scope {
  return new LazyScope(names, frame, parent, undefined);
}

/** A scope without one around it; `late` are a function's late arguments. */
export function emptyScope(names: Names, frame: Frame, late?: Scope['late']): Scope {
  return new LazyScope(names, frame, undefined, late);
}

/** There may be a million turns of loops: what a scope holds is made when first asked for, and is small while it holds little. */
class LazyScope implements Scope {
  #values: Scope['values'] | undefined;
  #components: Scope['components'] | undefined;
  #instances: Scope['instances'] | undefined;
  #blocks: Scope['blocks'] | undefined;
  #loops: Scope['loops'] | undefined;

  constructor(
    readonly names: Names,
    readonly frame: Frame,
    readonly parent: Scope | undefined,
    readonly late: Scope['late'],
  ) {}

  get values(): Scope['values'] {
    return (this.#values ??= new Slots());
  }

  get components(): Scope['components'] {
    return (this.#components ??= new Map());
  }

  get instances(): Scope['instances'] {
    return (this.#instances ??= new Slots());
  }

  get blocks(): Scope['blocks'] {
    return (this.#blocks ??= new Map());
  }

  get loops(): Scope['loops'] {
    return (this.#loops ??= new Map());
  }
}

/** A frame of nothing: constants are worked out in it. */
export function emptyFrame(): Frame {
  return {
    component: undefined,
    frequencies: new Map(),
    read: new Set(),
    ports: new Map(),
    shared: new Map(),
    depth: 0,
    overrides: [],
    muted: false,
    failed: false,
  };
}

/** The scope that holds the values of the names of `home`. */
export function scopeOf(scope: Scope, home: Names): Scope | undefined {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.parent)
    if (each.names === home) return each;
  return undefined;
}

/** Reports a mistake found while elaborating: the frame gives no design. */
export function mistake<C extends Code>(
  e: Elaborating,
  scope: Scope,
  node: ast.NodeBase,
  code: C,
  parameters: Parameters<C>,
  extras: Extras = {},
): undefined {
  return mistaken(e, scope, diagnostic(code, spanOf(scope.names.file, node), parameters, extras));
}

/** Reports a diagnostic that has its place. */
export function mistaken(e: Elaborating, scope: Scope, found: Diagnostic): undefined {
  scope.frame.failed = true;
  if (!scope.frame.muted) e.report.add(found);
  return undefined;
}

/** Stops the elaboration: a limit is passed. Reported once. */
export function stop(e: Elaborating, scope: Scope, node: ast.NodeBase, what: string, limit: number): undefined {
  if (!e.work.stopped) mistake(e, scope, node, 'E230', { what, limit: String(limit) });
  e.work.stopped = true;
  scope.frame.failed = true;
  return undefined;
}

type Named = LetEntity | InstanceEntity | PortEntity | ClockEntity;

/** Works a member out, unless it is being worked out already: then it is defined by itself, which is reported at `at`. */
export function once<T>(e: Elaborating, home: Scope, at: ast.NodeBase, entity: Named, make: () => T): T | undefined {
  const start = e.running.findIndex((each) => each.home === home && each.entity === entity);
  if (start >= 0) {
    const names = [...e.running.slice(start).map((each) => each.entity.name), entity.name];
    return mistake(e, home, at, 'E211', { cycle: names.join(' -> ') });
  }
  e.running.push({ home, entity });
  const made = make();
  e.running.pop();
  return made;
}

/** Whether a mistake at this very node has been reported. */
export function isBroken(e: Elaborating, node: ast.NodeBase): boolean {
  return e.program.facts.broken.has(node);
}
