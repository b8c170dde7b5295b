import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the repository. */
export function textOf(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}

/** The code of an entry that re-exports parts of the project, bundled as in the package. What it exports is for the caller to know. */
export async function bundled<T>(entry: string): Promise<T> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root },
    ...{ bundle: true, format: 'esm', platform: 'node', write: false },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

/** CPU milliseconds of one call, in all threads of this process. */
export function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The same of one that is waited for. */
export async function cpuOfAsync(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The value below which so large a part of all lies. */
export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
}

/** Prints a figure beside its bar, and how much of the bar it is; one that must not lie above it fails above, else below. */
export function judge(what: string, value: number, bar: number, unit: string, least = false): void {
  const ratio = value / bar;
  const met = least ? ratio >= 1 : ratio <= 1;
  const figure = `${value.toFixed(1)} ${unit}`.padStart(12);
  console.log(
    `${what.padEnd(56)}${figure}   bar ${`${bar} ${unit}`.padEnd(8)} ${ratio.toFixed(2)} x${met ? '' : '   MISSED'}`,
  );
  if (!met) process.exitCode = 1;
}

/** Prints a figure that has no bar. */
export function tell(what: string, value: string): void {
  console.log(`${what.padEnd(56)}${value.padStart(12)}`);
}
