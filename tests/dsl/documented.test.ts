import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatJson, write } from '../../src/ir/index.js';
import { elaborateWorkload, listWorkloads } from '../../src/language/index.js';
import { runModule } from '../support/builder.js';
import { compile } from '../support/compile.js';
import { designOf, programOf } from '../support/language.js';

const page = readFileSync(new URL('../../docs/builder.md', import.meta.url), 'utf8');

/** The code of the page in one language, in order. */
function fences(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
}

const [design = '', workloads = '', memories = ''] = fences('ts');
const [designText = '', workloadsText = ''] = fences('accel');

test('tsc takes the code of the page', () => {
  expect(fences('ts').length).toBe(3);
  expect(compile({ 'design.ts': design, 'workloads.ts': workloads, 'memories.ts': memories })).toBe('');
});

test('the design of the page is the same in both', () => {
  const [built, diagnostics] = runModule(design).designs[0]?.elaborate() ?? [];
  expect(diagnostics).toEqual([]);
  expect(built && write(built.design)).toBe(write(designOf(designText)));
});

test('the workloads of the page are the same in both', () => {
  const program = programOf(workloadsText);
  const made = runModule(workloads).workloads;
  expect(made.map(({ name }) => name).toSorted()).toEqual(listWorkloads(program).toSorted());
  for (const each of made)
    expect(formatJson(each.elaborate()[0])).toBe(formatJson(elaborateWorkload(program, each.name)[0]));
});
