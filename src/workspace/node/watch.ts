import { watch } from 'node:fs';

const quietTime_ms = 60;

/**
 * Calls `changed` at once, and after each change of an `.accel` or `.ts` file under `folder`, once for changes in quick succession, until
 * `signal` fires. A call that is still running is not overtaken.
 */
export function watchFolder(folder: string, changed: () => Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let running = false;
    let again = false;
    const run = async (): Promise<void> => {
      again = running;
      if (running) return;
      running = true;
      await changed();
      running = false;
      if (again) await run();
    };
    const watcher = watch(folder, { recursive: true, signal }, (_event, name) => {
      if (name === null || !/\.(?:accel|ts)$/.test(name) || /(?:^|[\\/])(?:node_modules|\.)/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        run().catch(reject);
      }, quietTime_ms);
    });
    watcher.once('error', (failure) => (failure.name === 'AbortError' ? resolve() : reject(failure)));
    watcher.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    run().catch(reject);
  });
}
