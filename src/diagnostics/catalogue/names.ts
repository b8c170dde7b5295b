/** E2xx: names, types and stages. */
export const names = {} as const;
