import type { Diagnostic, Origin } from '../diagnostics/index.js';
import {
  dtypes,
  locate,
  problem,
  tensorExtent,
  type Affine,
  type Einsum,
  type Problem,
  type Tensor,
} from '../ir/index.js';
import type { DTypeName } from './dtypes.js';
import { isName } from './names.js';
import { callerOf } from './origin.js';
import type { WorkloadDefinition } from './workload.js';

/** An index of a tensor's rank: a name, or a sum such as `{ p: 2, r: 1, offset: -1 }` for `2 * p + r - 1`. */
export type Index = string | ({ readonly offset?: number } & Readonly<Record<string, number>>);

/** The names that an index speaks of. */
type NamesOf<I> = I extends string ? I : Exclude<keyof I, 'offset'> & string;

/** A tensor as it stands in an einsum, over indices `I`. */
export interface TensorAccess<I extends string = string, N extends string = string> {
  readonly name: N;
  readonly element: DTypeName;
  readonly indices: readonly Index[];
  /** Extents that do not follow from the largest index; the name of an index stands for its extent. */
  readonly extents?: readonly (number | string)[];
  readonly origin: Origin | undefined;
  /** Never there: what tsc checks `where` by. */
  readonly over?: I | undefined;
}

/** `tensor('I', 'int8', ['n', 'c', { p: 2, r: 1, offset: -1 }])` */
export function tensor<const N extends string, const X extends Index>(
  name: N,
  element: DTypeName,
  indices: readonly X[],
  extents?: readonly (number | string)[],
): TensorAccess<NamesOf<X>, N> {
  const origin = callerOf(tensor);
  return { name, element, indices, origin, ...(extents === undefined ? {} : { extents }) };
}

