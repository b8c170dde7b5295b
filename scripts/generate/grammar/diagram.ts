import { box, type Drawing } from './drawing.js';
import type { Piece } from './model.js';

/** Blank rail beside a box, the turning radius of rails, and the space between two rows. */
const gap = 10;
const radius = 8;
const row = 8;
/** A sequence that is wider goes on in a second row. */
const widest = 760;

/** A railroad diagram as an SVG document; light or dark as whoever shows it. */
export function diagram(title: string, piece: Piece): string {
  const body = wrapped(piece);
  const [width, top] = [body.width + 48, body.up + 10];
  const height = top + body.down + 10;
  const exit = top + (body.exit ?? 0);
  const rails = [line(4, top, 24), body.draw(24, top), line(24 + body.width, exit, width - 4)];
  const ends = [end(4, top), end(width - 4, exit)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    ...rails,
    ...ends,
    '</svg>',
    '',
  ].join('\n');
}

function end(x: number, y: number): string {
  return `<path class="end" d="M${x} ${y - 7}v14"/>`;
}

const style = [
  'path{fill:none;stroke:#57606a;stroke-width:1.5}',
  '.end{stroke-width:3}',
  'rect{fill:#ddf4ff;stroke:#54aeff}',
  '.rule rect{fill:#f6f8fa;stroke:#8c959f}',
  'text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2328;text-anchor:middle}',
  '.rule text{font-style:italic}',
  '@media(prefers-color-scheme:dark){path{stroke:#9198a1}rect{fill:#121d2f;stroke:#388bfd}',
  '.rule rect{fill:#21262d;stroke:#656c76}text{fill:#f0f6fc}}',
].join('');

/** The drawing of a piece; `wrapped` for the outermost, which may take several rows. */
export function draw(piece: Piece): Drawing {
  switch (piece.kind) {
    case 'word':
      return box(piece.text, 'word');
    case 'rule':
      return box(piece.name, 'rule');
    case 'sequence':
      return beside(piece.parts.map(draw));
    case 'choice':
      return choice(piece.parts.map(draw));
    case 'optional':
      return piece.part.kind === 'repeat' && isBox(piece.part.part)
        ? loop(nothing, draw(piece.part.part))
        : choice([nothing, draw(piece.part)]);
    case 'repeat':
      return loop(draw(piece.part), piece.separator === undefined ? nothing : draw(piece.separator));
  }
}

/** What may stand on a way back, which is read from right to left. */
function isBox(piece: Piece): boolean {
  return piece.kind === 'word' || piece.kind === 'rule';
}

const nothing: Drawing = { width: 0, up: 0, down: 0, draw: () => '' };

function line(from: number, y: number, to: number): string {
  return from === to ? '' : `<path d="M${from} ${y}H${to}"/>`;
}

function beside(parts: readonly Drawing[]): Drawing {
  const width = parts.reduce((sum, part) => sum + part.width, 0) + gap * Math.max(0, parts.length - 1);
  return {
    width,
    up: Math.max(0, ...parts.map(({ up }) => up)),
    down: Math.max(0, ...parts.map(({ down }) => down)),
    draw: (x, y) => {
      let at = x;
      return parts
        .map((part, i) => {
          const rail = i === 0 ? '' : line(at - gap, y, at);
          const text = rail + part.draw(at, y);
          at += part.width + gap;
          return text;
        })
        .join('');
    },
  };
}

/** The first choice on the rail, the others below it. */
function choice(parts: readonly Drawing[]): Drawing {
  const inner = Math.max(...parts.map(({ width }) => width));
  const [first = nothing, ...others] = parts;
  const offsets = below(first, others);
  const width = inner + 4 * radius;
  return {
    width,
    up: first.up,
    down: offsets.bottom,
    draw: (x, y) => {
      const left = x + 2 * radius;
      const straight = [line(x, y, left), centered(first, left, y, inner), line(left + inner, y, x + width)];
      const branches = others.map((part, i) => {
        const down = offsets.at[i] ?? 0;
        const rise = down - 2 * radius;
        return [
          `<path d="M${x} ${y}q${radius} 0 ${radius} ${radius}v${rise}q0 ${radius} ${radius} ${radius}"/>`,
          centered(part, left, y + down, inner),
          `<path d="M${left + inner} ${y + down}q${radius} 0 ${radius} ${-radius}v${-rise}q0 ${-radius} ${radius} ${-radius}"/>`,
        ].join('');
      });
      return [...straight, ...branches].join('');
    },
  };
}

