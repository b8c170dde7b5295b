import type { LoopEstimate, LoopsCertificate, LoopsEstimate, OperationEstimate } from '../types.js';

/** How sure the row of an array of one's own is. */
export const sureLine = 'modelled: loops and words are counted, and no hardware of the library runs them';

/** The loops of a row from the outermost memory in, its time without the ends, and what is known of all other loops. */
export function loopsLines({ loops, repeat }: OperationEstimate): readonly string[] {
  if (loops === null) return [];
  const { levels, ideal_cycles, fill_cycles, drain_cycles } = loops;
  const ends = `${grouped(fill_cycles)} cycles until the first words are in, ${grouped(drain_cycles)} for the last sums out`;
  return [
    `${grouped(ideal_cycles / repeat)} cycles by the counts alone; ${ends}`,
    ...certificateLines(loops),
    'loops from the outermost memory in:',
    ...levels.map(levelLine),
  ];
}

function levelLine({ name, keeps, temporal, spatial }: LoopsEstimate['levels'][number]): string {
  const loops = [...temporal.map(loopText), ...spatial.map((loop) => `${loopText(loop)} along ${loop.axis}`)];
  return `  ${name} (${keeps.length === 0 ? 'passed by' : keeps.join(', ')}): ${loops.length === 0 ? '-' : loops.join(', ')}`;
}

function certificateLines({ certificate, certificate_of_energy }: LoopsEstimate): readonly string[] {
  const ofEnergy =
    certificate_of_energy === null
      ? ''
      : certificate_of_energy.status === 'optimal'
        ? '; of as fast ones none takes less energy'
        : `; of as fast ones another may take up to ${percent(certificate_of_energy.gap)} less energy`;
  return [`${certificateText(certificate)}${ofEnergy}; ${workText(certificate, certificate_of_energy)}`];
}

const less: Readonly<Record<LoopsCertificate['of'], string>> = {
  cycles: 'cycles',
  energy_pj: 'energy',
  energy_pj_cycles: 'energy x cycles',
};

function certificateText({ of, status, gap }: LoopsCertificate): string {
  return status === 'optimal'
    ? `proved: no loops have less ${less[of]}`
    : `stopped: other loops may have up to ${percent(gap)} less ${less[of]}`;
}

function workText(...known: readonly (LoopsCertificate | null)[]): string {
  const sum = (of: (each: LoopsCertificate) => number): number =>
    known.reduce((total, each) => total + (each === null ? 0 : of(each)), 0);
  return `${grouped(sum(({ enumerated }) => enumerated))} partial mappings looked at, ${grouped(sum(({ pruned }) => pruned))} ruled out by bounds`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function grouped(value: number): string {
  return Math.ceil(value).toLocaleString('en-US');
}

/** `k 3`, and `k 3 (last 1)` where a loop is not full at the end of its dimension. */
const loopText = ({ dimension, bound, remainder }: LoopEstimate): string =>
  `${dimension} ${bound}${remainder === undefined ? '' : ` (last ${remainder})`}`;
