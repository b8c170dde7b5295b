import { warning } from '../define.js';

/** Wxxx: warnings. */
export const warnings = {
  W201: warning('import not used', (p: { name: string }) => `"${p.name}" is imported but not used`),
  W202: warning(
    'measure hidden',
    (p: { name: string }) => `"${p.name}" hides the measure of that name in this component`,
  ),
  W401: warning(
    'loop that does not fold',
    (p: { turns: number; pieces: number }) =>
      `this loop of ${p.turns} turns stays ${p.pieces} separate parts: equal arguments and indices that run evenly would make it one`,
  ),
} as const;
