import { dimensionName, equal, isDimensionless, type Dimension } from '../units/index.js';
import type { ValueType } from '../ir/index.js';
import type { ComponentEntity, EnumEntity, Names, PortEntity, WorkloadEntity } from './entities.js';

/** The static type of an expression. A `real` is a quantity without dimension. */
export type Type =
  /** Of something already reported: fits everywhere, so that one mistake gives one diagnostic. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'int' | 'bool' | 'string' | 'dtype' | 'clock' }
  | { readonly kind: 'quantity'; readonly dimension: Dimension }
  | { readonly kind: 'enum'; readonly entity: EnumEntity }
  /** Of a parameter: a component that has what the interface says. */
  | { readonly kind: 'component'; readonly interface: ComponentEntity }
  | { readonly kind: 'list'; readonly element: Type }
  /** `rank` indices are still to be given; `many`: some index was a range or `*`. */
  | { readonly kind: 'instance'; readonly component: ComponentEntity; readonly rank: number; readonly many: boolean }
  | { readonly kind: 'port'; readonly entity: PortEntity; readonly many: boolean }
  | { readonly kind: 'block'; readonly bodies: readonly Names[]; readonly rank: number; readonly many: boolean }
  | { readonly kind: 'workload'; readonly entity: WorkloadEntity }
  /** Of a workload graph; its shape is known when it is elaborated. */
  | { readonly kind: 'tensor' };

/** A type, and whether the value is known only after the estimate. */
export interface Checked {
  readonly type: Type;
  readonly late: boolean;
}

export const unknown: Type = { kind: 'unknown' };
export const tensor: Type = { kind: 'tensor' };
export const int: Type = { kind: 'int' };
export const bool: Type = { kind: 'bool' };
export const real: Type = { kind: 'quantity', dimension: {} };
export const information: Type = { kind: 'quantity', dimension: { b: 1 } };
export const bandwidth: Type = { kind: 'quantity', dimension: { b: 1, s: -1 } };
export const frequency: Type = { kind: 'quantity', dimension: { s: -1 } };

/** An early value of `type`. */
export function early(type: Type): Checked {
  return { type, late: false };
}

export const unknownEarly: Checked = early(unknown);

/** The name of a type as one would write it, or what it is where it cannot be written. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'quantity':
      return isDimensionless(type.dimension) ? 'real' : dimensionName(type.dimension);
    case 'enum':
      return type.entity.name;
    case 'list':
      return type.element.kind === 'unknown' ? 'a list' : `[${typeText(type.element)}]`;
    case 'instance':
      return type.rank > 0 || type.many
        ? `an array of ${type.component.name}`
        : `an instance of ${type.component.name}`;
    case 'component':
      return `a component that is a ${type.interface.name}`;
    case 'port':
      return 'a port';
    case 'block':
      return 'a block';
    case 'workload':
      return 'a workload';
    case 'tensor':
      return 'a tensor';
    case 'clock':
      return 'a clock';
    default:
      return type.kind;
  }
}

/** Whether it is a number, and of what dimension. */
export function numericDimension(type: Type): Dimension | undefined {
  if (type.kind === 'int') return {};
  return type.kind === 'quantity' ? type.dimension : undefined;
}

/** Whether a value of type `from` may stand where `to` is expected: the same, or `int` for `real`. */
export function fits(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || to.kind === 'unknown') return true;
  if (to.kind === 'quantity') {
    const dimension = numericDimension(from);
    return dimension !== undefined && equal(dimension, to.dimension);
  }
  if (from.kind === 'list' && to.kind === 'list') return fits(from.element, to.element);
  if (from.kind === 'enum' && to.kind === 'enum') return from.entity === to.entity;
  return from.kind === to.kind;
}

/** The type both of two fit into; undefined where there is none. */
export function common(a: Type, b: Type): Type | undefined {
  if (a.kind === 'unknown') return b;
  if (fits(b, a)) return a;
  return fits(a, b) ? b : undefined;
}

/** Whether values of the type exist in the IR: what a parameter, constant or `let` may hold. */
export function isValueType(type: Type): boolean {
  switch (type.kind) {
    case 'list':
      return isValueType(type.element);
    case 'component':
    case 'instance':
    case 'port':
    case 'block':
    case 'workload':
    case 'tensor':
    case 'clock':
      return false;
    default:
      return true;
  }
}

/** The type in the IR's terms; undefined for what holds no value or is unknown. */
export function toValueType(type: Type): ValueType | undefined {
  switch (type.kind) {
    case 'int':
    case 'bool':
    case 'string':
    case 'dtype':
      return { kind: type.kind };
    case 'quantity':
      return isDimensionless(type.dimension) ? { kind: 'real' } : { kind: 'quantity', dimension: type.dimension };
    case 'enum':
      return { kind: 'enum', name: type.entity.name, cases: type.entity.cases };
    case 'list': {
      const element = toValueType(type.element);
      return element === undefined ? undefined : { kind: 'list', element };
    }
    default:
      return undefined;
  }
}
