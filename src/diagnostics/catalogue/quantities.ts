/** E3xx: units. */
export const quantities = {} as const;
