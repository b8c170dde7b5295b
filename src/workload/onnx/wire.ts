import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** One field of a message: its number, and readers for what it may hold. Each reader is called once at most. */
export interface Field {
  readonly number: number;
  readonly whole: () => number;
  /** Whole numbers, one or packed, the first `most` of them. */
  readonly wholes: (most?: number) => readonly number[];
  /** 32-bit floats, one or packed, the first `most` of them. */
  readonly floats: (most?: number) => readonly number[];
  readonly text: () => string;
  /** A part of the file, which is not copied. */
  readonly bytes: () => Uint8Array;
  /** The fields of a message within. */
  readonly message: (take: (field: Field) => void) => void;
}

/** What is wrong with the bytes of a file: thrown by the readers, and caught where the file is read. */
export class Malformed extends Error {}

/** Messages within messages, as a graph within an attribute of a node. */
const deepest = 64;

/** Gives every field of a message to `take`; what it does not read is passed over, as large as it is. */
export function readMessage(bytes: Uint8Array, take: (field: Field) => void, depth = 0): void {
  if (depth > deepest) throw new Malformed(`its messages are more than ${deepest} deep`);
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    const start = reader.pos;
    const isOf = (wanted: WireType): void => {
      if (type !== wanted) throw new Malformed(`field ${number} has the wire type ${type}, not ${wanted}`);
    };
    const parted = (one: WireType, most: number, read: (from: BinaryReader) => number): readonly number[] => {
      if (type === one) return [read(reader)];
      isOf(WireType.LengthDelimited);
      const part = new BinaryReader(reader.bytes());
      const all: number[] = [];
      while (part.pos < part.len && all.length < most) all.push(read(part));
      return all;
    };
    take({
      number,
      whole: () => {
        isOf(WireType.Varint);
        return Number(reader.int64());
      },
      wholes: (most = Infinity) => parted(WireType.Varint, most, (from) => Number(from.int64())),
      floats: (most = Infinity) => parted(WireType.Bit32, most, (from) => from.float()),
      text: () => {
        isOf(WireType.LengthDelimited);
        return reader.string();
      },
      bytes: () => {
        isOf(WireType.LengthDelimited);
        return reader.bytes();
      },
      message: (within) => {
        isOf(WireType.LengthDelimited);
        readMessage(reader.bytes(), within, depth + 1);
      },
    });
    if (reader.pos === start) reader.skip(type, number);
  }
}
