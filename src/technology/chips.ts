import data from '../../data/measured-chips.json' with { type: 'json' };
import { figure, type Adjust, type Figure, type RawFigure } from './figures.js';

/** What a measurement of a chip says that its structure does not: at most three constants a chip. */
export interface MeasuredChip {
  readonly name: string;
  readonly title: string;
  /** us from the call of an operation to its first cycle, and from its last one back. */
  readonly launch: Figure;
  /** Share of their peak that multipliers reach in the midst of a large product. */
  readonly multiplierShare: Figure;
  /** Share of its pins' rate that the external memory reaches, refresh taken off too. */
  readonly memoryShare: Figure;
}

const chips: Readonly<Record<string, { readonly title: string } & Readonly<Record<string, RawFigure | string>>>> =
  data.chips;

export const measuredChips: readonly string[] = Object.keys(chips);

/** How the data names a chip's figures. */
const keys = { launch: 'launch', multiplierShare: 'multiplier_share', memoryShare: 'memory_share' } as const;

/** The constants of `a100`, each as `adjust` makes it; undefined for an unknown chip. */
export function measuredChip(name: string, adjust: Adjust = (_, each) => each): MeasuredChip | undefined {
  const raw = chips[name];
  if (raw === undefined) return undefined;
  const read = (key: keyof typeof keys): Figure => adjust(`${name}.${keys[key]}`, figureOf(name, keys[key]));
  return {
    name,
    title: raw.title,
    launch: read('launch'),
    multiplierShare: read('multiplierShare'),
    memoryShare: read('memoryShare'),
  };
}

/** All constants of a chip by their full names. */
export function measuredChipFigures(name: string): readonly (readonly [name: string, figure: Figure])[] {
  return Object.values(keys).map((key) => [`${name}.${key}`, figureOf(name, key)]);
}

function figureOf(name: string, key: string): Figure {
  const value = chips[name]?.[key];
  if (value === undefined || typeof value === 'string') throw new Error(`no ${key} of ${name}`);
  return figure(value);
}
