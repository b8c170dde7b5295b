/** The open libraries that figures are fitted in. */
import type { Module } from '../../src/rtl/index.js';
import type { Mapped } from '../../src/tools/index.js';

/** A library, the node whose figures it gives, and the area of its two-input NAND in um2, which is a gate. */
export interface Library {
  readonly library: 'asap7' | 'sg13g2' | 'sky130hd';
  readonly node: string;
  readonly nand2: number;
  readonly nand2Name: string;
}

export const libraries: readonly Library[] = [
  { library: 'asap7', node: 'asap7', nand2: 0.08748, nand2Name: 'NAND2x1_ASAP7_75t_R' },
  { library: 'sg13g2', node: 'ihp_sg13g2', nand2: 7.2576, nand2Name: 'sg13g2_nand2_1' },
  { library: 'sky130hd', node: 'sky130', nand2: 3.7536, nand2Name: 'sky130_fd_sc_hd__nand2_1' },
];

/** A module in the cells of a library. */
export type Measure = (module: Module, library: Library['library']) => Promise<Mapped>;
