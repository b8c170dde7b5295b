/** E4xx: structure and connection. */
export const structure = {} as const;
