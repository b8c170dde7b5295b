import data from '../../data/memories.json' with { type: 'json' };
import { figure, type Adjust, type Figure, type RawFigure } from './figures.js';

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

/** How the data names a generation's figures. */
const keys = {
  rate: 'rate',
  pins: 'pins',
  energy: 'energy',
  background: 'background',
  latency: 'latency',
  refresh: 'refresh',
  phyArea: 'phy_area',
} as const;

/** The figures of `ddr3`, `lpddr4x`, `hbm3e`, each as `adjust` makes it; undefined for an unknown generation. */
export function memoryGeneration(name: string, adjust: Adjust = (_, figure) => figure): MemoryGeneration | undefined {
  const raw = generations[name];
  if (raw === undefined) return undefined;
  const read = (key: keyof typeof keys): Figure => adjust(`${name}.${keys[key]}`, figureOf(name, keys[key]));
  return {
    name,
    title: raw.title,
    rate: read('rate'),
    pins: read('pins'),
    energy: read('energy'),
    background: read('background'),
    latency: read('latency'),
    refresh: read('refresh'),
    phyArea: read('phyArea'),
  };
}

/** All figures of a generation by their full names. */
export function memoryFigures(name: string): readonly (readonly [name: string, figure: Figure])[] {
  return Object.values(keys).map((key) => [`${name}.${key}`, figureOf(name, key)]);
}

function figureOf(name: string, key: string): Figure {
  const value = generations[name]?.[key];
  if (value === undefined || typeof value === 'string') throw new Error(`no ${key} of ${name}`);
  return figure(value);
}
