import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import { estimate, judgeRequirements } from '../../src/estimate/index.js';
import { analyze, elaborate, elaborateWorkload, listDesigns, listWorkloads } from '../../src/language/index.js';
import { spaceOf } from '../../src/mapping/index.js';
import { linear } from '../../src/workload/operations.js';
import { workloadGraph, type WorkloadGraph } from '../../src/workload/index.js';
import { hostOf } from '../support/language.js';
import { chip } from './designs.js';

const pages = new URL('../../docs/diagnostics/', import.meta.url);
const own = readdirSync(pages)
  .map((file) => file.replace(/\.md$/, ''))
  .filter((code) => /^(E510|E7[23]\d|W73\d)$/.test(code));

/** The `.accel` examples of a page: a bad one and a good one, or none where text cannot cause the diagnostic. */
function examples(code: string): readonly string[] {
  const page = readFileSync(new URL(`${code}.md`, pages), 'utf8');
  return [...page.matchAll(/```accel\n([^]*?)```/g)].map((match) => match[1] ?? '');
}

const small: WorkloadGraph = {
  name: 'gemm(8, 8, 8)',
  operations: [linear('gemm', 8, 8, 8)],
  parameters: 0,
  yields: { of: 'run', count: 1 },
  notes: [],
};

/** All that reading, elaborating, judging and estimating a text says. */
function diagnose(text: string): readonly Diagnostic[] {
  const { program, diagnostics } = analyze(hostOf({ 'page.accel': text }), 'page.accel');
  if (program === undefined) return diagnostics;
  const designs = listDesigns(program).flatMap((name): readonly Diagnostic[] => {
    const [made, problems] = elaborate(program, name);
    if (made === undefined) return problems;
    const { design, origins } = made;
    // Arrays of one's own elements are looked at for their memories.
    const own = design.blocks.some(({ name }) => name === 'Mac');
    const run = own ? spaceOf(design, { origins }) : estimate(design, small, { origins });
    return [...problems, ...judgeRequirements(design, origins)[1], ...run[1]];
  });
  const workloads = listWorkloads(program).flatMap((name): readonly Diagnostic[] => {
    const [workload, problems] = elaborateWorkload(program, name);
    if (workload === undefined) return problems;
    const [graph, wrong] = workloadGraph(workload);
    return [...problems, ...wrong, ...(graph === undefined ? [] : estimate(chip(), graph)[1])];
  });
  return [...diagnostics, ...designs, ...workloads];
}

test('the estimator has its pages', () => expect(own.length).toBeGreaterThan(12));

test.each(own)('the page of %s: the bad example causes it, the good one is right', (code) => {
  const [bad, good] = examples(code);
  expect(bad === undefined).toBe(good === undefined);
  if (bad === undefined || good === undefined) return;
  expect(diagnose(bad).map((found) => found.code)).toContain(code);
  expect(diagnose(good)).toEqual([]);
});
