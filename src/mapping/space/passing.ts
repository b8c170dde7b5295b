import { dmaParameters } from '../../blocks/models.js';
import { portWidth } from '../../ir/index.js';
import { clockOf, join, type PlacedBlock } from '../instances.js';
import { isStandard } from '../memories.js';
import { roles, type Role, type Through, type Way } from './ways.js';

/** A mover or a block of one's own that words of an operand pass between two levels. */
export interface Passing {
  readonly operand: Role;
  /** The level inside, the path of the multiply-accumulators for them, and the level outside. */
  readonly inner: string;
  readonly outer: string;
  readonly placed: PlacedBlock;
  /** Bits a second of all its copies together, on its narrower side. */
  readonly bandwidth: number;
  /** Path of the port of that side; words that pass it in both directions share it where it is asked for them. */
  readonly port: string;
  readonly shared: boolean;
}

/** What words pass on a choice of ways, by operand from the inside out. */
export function passingsOf(mac: PlacedBlock, ways: Readonly<Record<Role, Way>>): readonly Passing[] {
  return roles.flatMap((operand) =>
    ways[operand].stops.flatMap(({ path, through }, at, stops) => {
      const inner = stops[at - 1]?.path ?? mac.path;
      return through.map((each): Passing => ({ operand, inner, outer: path, placed: each.placed, ...narrowest(each) }));
    }),
  );
}

function narrowest({ placed, inner, outer }: Through): Pick<Passing, 'bandwidth' | 'port' | 'shared'> {
  const [within, without] = [portBits(placed, inner), portBits(placed, outer)];
  const [name, bits] = within <= without ? [inner, within] : [outer, without];
  const port = placed.block.ports.find((each) => each.name === name);
  return {
    bandwidth: bits * placed.count * clockOf(placed),
    port: join(placed.path, name),
    shared: port?.type.kind !== 'stream',
  };
}

/** Bits of a beat through a port, all of an array of ports together; as many as are wanted where it says nothing of them. */
function portBits(placed: PlacedBlock, name: string): number {
  if (isStandard(placed, 'Dma')) {
    const { widthBits, beatBits } = dmaParameters(placed.block);
    return name === 'local' ? widthBits : beatBits;
  }
  const port = placed.block.ports.find((each) => each.name === name);
  const width = port === undefined ? 0 : (portWidth(port.type) ?? 0);
  return width === 0 ? Infinity : (port?.shape ?? []).reduce((count, extent) => count * extent, width);
}
