import type { MatrixCoreCommand, VectorCommand } from '../blocks/models.js';
import type { Move } from '../mapping/index.js';

/** A command of a core in words. */
export function commandText(command: MatrixCoreCommand): string {
  switch (command.kind) {
    case 'gemm':
      return `gemm ${command.m} x ${command.k} x ${command.n}${command.accumulateIn === true ? ', accumulating' : ''}`;
    case 'window':
      return `window of ${command.height} x ${command.width}`;
    case 'scales':
    case 'counters':
      return `${command.kind}, beat ${command.address}`;
    case 'load':
      return `load ${command.words} words of ${command.memory}, beat ${command.address}`;
    case 'store': {
      const { requantised } = command;
      const as = requantised === undefined ? '' : ` as operands${requantised.relu ? ' after ReLU' : ''}`;
      const added = requantised?.addend === undefined ? '' : `, adding those from beat ${requantised.addend} on`;
      return `store ${command.words} words of ${command.memory}${as}, beat ${command.address}${added}`;
    }
  }
}

/** What a mover does in words: beats from here to there. */
export function moveText({ direction, what, far, near, beats }: Move): string {
  if (what === 'elements') {
    const pieces = `${beats} ${beats === 1 ? 'piece' : 'pieces'}, from ${far + 1} on`;
    return direction === 'in' ? `in: ${pieces}` : `out: ${pieces}`;
  }
  return direction === 'in'
    ? `in: ${beats} beats of ${what} from beat ${far} to beat ${near}`
    : `out: ${beats} beats of ${what} from beat ${near} to beat ${far}`;
}

const signs = { add: '+', subtract: '-', maximum: 'max', minimum: 'min' } as const;

/** A command of a vector unit in words: what becomes of each element. */
export function vectorText(command: VectorCommand): string {
  if (command.kind === 'set') return `set s${command.scalar} to ${command.value}`;
  const { beats, first, factor, combine, function: applied, reduce, exchange, relu, emit } = command;
  const named = (from: 'a' | 'b' | { readonly scalar: number }): string =>
    typeof from === 'string' ? from : `s${from.scalar}`;
  const taken = first === undefined ? (exchange === true ? 'a exchanged' : 'a') : named(first);
  const product = factor === undefined ? taken : `${taken} x ${named(factor)}`;
  const summed = combine === undefined ? product : `${product} ${signs[combine.operation]} ${named(combine.by)}`;
  const value = applied === undefined ? summed : `${applied}(${summed})`;
  const rest = [
    ...(relu === true ? ['ReLU'] : []),
    ...(reduce === undefined ? [] : [`${reduce.to} into s${reduce.into}`]),
    ...(emit === false ? ['no results'] : []),
  ];
  return [`run ${beats} ${beats === 1 ? 'beat' : 'beats'}: ${value}`, ...rest].join(', ');
}
