/** E7xx: workloads and mapping. */
export const workloads = {} as const;
