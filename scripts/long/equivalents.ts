/** Mutants that no test can tell from the source, because they do the same: named by their line, and not tried. */
export interface Equivalent {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

export const equivalents: readonly Equivalent[] = [];
