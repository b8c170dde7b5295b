/** How a line looks in a terminal: tabs expanded, and the column at which each UTF-16 unit begins. */
export interface LaidOutLine {
  readonly text: string;
  /** The cell of each UTF-16 unit of the source line, and one more for its end. */
  readonly cells: readonly number[];
}

const tabWidth = 4;

/** Lays a source line out: a tab goes to the next multiple of four cells, East Asian wide characters take two. */
export function layOut(line: string): LaidOutLine {
  const cells: number[] = [];
  let text = '';
  let cell = 0;
  for (const character of line) {
    for (let unit = 0; unit < character.length; unit++) cells.push(cell);
    const width = character === '\t' ? tabWidth - (cell % tabWidth) : cellsOf(character);
    text += character === '\t' ? ' '.repeat(width) : isControl(character) ? '·' : character;
    cell += width;
  }
  cells.push(cell);
  return { text, cells };
}

/** The cells that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += cellsOf(character);
  return width;
}

function isControl(character: string): boolean {
  return /\p{Cc}/u.test(character);
}

function cellsOf(character: string): number {
  if (character < '\x7f') return 1;
  if (/\p{M}|\u200b|\u200d|\ufe0f/u.test(character)) return 0;
  return isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
}

/** The blocks of Unicode whose characters are drawn two cells wide (East Asian Width W and F, and emoji). */
const wide: readonly (readonly [number, number])[] = [
  ...([
    [0x1100, 0x115f],
    [0x2e80, 0x303e],
    [0x3041, 0x33ff],
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fff],
  ] as const),
  ...([
    [0xa000, 0xa4cf],
    [0xac00, 0xd7a3],
    [0xf900, 0xfaff],
    [0xfe30, 0xfe6f],
    [0xff00, 0xff60],
  ] as const),
  ...([
    [0xffe0, 0xffe6],
    [0x1f300, 0x1f64f],
    [0x1f680, 0x1f6ff],
    [0x1f900, 0x1faff],
    [0x20000, 0x3fffd],
  ] as const),
];

function isWide(code: number): boolean {
  return wide.some(([first, last]) => code >= first && code <= last);
}
