/** A field of a command word. */
export interface CommandField {
  readonly name: string;
  /** Its lowest bit. */
  readonly low: number;
  readonly width: number;
  readonly meaning: string;
}

/** The command words that a kind of block takes. */
export interface CommandWords {
  readonly block: string;
  readonly bits: number;
  readonly fields: readonly CommandField[];
}

/** An instance that takes command words: its path in the design, and the port of the top that leads to it. */
export interface CommandTarget {
  readonly block: string;
  readonly instance: string;
}

/** The C header of a chip's command words: position and width of each field, and how to set and read them. */
export function commandHeader(top: string, words: readonly CommandWords[]): string {
  const guard = `${macro(top)}_H`;
  return [
    `/* Command words of ${top}. A word is an array of 32-bit parts, part 0 the low bits. */`,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <stdint.h>',
    '',
    ...words.flatMap(defines),
    ...accessors(),
    `#endif /* ${guard} */`,
    '',
  ].join('\n');
}

function defines({ block, bits, fields }: CommandWords): readonly string[] {
  const prefix = macro(block);
  return [
    `#define ${prefix}_COMMAND_BITS ${bits}`,
    `#define ${prefix}_COMMAND_PARTS ${Math.ceil(bits / 32)}`,
    ...fields.flatMap((field) => [
      `/* ${field.meaning.replaceAll('*/', '* /')} */`,
      `#define ${prefix}_${macro(field.name)}_LOW ${field.low}`,
      `#define ${prefix}_${macro(field.name)}_WIDTH ${field.width}`,
    ]),
    '',
    `#define ${prefix}_SET(word, field, value) \\`,
    `  accel_set_field((word), ${prefix}_##field##_LOW, ${prefix}_##field##_WIDTH, (value))`,
    `#define ${prefix}_GET(word, field) \\`,
    `  accel_get_field((word), ${prefix}_##field##_LOW, ${prefix}_##field##_WIDTH)`,
    '',
  ];
}

function accessors(): readonly string[] {
  return [
    '#ifndef ACCEL_FIELD_ACCESS',
    '#define ACCEL_FIELD_ACCESS',
    'static inline void accel_set_field(uint32_t *word, unsigned low, unsigned width, uint32_t value) {',
    '  for (unsigned i = 0; i < width; i++) {',
    '    const uint32_t bit = (uint32_t)1 << ((low + i) % 32);',
    '    if ((value >> i) & 1u) word[(low + i) / 32] |= bit;',
    '    else word[(low + i) / 32] &= ~bit;',
    '  }',
    '}',
    '',
    'static inline uint32_t accel_get_field(const uint32_t *word, unsigned low, unsigned width) {',
    '  uint32_t value = 0;',
    '  for (unsigned i = 0; i < width; i++) value |= ((word[(low + i) / 32] >> ((low + i) % 32)) & 1u) << i;',
    '  return value;',
    '}',
    '#endif /* ACCEL_FIELD_ACCESS */',
    '',
  ];
}

/** The documentation of a chip's command words. */
export function commandDocumentation(
  top: string,
  words: readonly CommandWords[],
  targets: readonly CommandTarget[],
): string {
  return [
    `# ${top}: command words`,
    '',
    `A port of commands takes a word in each cycle in which its \`valid\` and \`ready\` are high, and pulses \`done\` as each command ends, in order. \`${top}.h\` has the fields for C.`,
    '',
    ...words.flatMap(({ block, bits, fields }) => [
      `## ${block}`,
      '',
      `${bits} bits. Instances: ${targets
        .filter((target) => target.block === block)
        .map((target) => `\`${target.instance}\``)
        .join(', ')}.`,
      '',
      '| bits | field | meaning |',
      '| --- | --- | --- |',
      ...fields.map(({ name, low, width, meaning }) => {
        const range = width === 1 ? `${low}` : `${low + width - 1}:${low}`;
        return `| ${range} | \`${name}\` | ${meaning.replaceAll('|', '\\|')} |`;
      }),
      '',
    ]),
  ].join('\n');
}

/** `MatrixCore` as a C macro: `MATRIX_CORE`. */
function macro(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
