import type { Beats, BlockCost, OwnMemory } from '../../blocks/models.js';
import { times, zero, type Ranged } from '../../technology/index.js';

/** What code gave, as what it should be; a text says what is wrong with it, as a part of a sentence. */
export type Checked<T> = { readonly value: T } | string;

/** Whether a value has members to look at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The answer of `cost`: areas in mm^2, energy in J, powers in W. */
export function checkedCost(answer: unknown): Checked<BlockCost> {
  if (!isRecord(answer)) return '"cost" gives no object';
  const areas = answer['area_mm2'];
  if (!isRecord(areas)) return '"area_mm2" of its cost is no object of parts and areas';
  const parts: { name: string; area: Ranged }[] = [];
  for (const [name, area] of Object.entries(areas)) {
    const amount = amountOf(area);
    if (amount === undefined) return wrongAmount(`the area of "${name}"`, area);
    parts.push({ name, area: amount });
  }
  const figures = new Map<string, Ranged>();
  for (const name of ['energy_per_cycle_j', 'background_w', 'leakage_w']) {
    const given = answer[name];
    if (given === undefined && name !== 'energy_per_cycle_j') continue;
    const amount = amountOf(given);
    if (amount === undefined) return wrongAmount(`"${name}" of its cost`, given);
    figures.set(name, amount);
  }
  const [energy = zero, background = zero] = [figures.get('energy_per_cycle_j'), figures.get('background_w')];
  const leakage = figures.get('leakage_w');
  return {
    value: {
      parts,
      background,
      peakPower: (frequency) => times(energy, frequency),
      ...(leakage === undefined ? {} : { leakage }),
      figures: new Map(),
    },
  };
}

/** The answer of `memory`. */
export function checkedMemory(answer: unknown): Checked<OwnMemory> {
  if (!isRecord(answer)) return '"memory" gives no object';
  const { bandwidth_b_per_s: bandwidth, latency_s: latency, energy_j_per_b: given } = answer;
  const energy = amountOf(given);
  if (!isAmount(bandwidth) || bandwidth === 0) return wrongAmount('"bandwidth_b_per_s" of its memory', bandwidth);
  if (!isAmount(latency)) return wrongAmount('"latency_s" of its memory', latency);
  if (energy === undefined) return wrongAmount('"energy_j_per_b" of its memory', given);
  return { value: { bandwidth, latency, energy } };
}

/** The answer of `cycles`. */
export function checkedCycles(answer: unknown): Checked<number> {
  return Number.isSafeInteger(answer) && isAmount(answer)
    ? { value: answer }
    : `"cycles" gives ${shown(answer)}, not a whole number from 0 on`;
}

/** The answer of `unsupported`. */
export function checkedReasons(answer: unknown): Checked<readonly string[]> {
  return Array.isArray(answer) && answer.every((each) => typeof each === 'string')
    ? { value: answer }
    : '"unsupported" gives no list of texts';
}

/** The answer of `golden`: beats of whole numbers for each of `ports`. */
export function checkedBeats(answer: unknown, ports: readonly string[]): Checked<Beats> {
  if (!isRecord(answer)) return '"golden" gives no object of ports and beats';
  const beats: Record<string, readonly (readonly number[])[]> = {};
  for (const port of ports) {
    const given = answer[port];
    if (!Array.isArray(given) || !given.every(isBeat))
      return `"golden" gives no list of beats for "${port}", each a list of whole numbers`;
    beats[port] = given;
  }
  return { value: beats };
}

function isBeat(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((element) => Number.isSafeInteger(element));
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** A number or a range of numbers, none below zero; undefined for anything else. */
function amountOf(value: unknown): Ranged | undefined {
  if (isAmount(value)) return { value, least: value, greatest: value };
  if (!isRecord(value)) return undefined;
  const { value: middle, least, greatest } = value;
  if (!isAmount(middle) || !isAmount(least) || !isAmount(greatest) || least > middle || middle > greatest)
    return undefined;
  return { value: middle, least, greatest };
}

function wrongAmount(what: string, value: unknown): string {
  return `${what} is ${shown(value)}, not an amount from 0 on`;
}

function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : (JSON.stringify(value) ?? 'missing');
}
