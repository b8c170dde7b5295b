/** What the renderer draws with: colours or none, box characters or ASCII. */
export interface Style {
  readonly paint: (role: Role, text: string) => string;
  readonly marks: Marks;
}

export type Role = 'error' | 'warning' | 'secondary' | 'gutter' | 'bold' | 'help';

export interface Marks {
  readonly bar: string;
  readonly arrow: string;
  readonly other: string;
  readonly gap: string;
  readonly note: string;
  readonly primary: string;
  readonly secondary: string;
  readonly stem: string;
  readonly hook: string;
  readonly openLine: string;
  readonly insideLine: string;
  readonly closeLine: string;
  readonly closeRule: string;
  readonly ellipsis: string;
}

const ascii: Marks = {
  ...{ bar: '|', arrow: '-->', other: ':::', gap: '...', note: '=', primary: '^', secondary: '-', stem: '|', hook: '' },
  ...{ openLine: '/', insideLine: '|', closeLine: '|', closeRule: '_', ellipsis: '...' },
};

const unicode: Marks = {
  ...{
    bar: '│',
    arrow: '╭─▸',
    other: '├─▸',
    gap: '┆',
    note: '╰─',
    primary: '━',
    secondary: '─',
    stem: '│',
    hook: '╰─ ',
  },
  ...{ openLine: '╭', insideLine: '│', closeLine: '╰', closeRule: '─', ellipsis: '…' },
};

const codes: Readonly<Record<Role, string>> = {
  error: '1;31',
  warning: '1;33',
  secondary: '1;34',
  gutter: '34',
  bold: '1',
  help: '1;36',
};

export function styleOf(options: { readonly color: boolean; readonly unicode: boolean }): Style {
  return {
    paint: (role, text) => (options.color && text !== '' ? `\x1b[${codes[role]}m${text}\x1b[0m` : text),
    marks: options.unicode ? unicode : ascii,
  };
}
