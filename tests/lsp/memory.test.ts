import * as fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createProject, type Project } from '../../lsp/project.js';
import { mutate, mutations, type Mutation } from '../fuzz/mutations.js';
import { standard } from '../support/language.js';
import { cases, count, seed } from '../support/tier.js';
import { linkedSources } from './linked-sources.js';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes of the heap that something still holds. */
function heldBytes(): number {
  if (typeof collect !== 'function') throw new Error('no garbage collector to call');
  collect();
  collect();
  return getHeapStatistics().used_heap_size;
}

const names = Object.keys(linkedSources);

/** Edits the files one after the other, from their originals again now and then, and opens and closes others in between. */
function edit(project: Project, steps: readonly Mutation[], round: number): void {
  for (const [index, step] of steps.entries()) {
    const name = names[index % names.length] ?? '';
    const before = index % 5 === 0 ? linkedSources[name] : project.textOf(name);
    project.setOpen(name, mutate(before ?? '', step).slice(0, 6000));
    for (const each of names) project.diagnosticsOf(each);
    project.completing(name, step.at % 500);
    if (index % 5 > 0) continue;
    const passing = `passing-${round}-${index}.accel`;
    project.setOpen(passing, linkedSources['chip.accel']);
    project.diagnosticsOf(passing);
    project.setOpen(passing, undefined);
  }
}

it('the heap is no larger after many edits and closed files than after as many before', () => {
  const project = createProject({
    rootOf: () => '',
    read: (path) => (path in linkedSources ? { kind: 'text', text: linkedSources[path] ?? '' } : { kind: 'missing' }),
    standard,
    standardNames: readdirSync(new URL('../../stdlib', import.meta.url)).map((name) => name.replace('.accel', '')),
    sources: () => names,
  });
  const steps = fc.sample(mutations, { seed, numRuns: count(cases(50)) });
  const restore = (): void => names.forEach((name) => project.setOpen(name, linkedSources[name]));
  const after = (round: number): number => {
    edit(project, steps, round);
    restore();
    for (const each of names) project.diagnosticsOf(each);
    return heldBytes();
  };
  const [first, second] = [after(1), after(2)];
  expect((second - first) / 2 ** 20).toBeLessThan(8);
});
