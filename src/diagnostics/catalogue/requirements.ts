/** E5xx: requirements. */
export const requirements = {} as const;
