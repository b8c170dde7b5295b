import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/diagnostics/index.js';
import { diagnose, hostOf, rendered } from '../support/language.js';
import { inOrder, marksFor, marksOf } from '../support/marks.js';
import { elsewhere } from './elsewhere.js';

const root = new URL('../../', import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function exists(path: string): boolean {
  return existsSync(new URL(path, root));
}

/** All diagnostics of a text that stands alone in the file `name`. */
function diagnosticsOf(name: string, text: string): ReturnType<typeof diagnose> {
  return diagnose(hostOf({ [name]: text }), name);
}

const codes = Object.keys(catalogue);
const withSource = codes.filter((code) => exists(`tests/diagnostics/sources/${code}.accel`));

/** Mistakes that take more text than a page has room for. */
const tooLong = ['E120', 'E122'];

/** The code that a source is of; what has another severity than an error may come beside it. */
describe.each(withSource)('%s', (code) => {
  const name = `${code}.accel`;
  const source = read(`tests/diagnostics/sources/${name}`);
  const { program, diagnostics } = diagnosticsOf(name, source);
  const text = rendered(diagnostics, program);

  it('comes of its source, where it is marked', () => {
    expect(
      diagnostics.map((found) => found.code),
      text,
    ).toContain(code);
    const marks = marksOf(source);
    if (marks.length > 0)
      expect(inOrder(marksFor(diagnostics, program?.texts ?? new Map(), name)), text).toEqual(inOrder(marks));
  });

  it('reads well', () => {
    expect(text.length > 4000 ? `${text.slice(0, 4000)}...` : text).toMatchSnapshot();
  });
});

describe.each(codes.filter((code) => exists(`docs/diagnostics/${code}.md`)))('the page of %s', (code) => {
  const page = read(`docs/diagnostics/${code}.md`);

  it('has the title of the catalogue', () => {
    const title = Object.entries(catalogue).find(([each]) => each === code)?.[1].title;
    expect(page.split('\n')[0]).toBe(`# ${code}: ${title}`);
  });
});

/** Codes of the program and its files (E0xx) are shown by commands, the others by sources. */
const shownBySource = withSource.filter((code) => !code.startsWith('E0') && !tooLong.includes(code));

describe.each(shownBySource)('the examples on the page of %s', (code) => {
  const page = read(`docs/diagnostics/${code}.md`);
  const [bad = '', good = ''] = [...page.matchAll(/```accel\n([^]*?)```/g)].map((match) => match[1] ?? '');

  it('make the mistake, and repair it', () => {
    expect(diagnosticsOf(`${code}.accel`, bad).diagnostics.map((found) => found.code)).toContain(code);
    const { program, diagnostics } = diagnosticsOf(`${code}.accel`, good);
    expect(
      diagnostics.filter((found) => found.code === code || found.severity === 'error'),
      rendered(diagnostics, program),
    ).toEqual([]);
  });
});

it('every code has a page', () => {
  expect(codes.filter((code) => !exists(`docs/diagnostics/${code}.md`))).toEqual([]);
});

it('every code has a source, or a named test that causes it', () => {
  expect(codes.filter((code) => !withSource.includes(code) && elsewhere[code] === undefined)).toEqual([]);
  expect(Object.keys(elsewhere).filter((code) => withSource.includes(code) || !codes.includes(code))).toEqual([]);
  expect(Object.entries(elsewhere).filter(([code, file]) => !exists(file) || !read(file).includes(code))).toEqual([]);
});

it('no source or page is of a code that is not there', () => {
  const files = [
    ...readdirSync(new URL('tests/diagnostics/sources/', root)),
    ...readdirSync(new URL('docs/diagnostics/', root)),
  ];
  expect(files.filter((file) => /^[EW]\d+\./.test(file) && !codes.includes(file.split('.')[0] ?? ''))).toEqual([]);
});
