import { unknownUnder, type Memory } from '../module.js';
import type { Printing } from './module.js';
import { range } from './text.js';

/** Whether reads of the memory can meet writes of another clock: then what they read is a wire. */
export function meetsOtherClocks(memory: Memory): boolean {
  return memory.reads.some((_, index) => foreignWrite(memory, index) !== undefined);
}

/** The write of another clock, by number, under which nobody knows what a read gives. */
function foreignWrite(memory: Memory, read: number): number | undefined {
  return unknownUnder(memory, read).find((write) => memory.writes[write]?.clock !== memory.reads[read]?.clock);
}

interface PortText {
  readonly enable: string;
  readonly address: string;
}

/**
 * Puts between the word that a port has read and its net that nobody knows it where the edge fell together with one of another clock that wrote the word. Only
 * simulators of four states look for that, by the times of the edges; for synthesis and Verilator the net is the word.
 *
 * @param inParts whether parts of the memory drive the word
 * @returns lines that stand before the memory, and the reads with the word in place of the net
 */
export function meetingLines<R extends PortText & { readonly data: string }>(
  printing: Printing,
  memory: Memory,
  reads: readonly R[],
  writes: readonly PortText[],
  inParts: boolean,
): readonly [readonly string[], readonly R[]] {
  if (!meetsOtherClocks(memory)) return [[], reads];
  const made = reads.map((read, index): readonly [readonly string[], R] => {
    const foreign = foreignWrite(memory, index);
    const write = foreign === undefined ? undefined : writes[foreign];
    if (foreign === undefined || write === undefined) return [[], read];
    const clocks = [memory.reads[index]?.clock ?? '', memory.writes[foreign]?.clock ?? ''] as const;
    return meeting(printing, memory, read, write, clocks, inParts);
  });
  return [made.flatMap(([lines]) => lines), made.map(([, read]) => read)];
}

function meeting<R extends PortText & { readonly data: string }>(
  { names, expressions }: Printing,
  { type, reads: [first] }: Memory,
  read: R,
  write: PortText,
  [readClock, writeClock]: readonly [string, string],
  inParts: boolean,
): readonly [readonly string[], R] {
  const { data } = read;
  const [word, met, last] = ['word', 'met', 'met_time'].map((use) => names.take(`${data}_${use}`));
  const address = range(first?.address.type ?? type);
  const edge = (clock: string, port: PortText, use: string): readonly [string, string, readonly string[]] => {
    const [at, time] = [names.take(`${data}_${use}_address`), names.take(`${data}_${use}_time`)];
    const head = `always @(posedge ${expressions.read(clock)}) if (${port.enable}) begin`;
    // At once, and the address first: where the times are equal, both addresses are those of the edges.
    return [
      at,
      time,
      [
        `reg ${address}${at};`,
        `realtime ${time};`,
        head,
        `  ${at} = ${port.address};`,
        `  ${time} = $realtime;`,
        'end',
      ],
    ];
  };
  const [readAt, readTime, readLines] = edge(readClock, read, 'read');
  const [writeAt, writeTime, writeLines] = edge(writeClock, write, 'write');
  const lines = [
    `${inParts ? 'wire' : 'reg'} ${range(type)}${word};`,
    `wire ${met};`,
    `assign ${data} = ${met} ? {${type.width}{1'bx}} : ${word};`,
    '`ifdef SYNTHESIS',
    `assign ${met} = 1'b0;`,
    '`elsif VERILATOR',
    `assign ${met} = 1'b0;`,
    '`else',
    ...readLines,
    ...writeLines,
    `realtime ${last};`,
    `initial ${last} = -1;`,
    `always @(${readTime} or ${writeTime}) if (${readTime} == ${writeTime} && ${readAt} == ${writeAt}) ${last} = ${readTime};`,
    `assign ${met} = ${last} == ${readTime};`,
    '`endif',
  ];
  return [lines, { ...read, data: word ?? data }];
}
