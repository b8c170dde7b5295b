import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, type Code } from '../../src/diagnostics/index.js';
import { diagnose, hostOf, rendered } from '../support/language.js';

const pages = new URL('../../docs/diagnostics/', import.meta.url);
const sources = new URL('../diagnostics/sources/', import.meta.url);

/** The codes of structure and of the evaluator that a text can cause. */
const codes = readdirSync(sources)
  .map((file) => file.slice(0, -'.accel'.length))
  .filter((code): code is Code => code in catalogue && /^E(30|31|40|41|42|43)/.test(code));

const errorsOf = (text: string): readonly [readonly string[], string] => {
  const { diagnostics, program } = diagnose(hostOf({ 'main.accel': text }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [errors.map(({ code }) => code), rendered(errors, program)];
};

test.each(codes)('%s: its source gives it alone, its page shows it and a repair without errors', (code) => {
  const [found, text] = errorsOf(readFileSync(new URL(`${code}.accel`, sources), 'utf8'));
  expect(found, text).toEqual([code]);
  const page = new URL(`${code}.md`, pages);
  const markdown = readFileSync(page, 'utf8');
  expect(markdown.split('\n')[0]).toBe(`# ${code}: ${catalogue[code].title}`);
  const [bad, good] = [...markdown.matchAll(/```accel\n(.*?)```/gs)].map(([, example = '']) => errorsOf(example));
  expect(bad?.[0], bad?.[1]).toEqual([code]);
  expect(good?.[0], good?.[1]).toEqual([]);
});
