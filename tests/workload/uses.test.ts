import { expect, test } from 'vitest';
import { isMatrix, madeElements, models, parseWorkload, type Operation } from '../../src/workload/index.js';

/** Every built-in model, in each of its phases. */
const texts = models.flatMap(({ name, settings }) => {
  const phase = settings['phase'];
  return phase?.kind === 'choice' ? phase.choices.map((choice) => `${name}:${choice}`) : [name];
});

const operationsOf = (text: string): readonly Operation[] => parseWorkload(text)[0]!.operations;

test.each(texts)('of %s, what an operation reads was made before it, as much of it as is read', (text) => {
  const made = new Map<string, Operation>();
  for (const operation of operationsOf(text)) {
    for (const { of, elements } of operation.uses ?? []) {
      const maker = made.get(of);
      expect([operation.name, of, maker !== undefined]).toEqual([operation.name, of, true]);
      expect(elements).toBeLessThanOrEqual(maker === undefined ? 0 : madeElements(maker));
    }
    made.set(operation.name, operation);
  }
});

test.each(texts)('of %s, the sums that an operation reads are those of the products that it uses', (text) => {
  const operations = operationsOf(text);
  const products = new Set(operations.filter((each) => isMatrix(each)).map(({ name }) => name));
  for (const operation of operations) {
    const read = (of: (name: string) => boolean): number =>
      (operation.uses ?? []).reduce((sum, use) => sum + (of(use.of) ? use.elements : 0), 0);
    if (isMatrix(operation)) {
      expect(read((name) => products.has(name))).toBe(0);
      expect(read(() => true)).toBeLessThanOrEqual(operation.leftElements + operation.rightElements);
      continue;
    }
    expect([operation.name, read((name) => products.has(name))]).toEqual([operation.name, operation.readsResults]);
    expect(read((name) => !products.has(name))).toBeLessThanOrEqual(operation.readsOperands);
  }
});
