import { chips } from './chips.js';

/** E6xx: RTL and hardware. */
export const hardware = {
  ...chips,
} as const;
