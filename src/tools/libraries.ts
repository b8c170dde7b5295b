import type { Boundary } from './longest-path.js';

/** An open library of cells that comes with the package. */
export interface KnownLibrary extends Boundary {
  readonly title: string;
  /** Its Liberty file, compressed, in `data/liberty`. */
  readonly file: string;
}

/** The libraries by name. What drives and loads the ports is a buffer of each, and what its users put on an output. */
export const knownLibraries: Readonly<Record<string, KnownLibrary>> = {
  asap7: {
    title: 'ASAP7, 7.5 tracks, regular threshold, typical, 0.7 V, 25 degC',
    file: 'asap7.lib.gz',
    drivingCell: 'BUFx2_ASAP7_75t_R',
    load: 3.898,
  },
  sg13g2: {
    title: 'IHP SG13G2, typical, 1.2 V, 25 degC',
    file: 'sg13g2.lib.gz',
    drivingCell: 'sg13g2_buf_4',
    load: 15,
  },
  sky130hd: {
    title: 'SkyWater 130 nm, high density, typical, 1.8 V, 25 degC',
    file: 'sky130hd.lib.gz',
    drivingCell: 'sky130_fd_sc_hd__buf_2',
    load: 33.442,
  },
};
