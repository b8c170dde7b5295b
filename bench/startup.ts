/** CPU time of `accel --version` against an empty Node program; the limit is 1.5. Linux only: it reads /proc. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/accel', import.meta.url));
const runs = 60;

/** User and system time in ms of all finished children of this process, as the kernel counts it (ticks of 10 ms). */
function childrenTime(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Mean CPU time in ms of one run of node with `args`. */
function cpuTime(args: readonly string[]): number {
  const before = childrenTime();
  for (let run = 0; run < runs; run++) spawnSync(process.execPath, args, { stdio: 'ignore' });
  return (childrenTime() - before) / runs;
}

cpuTime(['-e', '0']);
const empty = cpuTime(['-e', '0']);
const version = cpuTime([program, '--version']);
console.log(`accel --version  ${version.toFixed(1)} ms CPU`);
console.log(`node -e 0        ${empty.toFixed(1)} ms CPU`);
console.log(`ratio            ${(version / empty).toFixed(2)} (limit 1.5)`);
