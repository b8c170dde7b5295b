/** Wxxx: warnings. */
export const warnings = {} as const;
