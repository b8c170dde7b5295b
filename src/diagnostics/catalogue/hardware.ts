/** E6xx: RTL and hardware. */
export const hardware = {} as const;
