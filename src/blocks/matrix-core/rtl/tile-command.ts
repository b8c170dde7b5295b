import {
  addressWidth,
  mux,
  unsigned,
  type ModuleBuilder,
  type RegisterSignal,
  type Signal,
  type Type,
} from '../../../rtl/index.js';
import type { MatrixCoreParameters } from '../parameters.js';

/*
 * Where commands overlap, the next tile may be that of another command than the present one. So the present tile keeps what is read of its
 * command, and how many rows and columns count goes along with each vector, since a mask would be the next command's too soon.
 */

/** What the present tile keeps of its command. */
export interface TileCommand {
  readonly emit: RegisterSignal;
  readonly accumulateIn: RegisterSignal;
  /** Of a core that does convolutions: it is one. */
  readonly windowed?: RegisterSignal;
  /** It is the command's last tile. */
  readonly ending: RegisterSignal;
  /** Rows that count. */
  readonly rowsLeft: RegisterSignal;
}

export function tileCommand(m: ModuleBuilder, parameters: MatrixCoreParameters): TileCommand {
  return {
    emit: m.register('tile_emit', unsigned(1)),
    accumulateIn: m.register('tile_accumulate_in', unsigned(1)),
    ...(parameters.convolution ? { windowed: m.register('tile_windowed', unsigned(1)) } : {}),
    ending: m.register('tile_ending', unsigned(1)),
    rowsLeft: m.register('tile_depth', leftType(parameters.rows)),
  };
}

/** The type of a count of as many rows or columns as an array has, and of what is left of it. */
export function leftType(most: number): Type {
  return unsigned(addressWidth(most + 1));
}

/** What is left of a count one row or column further on; none of none. */
export function oneLess(left: Signal): Signal {
  return mux(left.eq(0), 0, left.subWrap(1)).resize(left.width);
}
