import type { Origin } from '../../diagnostics/index.js';

/** Stands before the number of an origin at a line's end; no Verilog has it. */
const sign = '\u0000';

interface Part {
  readonly origin?: Origin | undefined;
}

/** Notes, while a module is printed, which of its parts each line is for; without, lines stay as they are. */
export interface Marks {
  /** Lines for a part, where they are not for one already. */
  readonly lines: (part: Part, lines: readonly string[]) => readonly string[];
}

export const noMarks: Marks = { lines: (_, lines) => lines };

/** A printed text and where each of its lines comes from; undefined where that is the module itself. */
export interface MarkedText {
  readonly text: string;
  readonly origins: readonly (Origin | undefined)[];
}

/** Prints with marks, and takes them out of the text again. Origins stay unread: working one out is slow. */
export function withMarks(print: (marks: Marks) => string): MarkedText {
  const found: Origin[] = [];
  const numbers = new Map<Origin, number>();
  const numberOf = (origin: Origin): number => {
    const number = numbers.get(origin) ?? found.push(origin) - 1;
    numbers.set(origin, number);
    return number;
  };
  const marked = print({
    lines: ({ origin }, lines) =>
      origin === undefined
        ? lines
        : lines.map((line) => (line === '' || line.includes(sign) ? line : `${line}${sign}${numberOf(origin)}`)),
  });
  const split = marked.split('\n').map((line) => line.split(sign));
  return {
    text: split.map(([line = '']) => line).join('\n'),
    origins: split.map(([, number]) => (number === undefined ? undefined : found[Number(number)])),
  };
}
