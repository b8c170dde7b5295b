import { warning } from '../define.js';

/** Wxxx: warnings. */
export const warnings = {
  W201: warning('import not used', (p: { name: string }) => `"${p.name}" is imported but not used`),
  W204: warning(
    'TypeScript of a package is not run',
    (p: { name: string }) =>
      `package "${p.name}" has TypeScript for its blocks, which is not run: they are modelled by what they state`,
  ),
  W202: warning(
    'measure hidden',
    (p: { name: string }) => `"${p.name}" hides the measure of that name in this component`,
  ),
  W401: warning(
    'loop that does not fold',
    (p: { pieces: number }) =>
      `this stays ${p.pieces} separate parts: with equal arguments and indices that step evenly it would be one`,
  ),
} as const;
