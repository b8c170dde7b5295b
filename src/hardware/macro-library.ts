import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { jsonShapes } from '../ir/index.js';
import type { MacroLibrary, MacroPin, MacroPort, MemoryMacro } from '../rtl/index.js';

const { array, boolean, integer, literal, object, positiveReal, text } = jsonShapes;

/** What `memories` files say they are. */
const schema = 'accel-memory-macros/1';

const name = text(/^[A-Za-z_]\w*$/, 'a Verilog identifier');

const pin: jsonShapes.Shape<MacroPin> = object({ pin: name, active: literal('high', 'low') });

const port: jsonShapes.Shape<MacroPort> = object<MacroPort>(
  {
    kind: literal('r', 'w', 'rw'),
    clock: name,
    address: name,
    in: name,
    out: name,
    enable: pin,
    write: pin,
    mask: pin,
  },
  ['in', 'out', 'enable', 'write', 'mask'],
);

const macro: jsonShapes.Shape<MemoryMacro> = object<MemoryMacro>(
  {
    name,
    words: integer(2),
    bits: integer(1),
    ports: array(port, 1),
    mask_bits: integer(1),
    read_latency: integer(1),
    holds: boolean,
    own_write: literal('old', 'new', 'keep', 'undefined'),
    under_write: literal('old', 'new', 'undefined'),
    area_um2: positiveReal,
    tied: array(object({ pin: name, bits: integer(1), value: integer(0) })),
    power_pins: array(name),
  },
  ['mask_bits', 'own_write', 'under_write', 'area_um2', 'tied', 'power_pins'],
);

interface LibraryFile extends MacroLibrary {
  readonly schema: typeof schema;
}

const library: jsonShapes.Shape<LibraryFile> = object<LibraryFile>(
  {
    schema: literal(schema),
    name: text(),
    source: text(),
    least_bits: integer(0),
    macros: array(macro),
    attributes: array(object({ name, value: text(/^[^"\\]*$/, 'a text without quotes and backslashes') })),
  },
  ['attributes'],
);

/** A library of memory macros from its file; E684 with what is wrong in it. */
export function readMacroLibrary(
  path: string,
  source: string,
): readonly [MacroLibrary | undefined, readonly Diagnostic[]] {
  const wrong = (why: string): Diagnostic => diagnostic('E684', undefined, { path, why });
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return [undefined, [wrong(error instanceof Error ? error.message : 'it is no JSON')]];
  }
  const found: Diagnostic[] = [];
  if (!library.accepts(value, '', (at, why) => found.push(wrong(`${why} at ${at === '' ? 'the top' : at.slice(1)}`))))
    return [undefined, found];
  const mistakes = value.macros.flatMap((each) => mistakesOf(each).map((why) => wrong(`${each.name} ${why}`)));
  return mistakes.length > 0 ? [undefined, mistakes] : [value, []];
}

/** What no shape says: counts that do not fit together, pins that a port needs. */
function mistakesOf({ words, bits, mask_bits, ports }: MemoryMacro): readonly string[] {
  return [
    ...(Number.isInteger(Math.log2(words)) ? [] : [`has ${words} words, which is no power of two`]),
    ...(mask_bits === undefined || bits >= mask_bits ? [] : [`has ${bits} bits and a mask of ${mask_bits}`]),
    ...ports.flatMap(({ kind, address, in: data, out, write, enable, mask }) => [
      ...(kind === 'r' || data !== undefined ? [] : [`has no "in" at the port of ${address}, which writes`]),
      ...(kind === 'w' || out !== undefined ? [] : [`has no "out" at the port of ${address}, which reads`]),
      ...(kind === 'rw' && write === undefined
        ? [`has no "write" at the port of ${address}, which reads and writes`]
        : []),
      ...(kind === 'w' && write === undefined && enable === undefined
        ? [`has neither "write" nor "enable" at the port of ${address}, which writes`]
        : []),
      ...(mask === undefined || mask_bits !== undefined
        ? []
        : [`has a mask at the port of ${address} and no "mask_bits"`]),
    ]),
  ];
}
