import type { SourceLine } from '../diagnostics/index.js';

interface StackLimit {
  stackTraceLimit?: number;
}

/** Where this folder stands, to leave its own frames out; read from this file's own frame. */
const ownFolder = /((?:file:\/\/)?[^\s()]*\/)origin\.[jt]s:\d+:\d+/.exec(new Error().stack ?? '')?.[1];

/** The TypeScript line that called the builder: the innermost frame outside of this folder. */
export function here(): SourceLine | undefined {
  const limits: StackLimit = Error;
  const before = limits.stackTraceLimit;
  limits.stackTraceLimit = 24;
  const stack = new Error().stack ?? '';
  if (before !== undefined) limits.stackTraceLimit = before;
  for (const line of stack.split('\n').slice(1)) {
    const frame = /\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/.exec(line.trim());
    if (frame === null) continue;
    const [, file = '', row, column] = frame;
    if (ownFolder !== undefined && file.startsWith(ownFolder)) continue;
    return { file: file.replace(/^file:\/\//, ''), line: Number(row), column: Number(column) };
  }
  return undefined;
}
