import { operators, type Measure, type Operator, type Run } from '../ir/index.js';
import type * as ast from '../syntax/index.js';

/** The names of one file, component, loop or branch, and where to look on. */
export interface Names {
  readonly file: string;
  readonly names: Map<string, Entity>;
  readonly parent: Names | undefined;
  /** Something is declared here whose name is missing. */
  nameless: boolean;
  /** Of a workload: it also knows the operators of tensors. */
  readonly tensors?: true;
  /** Of a system: nothing in it has a clock. */
  readonly system?: true;
}

interface Declared {
  readonly name: string;
  readonly file: string;
  /** The identifier that declares it. */
  readonly at: ast.NodeBase;
}

interface Homed extends Declared {
  /** The body it belongs to. */
  readonly home: Names;
}

export interface ParameterEntity extends Homed {
  readonly kind: 'parameter';
  readonly node: ast.Parameter;
  /** Place among the parameters of its owner. */
  readonly index: number;
}
export interface LetEntity extends Homed {
  readonly kind: 'let';
  readonly node: ast.LetMember | ast.LetSignature;
}
export interface InstanceEntity extends Homed {
  readonly kind: 'instance';
  readonly node: ast.InstanceMember;
}
export interface PortEntity extends Homed {
  readonly kind: 'port';
  readonly node: ast.PortMember | ast.PassPortMember;
}
export interface ClockEntity extends Homed {
  readonly kind: 'clock';
  /** Absent for `clk` that every component has, and for `clk` of a design, its first clock. */
  readonly node: ast.ClockMember | ast.ClockInMember | undefined;
}
export interface LoopEntity extends Homed {
  readonly kind: 'loop';
  readonly node: ast.ForMember;
}
/** The label of a loop or a branch. */
export interface LabelEntity extends Homed {
  readonly kind: 'label';
  readonly node: ast.ForMember | ast.IfMember;
}
export interface ConstEntity extends Declared {
  readonly kind: 'const';
  readonly node: ast.ConstDeclaration;
  readonly scope: Names;
}
export interface FunctionEntity extends Declared {
  readonly kind: 'function';
  readonly node: ast.FunctionDeclaration;
  readonly parameters: readonly ParameterEntity[];
  readonly scope: Names;
}
export interface EnumEntity extends Declared {
  readonly kind: 'enum';
  readonly cases: readonly string[];
  readonly node: ast.EnumDeclaration | undefined;
}
export interface ComponentEntity extends Declared {
  readonly kind: 'component';
  readonly node: ast.ComponentDeclaration;
  readonly parameters: readonly ParameterEntity[];
  readonly scope: Names;
}
/** A component with some of its arguments bound. */
export interface AliasEntity extends Declared {
  readonly kind: 'alias';
  readonly node: ast.AliasDeclaration;
  readonly scope: Names;
}
export interface WorkloadEntity extends Declared {
  readonly kind: 'workload';
  readonly node: ast.WorkloadDeclaration;
  readonly parameters: readonly ParameterEntity[];
  readonly scope: Names;
}
/** What comes into a graph of operators, or leaves it. */
export interface TensorEntity extends Homed {
  readonly kind: 'tensor';
  readonly node: ast.TensorStatement | ast.OutputStatement;
}
/** What is pinned of how a workload runs on a design. */
export interface MappingEntity extends Declared {
  readonly kind: 'mapping';
  readonly node: ast.MappingDeclaration;
  readonly scope: Names;
}
/** A search over a design. */
export interface ExploreEntity extends Declared {
  readonly kind: 'explore';
  readonly node: ast.ExploreDeclaration;
  readonly scope: Names;
}
export interface NamespaceEntity extends Declared {
  readonly kind: 'namespace';
  readonly exports: ReadonlyMap<string, Entity>;
}
/** An import that failed: whatever is done with it has been reported. */
export interface BrokenEntity extends Declared {
  readonly kind: 'broken';
}
/** What every file knows without an import. */
export type PreludeEntity =
  | { readonly kind: 'dtype'; readonly name: string }
  | { readonly kind: 'measure'; readonly name: Measure }
  | { readonly kind: 'run'; readonly name: Run }
  | { readonly kind: 'builtin'; readonly name: string }
  | OperatorEntity;

/** An operator of tensors: known in workloads, where nothing else has its name. */
export interface OperatorEntity {
  readonly kind: 'operator';
  readonly name: string;
  readonly operator: Operator;
}

const operatorEntities: ReadonlyMap<string, OperatorEntity> = new Map(
  [...operators].map(([name, operator]) => [name, { kind: 'operator', name, operator }]),
);

export type Entity =
  | ParameterEntity
  | LetEntity
  | InstanceEntity
  | PortEntity
  | ClockEntity
  | LoopEntity
  | LabelEntity
  | ConstEntity
  | FunctionEntity
  | EnumEntity
  | ComponentEntity
  | AliasEntity
  | WorkloadEntity
  | TensorEntity
  | MappingEntity
  | ExploreEntity
  | NamespaceEntity
  | BrokenEntity
  | PreludeEntity;

/** The entity a name means in `scope`, looked for from the inside out. */
export function lookup(scope: Names, name: string): Entity | undefined {
  let inWorkload = false;
  for (let names: Names | undefined = scope; names !== undefined; names = names.parent) {
    const found = names.names.get(name);
    if (found !== undefined) return found;
    inWorkload ||= names.tensors === true;
  }
  return inWorkload ? operatorEntities.get(name) : undefined;
}

/** Whether a scope lies in a system: it is made of designs, and nothing in it has a clock. */
export function isInSystem(scope: Names): boolean {
  for (let names: Names | undefined = scope; names !== undefined; names = names.parent)
    if (names.system === true) return true;
  return false;
}

/** Every name visible in `scope`, from the inside out; one that hides another comes twice. */
export function* visibleNames(scope: Names): Generator<string> {
  for (let names: Names | undefined = scope; names !== undefined; names = names.parent) {
    yield* names.names.keys();
    if (names.tensors === true) yield* operators.keys();
  }
}

/** What an entity is, with its article: for messages. */
export function describeEntity(entity: Entity): string {
  switch (entity.kind) {
    case 'instance':
    case 'enum':
      return `an ${entity.kind}`;
    case 'const':
      return 'a constant';
    case 'tensor':
      return entity.node.kind === 'OutputStatement'
        ? 'an output'
        : entity.node.role === 'input'
          ? 'an input'
          : 'a weight';
    case 'loop':
      return 'a loop variable';
    case 'label':
      return 'the label of a block';
    case 'dtype':
      return 'a number type';
    case 'run':
      return 'a measure of a workload';
    case 'builtin':
      return 'a built-in function';
    case 'namespace':
      return 'a module';
    case 'broken':
      return 'a failed import';
    case 'operator':
      return 'an operator of tensors';
    case 'explore':
      return 'a search over a design';
    case 'alias':
      return 'a component with bound arguments';
    case 'component':
      if (entity.node.flavour === 'interface') return 'an interface';
      return entity.node.flavour === 'extern' ? 'an extern component' : `a ${entity.node.flavour}`;
    default:
      return `a ${entity.kind}`;
  }
}
