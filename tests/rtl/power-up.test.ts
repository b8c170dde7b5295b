import { describe, expect, it } from 'vitest';
import { compile, moduleBuilder, signed, unsigned, type Module } from '../../src/rtl/index.js';
import { random } from '../../src/verify/random.js';

/** Registers with a reset and without, narrow and wide, alone and in a grid. */
function states(): Module {
  const cell = moduleBuilder('cell');
  const held = cell.register('held', unsigned(40));
  held.next(held);
  cell.output('q', held);
  const m = moduleBuilder('states');
  const [control, data, wide] = [
    m.register('control', unsigned(8), { reset: 5 }),
    m.register('data', signed(9)),
    m.register('wide', unsigned(70)),
  ];
  for (const register of [control, data, wide]) register.next(register);
  m.output('control_out', control);
  m.output('data_out', data);
  m.output('wide_out', wide);
  m.output('cells_out', m.grid('cells', [2, 3], cell.build(), {}).all('q'));
  return m.build();
}

const outputs = ['control_out', 'data_out', 'wide_out', 'cells_out'] as const;

function shown(seed: number, resets: boolean): readonly bigint[] {
  const sim = compile(states());
  const draw = random(seed);
  sim.powerUp(() => draw.below(2 ** 32));
  if (resets) {
    sim.set('rst', 1);
    sim.step();
  }
  return outputs.map((name) => sim.getBig(name));
}

describe('hardware that is switched on', () => {
  it('holds anything', () => {
    for (const [index, value] of shown(1, false).entries()) expect(value).not.toBe(shown(2, false)[index]);
  });

  it('is at its values after a reset where registers have one, and only there', () => {
    const [control, ...others] = shown(3, true);
    expect(control).toBe(5n);
    expect(others).toEqual(shown(3, false).slice(1));
  });

  it('holds values of its types', () => {
    for (let seed = 0; seed < 50; seed++) {
      const [control = -1n, data = 1000n, wide = -1n] = shown(seed, false);
      expect([control >> 8n, wide >> 70n]).toEqual([0n, 0n]);
      expect(BigInt.asIntN(9, data)).toBe(data);
    }
  });
});
