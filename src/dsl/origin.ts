import type { SourceLine } from '../diagnostics/index.js';

/** V8's, and since lately everyone's, way to leave out the frames of the library. */
interface Capturing {
  captureStackTrace?: (target: object, below: (...args: never) => unknown) => void;
}

const frame = /\(?((?:file:\/\/|https?:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/;

/** Where `below`, a function of the builder, was called: undefined where the runtime does not tell. */
export function callerOf(below: (...args: never) => unknown): SourceLine | undefined {
  const capturing: Capturing = Error;
  const holder: { stack?: string } = {};
  capturing.captureStackTrace?.(holder, below);
  for (const line of (holder.stack ?? '').split('\n').slice(1)) {
    const found = frame.exec(line.trim());
    if (found !== null) return { file: pathOf(found[1] ?? ''), line: Number(found[2]), column: Number(found[3]) };
  }
  return undefined;
}

/** The path of a file URL; other addresses stay as they are. */
function pathOf(address: string): string {
  return address.startsWith('file://') ? decodeURIComponent(new URL(address).pathname) : address;
}
