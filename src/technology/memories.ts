import data from '../../data/memories.json' with { type: 'json' };
import { figure, type Figure, type RawFigure } from './figures.js';

/** A generation of external memory. */
export interface MemoryGeneration {
  readonly name: string;
  readonly title: string;
  /** Greatest usual data rate, Gb/s a pin. */
  readonly rate: Figure;
  /** Data pins of the usual channel or stack. */
  readonly pins: Figure;
  /** pJ for each bit read or written: device and interface, without background. */
  readonly energy: Figure;
  /** W for each data pin, whenever the memory is on: standby and refresh. */
  readonly background: Figure;
  /** ns from request to first data. */
  readonly latency: Figure;
  /** Share of time in which the memory is busy with refresh. */
  readonly refresh: Figure;
  /** mm^2 of PHY and controller on the requester's die for each data pin; does not scale with its node. */
  readonly phyArea: Figure;
}

const generations: Readonly<Record<string, { readonly title: string } & Readonly<Record<string, RawFigure | string>>>> =
  data.generations;

export const memoryGenerations: readonly string[] = Object.keys(generations);

/** The figures of `ddr3`, `lpddr4x`, `hbm3e`; undefined for an unknown generation. */
export function memoryGeneration(name: string): MemoryGeneration | undefined {
  const raw = generations[name];
  if (raw === undefined) return undefined;
  const read = (key: string): Figure => {
    const value = raw[key];
    if (value === undefined || typeof value === 'string') throw new Error(`no ${key} of ${name}`);
    return figure(value);
  };
  return {
    name,
    title: raw.title,
    rate: read('rate'),
    pins: read('pins'),
    energy: read('energy'),
    background: read('background'),
    latency: read('latency'),
    refresh: read('refresh'),
    phyArea: read('phy_area'),
  };
}
