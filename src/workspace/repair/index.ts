/** Repairs of diagnostics as text edits: what takes the whole program to find, and not the one place that reports. */
import type { Diagnostic } from '../../diagnostics/index.js';
import type { Program } from '../../language/index.js';
import { nameRepairs } from './names.js';
import { placeOf, type Repair } from './place.js';
import { customarySpelling } from './spelling.js';
import { structureRepairs } from './structure.js';

const repairs: Readonly<Record<string, Repair>> = { ...nameRepairs, ...structureRepairs, W205: customarySpelling };

/** Of more mistakes than this, only the first get a repair: who has so many starts with those. */
const mostRepaired = 200;

/** The diagnostics of a program, each with its repair where there is one. */
export function withRepairs(program: Program, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((each, index) => {
    const repair = index < mostRepaired && each.fix === undefined ? repairs[each.code] : undefined;
    const place = repair && placeOf(program, each);
    const fix = repair && place && repair(place);
    return fix === undefined ? each : { ...each, fix };
  });
}
