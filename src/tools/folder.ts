import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A text with its path relative to a folder, `/` between folders. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Writes the files into a new temporary folder, calls `work` with its path, and removes the folder whatever happens. */
export async function inTemporaryFolder<T>(
  files: readonly SourceFile[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'accel-'));
  try {
    for (const file of files) {
      const path = join(folder, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, file.text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
