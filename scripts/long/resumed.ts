/** Runs files one by one, and keeps what each said in a folder, where the next run finds it. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FileReport } from './report.js';

/**
 * Reports of all files, in their order: those that the folder has, and of the others what `runOne` says, as many at once as there are cores. A failure is not
 * kept: the file runs again, with what was mended.
 */
export async function resumed(
  files: readonly string[],
  folder: string,
  runOne: (file: string) => Promise<FileReport>,
  say: (line: string) => void,
): Promise<readonly FileReport[]> {
  mkdirSync(folder, { recursive: true });
  const keptIn = (file: string): string => join(folder, `${file.replaceAll('/', '-')}.json`);
  const done = new Map<string, FileReport>();
  const waiting: string[] = [];
  for (const file of files) {
    if (existsSync(keptIn(file))) done.set(file, JSON.parse(readFileSync(keptIn(file), 'utf8')) as FileReport);
    else waiting.push(file);
  }
  if (done.size > 0) say(`${done.size} of ${files.length} files ran before`);
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const report = await runOne(file);
      if (report.failures.length === 0) keep(keptIn(file), report);
      done.set(file, report);
      say(`${done.size}/${files.length} ${line(report)}`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, worker));
  return files.flatMap((file) => done.get(file) ?? []);
}

/** Written whole or not at all. */
function keep(path: string, report: FileReport): void {
  writeFileSync(`${path}.part`, JSON.stringify(report));
  renameSync(`${path}.part`, path);
}

const line = ({ file, tests, cases, time_s, failures }: FileReport): string =>
  [
    `${file}: ${tests} tests, ${cases.toLocaleString('en-US')} cases, ${Math.round(time_s)} s`,
    ...failures.map(({ test, message }) => `  failed: ${test}\n${message.replace(/^/gm, '    ')}`),
  ].join('\n');
