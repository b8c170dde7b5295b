import { assert, property } from 'fast-check';
import { expect, test } from 'vitest';
import { compile, dataPorts, modulesOf, optimise, type Module } from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';
import { choices, Choices, randomModule } from './support/random-module.js';

/** All outputs of a number of cycles with random inputs. */
function run(module: Module, simplify: boolean, numbers: readonly number[]): readonly bigint[] {
  const c = new Choices([...numbers].reverse());
  const sim = compile(module, { optimise: simplify });
  const seen: bigint[] = [];
  for (let cycle = 0; cycle < 20; cycle++) {
    for (const port of dataPorts(module, 'input')) {
      const value = c.big(port.type.width);
      sim.set(port.name, port.type.signed ? BigInt.asIntN(port.type.width, value) : value);
    }
    if (module.ports.some((port) => port.role === 'reset')) sim.set('rst', c.chance(10) ? 1 : 0);
    for (const port of dataPorts(module, 'output')) seen.push(sim.getBig(port.name));
    sim.step();
  }
  return seen;
}

test('a simplified module does what the module does', () => {
  assert(
    property(choices, (numbers) => {
      const module = randomModule(numbers, 'm');
      expect(run(module, true, numbers)).toEqual(run(module, false, numbers));
    }),
    { numRuns: cases(60) },
  );
});

test('simplifying again changes nothing', () => {
  assert(
    property(choices, (numbers) => {
      const once = optimise(randomModule(numbers, 'm'));
      expect(optimise(once)).toBe(once);
      expect(modulesOf(once).length).toBeGreaterThan(0);
    }),
    { numRuns: cases(10) },
  );
});
