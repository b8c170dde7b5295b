/** E1xx: words and syntax. */
export const words = {} as const;