/** How far below the first rail each of the others lies, and where the last one ends. */
function below(
  first: Drawing,
  others: readonly Drawing[],
): { readonly at: readonly number[]; readonly bottom: number } {
  let { down: bottom } = first;
  const at = others.map((part) => {
    const rail = Math.max(bottom + row + part.up, 2 * radius);
    bottom = rail + part.down;
    return rail;
  });
  return { at, bottom };
}

/** A drawing in a space of `width`, with rails on both sides. */
function centered(part: Drawing, x: number, y: number, width: number): string {
  const left = x + Math.floor((width - part.width) / 2);
  return line(x, y, left) + part.draw(left, y) + line(left + part.width, y, x + width);
}

/** `forth` on the rail, and a way back below it through `back`. */
function loop(forth: Drawing, back: Drawing): Drawing {
  const inner = Math.max(forth.width, back.width);
  const width = inner + 4 * radius;
  const down = Math.max(forth.down + row + back.up, 2 * radius);
  return {
    width,
    up: forth.up,
    down: down + back.down,
    draw: (x, y) => {
      const left = x + 2 * radius;
      const rise = down - 2 * radius;
      return [
        line(x, y, left),
        centered(forth, left, y, inner),
        line(left + inner, y, x + width),
        `<path d="M${left} ${y}q${-radius} 0 ${-radius} ${radius}v${rise}q0 ${radius} ${radius} ${radius}"/>`,
        centered(back, left, y + down, inner),
        `<path d="M${left + inner} ${y + down}q${radius} 0 ${radius} ${-radius}v${-rise}q0 ${-radius} ${-radius} ${-radius}"/>`,
      ].join('');
    },
  };
}

/** A sequence in as many rows as it needs. */
function wrapped(piece: Piece): Drawing {
  if (piece.kind !== 'sequence') return draw(piece);
  const rows: Drawing[][] = [[]];
  let width = 0;
  for (const part of piece.parts.map(draw)) {
    if (width > 0 && width + part.width > widest) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)?.push(part);
    width += part.width + gap;
  }
  return stacked(rows.map(beside));
}

function stacked(rows: readonly Drawing[]): Drawing {
  const [first = nothing, ...others] = rows;
  if (others.length === 0) return first;
  const offsets = below(
    first,
    others.map((part) => ({ ...part, up: part.up + 2 * radius })),
  );
  const indent = 2 * radius;
  const inner = Math.max(...rows.map(({ width }) => width));
  const last = rows.at(-1) ?? nothing;
  return {
    width: inner + 2 * indent,
    up: first.up,
    down: offsets.bottom,
    exit: offsets.at.at(-1) ?? 0,
    draw: (x, y) => {
      const levels = [0, ...offsets.at];
      return rows
        .map((part, i) => {
          const at = y + (levels[i] ?? 0);
          const drawn = part.draw(x + indent, at) + (i === 0 ? line(x, at, x + indent) : '');
          if (i === rows.length - 1) return drawn + line(x + indent + last.width, at, x + inner + 2 * indent);
          return drawn + turn(x, x + indent + part.width, at, at + part.down + radius, y + (levels[i + 1] ?? 0));
        })
        .join('');
    },
  };
}

/** The rail from the end of one row, at `middle` back to the left, to the start of the next. */
function turn(left: number, right: number, from: number, middle: number, to: number): string {
  const r = radius;
  return `<path d="M${right} ${from}q${r} 0 ${r} ${r}V${middle - r + r / 2}q0 ${r / 2} ${-r} ${r / 2}H${left + 2 * r}q${-r} 0 ${-r} ${r}V${to - r}q0 ${r} ${r} ${r}"/>`;
}
