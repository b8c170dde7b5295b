import { units } from './table.js';

/**
 * The units that someone who wrote `symbol` may have meant, best first, at most three: `KB` gives `KiB` and `kB`.
 * A wrong case counts little; `mm2` gives `mm^2`.
 */
export function nearestUnits(symbol: string): readonly string[] {
  if (symbol.length > longestGuess) return [];
  const known = common[symbol.toLowerCase()] ?? [];
  const exponent = /^([^\d]+)(\d)$/.exec(symbol);
  const power = exponent?.[1] !== undefined && units.has(exponent[1]) ? [`${exponent[1]}^${exponent[2]}`] : [];
  const byDistance = [...units.keys()]
    .map((unit) => ({ unit, distance: distance(symbol, unit) }))
    .filter(({ distance }) => distance <= (symbol.length >= 4 ? 2 : 1))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ unit }) => unit);
  const binary = /^[KMGTP][bB]$/.test(symbol) ? [`${symbol[0]}i${symbol[1]}`] : [];
  return [...new Set([...power, ...binary, ...known, ...byDistance])].slice(0, 3);
}

/** Nothing that long is a misspelt unit; and the search stays bounded. */
const longestGuess = 16;

/** Spellings of other tools and of plain English, in lower case. */
const common: Readonly<Record<string, readonly string[]>> = {
  kb: ['KiB', 'kB'],
  mbps: ['Mbps', 'MB/s'],
  gbps: ['Gbps', 'GB/s'],
  tbps: ['Tbps', 'TB/s'],
  gts: ['GT/s'],
  sec: ['s'],
  second: ['s'],
  seconds: ['s'],
  hr: ['h'],
  hours: ['h'],
  days: ['day'],
  years: ['year'],
  bit: ['b'],
  bits: ['b'],
  byte: ['B'],
  bytes: ['B'],
  cycles: ['cycle'],
  ops: ['op', 'OPS'],
  tops: ['TOPS'],
  flops: ['flop', 'FLOPS'],
  tokens: ['token'],
  c: ['degC'],
  volt: ['V'],
  volts: ['V'],
  watt: ['W'],
  watts: ['W'],
  percent: ['%'],
  usd: ['USD'],
};

/** Edit distance in which another case of the same letter costs a quarter. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + substitution(a[i - 1], b[j - 1])),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function substitution(a = '', b = ''): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.25 : 1;
}
