import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocks } from '../../src/dsl/index.js';
import { print, read, write, type Design } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';
import { cases } from '../support/tier.js';
import { buildPlan, plans } from './random-design.js';

const settings = { numRuns: cases(40) };

function built(plan: Parameters<typeof buildPlan>[0]): Design {
  const [canonical, diagnostics] = buildPlan(plan).elaborate();
  if (canonical === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  return canonical.design;
}

test('a design read back from its JSON is the same, byte for byte', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const bytes = write(built(plan));
      const [design, diagnostics] = read(bytes);
      expect(diagnostics).toEqual([]);
      expect(design && write(design)).toBe(bytes);
    }),
    settings,
  );
});

test('a design elaborated from its printed text is the same, byte for byte', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const design = built(plan);
      const text = print(design, (block) => blocks.get(block)?.module);
      expect(write(designOf(text))).toBe(write(design));
    }),
    settings,
  );
});
