import type { DimensionOf, Quantity, Unit } from './quantity.js';
import { quantity } from './quantity.js';

/** A function that gives a number its unit. */
export type UnitFunction<U extends Unit> = (value: number) => Quantity<DimensionOf<U>>;

function of<const U extends Unit>(unit: U): UnitFunction<U> {
  return (value) => quantity(value, unit);
}

// The units that designs are mostly written in; `quantity(x, 'pJ/b')` has all others.
export const kHz = of('kHz');
export const MHz = of('MHz');
export const GHz = of('GHz');
export const ps = of('ps');
export const ns = of('ns');
export const us = of('us');
export const ms = of('ms');
export const b = of('b');
export const B = of('B');
export const KiB = of('KiB');
export const MiB = of('MiB');
export const GiB = of('GiB');
export const TiB = of('TiB');
export const Mb_per_s = of('Mb/s');
export const Gb_per_s = of('Gb/s');
export const MB_per_s = of('MB/s');
export const GB_per_s = of('GB/s');
export const TB_per_s = of('TB/s');
export const mV = of('mV');
export const V = of('V');
export const mW = of('mW');
export const W = of('W');
export const pJ = of('pJ');
export const nJ = of('nJ');
export const mJ = of('mJ');
export const J = of('J');
export const um = of('um');
export const mm = of('mm');
export const um2 = of('um^2');
export const mm2 = of('mm^2');
export const op = of('op');
export const GOPS = of('GOPS');
export const TOPS = of('TOPS');
export const USD = of('USD');
