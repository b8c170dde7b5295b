import type { SourceLine } from '../diagnostics/index.js';

interface StackLimit {
  stackTraceLimit?: number;
}

const framesKept = 24;

/** Where this folder stands, to leave its own frames out; read from this file's own frame. Bundled, it is all of the package that stands there. */
const ownFolder = /((?:file:\/\/)?[^\s()]*?\/)(?:chunks\/)?[^\s()/]+\.[jt]s:\d+:\d+/.exec(new Error().stack ?? '')?.[1];

/**
 * The TypeScript line that called the builder: the innermost frame outside of this folder. Writing a stack out is slow, taking it is not,
 * so the place is worked out when it is first read.
 */
export function here(): SourceLine {
  const limits: StackLimit = Error;
  const before = limits.stackTraceLimit;
  limits.stackTraceLimit = framesKept;
  const error = new Error();
  if (before !== undefined) limits.stackTraceLimit = before;
  let place: SourceLine | undefined;
  const found = (): SourceLine => (place ??= outermostOwn(error.stack ?? ''));
  return {
    get file() {
      return found().file;
    },
    get line() {
      return found().line;
    },
    get column() {
      return found().column;
    },
  };
}

function outermostOwn(stack: string): SourceLine {
  for (const line of stack.split('\n').slice(1)) {
    const frame = /\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/.exec(line.trim());
    if (frame === null) continue;
    const [, file = '', row, column] = frame;
    if (ownFolder !== undefined && file.startsWith(ownFolder)) continue;
    return { file: file.replace(/^file:\/\//, ''), line: Number(row), column: Number(column) };
  }
  return { file: '<unknown>', line: 1, column: 1 };
}
