/** Mutants that no test can tell from the source, because they do the same: named by their line, and not tried. */
export interface Equivalent {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

const sramBytes = {
  file: 'src/blocks/sram/golden.ts',
  before: 'for (let byte = 0n; byte < BigInt(wordBits / 8); byte++) {',
  why: 'the mask of a write enables no byte past the word',
};

export const equivalents: readonly Equivalent[] = [
  { ...sramBytes, after: 'for (let byte = 0n; byte <= BigInt(wordBits / 8); byte++) {' },
  { ...sramBytes, after: 'for (let byte = 0n; byte < BigInt(wordBits * 8); byte++) {' },
];
