/** What the exit code of the program says. */
export const exit = { fine: 0, failed: 1, usage: 2, bug: 3, interrupted: 130 } as const;

/** Where a command leaves its exit code, since commander's actions return nothing. */
export interface Outcome {
  code: number;
}
