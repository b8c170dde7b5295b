import { warning } from '../define.js';

/** Wxxx: warnings. */
export const warnings = {
  W201: warning('import not used', (p: { name: string }) => `"${p.name}" is imported but not used`),
  W204: warning(
    'block code that is not run',
    (p: { block: string; of: string }) =>
      `the code of "${p.block}" in ${p.of} is not run: the block is modelled, by what its declaration states`,
  ),
  W202: warning(
    'measure hidden',
    (p: { name: string }) => `"${p.name}" hides the measure of that name in this component`,
  ),
  W205: warning(
    'name not spelt by custom',
    (p: { name: string; what: string; style: string; would: string }) =>
      `names of ${p.what} are ${p.style} by custom: "${p.would}" instead of "${p.name}"`,
  ),
  W301: warning(
    'unit that takes a name',
    (p: { unit: string; name: string }) =>
      `"${p.unit}" is one unit, with the unit "${p.name}" in it, and not a division by the "${p.name}" that is declared here`,
  ),
  W401: warning(
    'loop that does not fold',
    (p: { pieces: number }) =>
      `this stays ${p.pieces} separate parts: with equal arguments and indices that step evenly it would be one`,
  ),
} as const;