/** One step of a workload of einsums. */
export interface EinsumStep<I extends string = string, N extends string = string> {
  readonly einsum: Einsum;
  readonly accesses: readonly TensorAccess<I, N>[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `unknown` where every index of the output stands in an operand. */
type Covered<O extends string, I extends string> = [Exclude<O, I>] extends [never]
  ? unknown
  : { readonly error: `index ${Exclude<O, I>} of the output stands in no operand` };

/** `output += product of operands` over all indices, with the extent of each index. */
export function einsum<O extends string, N extends string, I extends string, M extends string>(
  output: TensorAccess<O, N> & Covered<O, I>,
  operands: readonly [TensorAccess<I, M>, ...(readonly TensorAccess<I, M>[])],
  where: Readonly<Record<I | O, number>>,
): EinsumStep<O | I, N | M> {
  const extents = new Map(Object.entries<number>(where));
  const accesses: readonly TensorAccess<O | I, N | M>[] = [output, ...operands];
  const made: Einsum = {
    indices: [...extents].map(([name, extent]) => ({ name, extent })),
    output: tensorOf(output, extents),
    operands: operands.map((each) => tensorOf(each, extents)),
  };
  const origin = callerOf(einsum);
  const diagnostics = [...extents].flatMap(([name, extent]) =>
    extentProblems(name, `the extent of "${name}"`, extent).map((each) => locate(each, origin)),
  );
  const missing = new Set<string>();
  for (const access of accesses)
    diagnostics.push(...accessProblems(access, extents, missing).map((each) => locate(each, access.origin)));
  const used = new Set(operands.flatMap(({ indices }) => indices.flatMap(namesIn)));
  for (const index of output.indices) {
    if (typeof index === 'string' && extents.has(index) && !used.has(index))
      diagnostics.push(locate(problem('E708', { name: index }), output.origin));
  }
  return { einsum: made, accesses, diagnostics };
}

/** A workload of einsums, one after the other. */
export function einsums<I extends string, N extends string>(
  name: string,
  ...steps: readonly EinsumStep<I, N>[]
): WorkloadDefinition<'frequency', I, N> {
  const origin = callerOf(einsums);
  const own = isName(name) ? [] : [problem('E433', { name })];
  const empty = steps.length === 0 ? [problem('E703', { name })] : [];
  const diagnostics = [
    ...[...own, ...empty].map((each) => locate(each, origin)),
    ...steps.flatMap((step) => step.diagnostics),
    ...twoWays(steps.flatMap(({ accesses }) => accesses)),
  ];
  const all = steps.map((step) => step.einsum);
  return {
    kind: 'workload',
    name,
    rate: 'frequency',
    parameters: [],
    // The names of the indices are those of the accesses that `I` was taken from.
    dimensions: [...new Set(all.flatMap(({ indices }) => indices.map((each) => each.name)))] as I[],
    tensors: [...new Set(steps.flatMap(({ accesses }) => accesses.map((each) => each.name)))],
    elaborate: () => [diagnostics.length > 0 ? undefined : { kind: 'einsums', name, einsums: all }, diagnostics],
  };
}

function affine(index: Index): Affine {
  if (typeof index === 'string') return { terms: { [index]: 1 }, offset: 0 };
  const { offset = 0, ...terms } = index;
  return { terms: Object.fromEntries(Object.entries(terms).filter(([, factor]) => factor !== 0)), offset: offset + 0 };
}

function namesIn(index: Index): readonly string[] {
  return typeof index === 'string' ? [index] : Object.keys(affine(index).terms);
}

function tensorOf(
  { name, element, indices, extents: stated }: TensorAccess,
  extents: ReadonlyMap<string, number>,
): Tensor {
  const access = indices.map(affine);
  const shape = stated?.map((each) => (typeof each === 'string' ? (extents.get(each) ?? 1) : each));
  return { name, element, extents: shape ?? access.map((index) => tensorExtent(index, extents)), access };
}

function extentProblems(name: string, what: string, extent: number): readonly Problem[] {
  if (!Number.isSafeInteger(extent)) return [problem('E302', { what, expected: 'int', found: String(extent) })];
  return extent < 1 ? [problem('E706', { name, value: String(extent) })] : [];
}

/** What is wrong with a tensor in itself; an index without extent is told once for an einsum. */
function accessProblems(
  { name, element, indices, extents: stated }: TensorAccess,
  extents: ReadonlyMap<string, number>,
  missing: Set<string>,
): readonly Problem[] {
  const problems: Problem[] = isName(name) ? [] : [problem('E433', { name })];
  if (!dtypes.has(element)) problems.push(problem('E208', { name: element }));
  for (const index of indices) {
    const { terms, offset } = affine(index);
    if ([...Object.values(terms), offset].some((each) => !Number.isSafeInteger(each)))
      problems.push(problem('E705', { found: 'real' }));
    for (const each of Object.keys(terms)) {
      if (extents.has(each) || missing.has(each)) continue;
      missing.add(each);
      problems.push(problem('E704', { name: each }));
    }
  }
  if (stated === undefined) return problems;
  if (stated.length !== indices.length)
    problems.push(problem('E707', { name, expected: indices.length, found: stated.length }));
  for (const each of stated) {
    if (typeof each === 'number') problems.push(...extentProblems(name, `an extent of ${name}`, each));
    else if (!extents.has(each)) problems.push(problem('E201', { name: each }));
  }
  return problems;
}

/** E709 for each tensor that has another rank or number type elsewhere. */
function twoWays(accesses: readonly TensorAccess[]): readonly Diagnostic[] {
  const firsts = new Map<string, TensorAccess>();
  const text = ({ element, indices }: TensorAccess): string => `${element} of rank ${indices.length}`;
  return accesses.flatMap((access) => {
    const first = firsts.get(access.name) ?? access;
    firsts.set(access.name, first);
    if (text(first) === text(access)) return [];
    const related = first.origin === undefined ? [] : [{ origin: first.origin, message: 'first written here' }];
    const found = problem('E709', { name: access.name, first: text(first), other: text(access) }, undefined, {
      related,
    });
    return [locate(found, access.origin)];
  });
}
