import { expect, test } from 'vitest';
import * as dsl from '../../src/dsl/index.js';
import type { DesignDefinition } from '../../src/dsl/index.js';
import type { Value } from '../../src/ir/index.js';
import { toldIn } from './told.js';

const {
  MatrixCore,
  PEArray,
  Sram,
  area,
  as,
  commands,
  component,
  design,
  lanes,
  memory,
  mul,
  parameter,
  stream,
  tsmc_n7,
} = dsl;

const linesOf = toldIn(import.meta.url);

/** The code of each diagnostic, with the source line it points at. */
function told(definition: DesignDefinition): readonly (readonly [string, string])[] {
  return linesOf(definition.elaborate()[1]);
}

const options = { process: tsmc_n7(), clocks: { main: '800 MHz', slow: '100 MHz' } } as const;

test('an argument out of its bounds is told at the call that gives it', () => {
  const wrong = design('Chip', options, (d) => {
    const core = d.add('core', MatrixCore({ rows: 2000 }));
    d.unused(core.commands, core.results, core.spill);
  });
  expect(told(wrong)).toEqual([['E402', "const core = d.add('core', MatrixCore({ rows: 2000 }));"]]);
});

test('a port left open is told at its instance', () => {
  const wrong = design('Chip', options, (d) => {
    const buffer = d.add('buffer', Sram({ capacity: '1 MiB' }));
    d.unused(buffer.serve);
  });
  expect(told(wrong)).toEqual([['E422', "const buffer = d.add('buffer', Sram({ capacity: '1 MiB' }));"]]);
});

test('widths that only the built design knows are told at the connection', () => {
  const wrong = design('Chip', options, (d) => {
    const host = d.in('host', memory('bit', 64, '1 MiB'));
    const buffer = d.add('buffer', Sram({ capacity: '1 MiB' }));
    d.connect(host, buffer.serve);
    d.unused(buffer.fill);
  });
  expect(told(wrong)).toEqual([['E419', 'd.connect(host, buffer.serve);']]);
});

test('an address space larger than the memory is told at the connection', () => {
  const wrong = design('Chip', options, (d) => {
    const host = d.in('host', memory('bit', 128, '2 MiB'));
    const buffer = d.add('buffer', Sram({ capacity: '1 MiB' }));
    d.connect(host, buffer.serve);
    d.unused(buffer.fill);
  });
  expect(told(wrong)).toEqual([['E420', 'd.connect(host, buffer.serve);']]);
});

test('a clock crossing is told at the connection', () => {
  const wrong = design('Chip', options, (d) => {
    const one = d.add('one', PEArray({ accumulator: 'int8' }));
    const two = d.add('two', PEArray(), { clk: 'slow' });
    d.connect(one.sums, two.weights);
    d.unused(one.weights, one.activations, two.activations, two.sums);
  });
  expect(told(wrong)).toEqual([['E421', 'd.connect(one.sums, two.weights);']]);
});

test('a mistake within a component is told once, at its line, however often the component stands', () => {
  const Tile = component('Tile', (c) => {
    const core = c.add('core', MatrixCore());
    c.unused(core.results);
    return { work: c.pass('work', core.commands) };
  });
  const wrong = design('Chip', options, (d) => {
    const tiles = d.array('tile', 2, Tile());
    const more = d.add('more', Tile());
    d.unused(tiles.all.work, more.work);
  });
  expect(told(wrong)).toEqual([['E422', "const core = c.add('core', MatrixCore());"]]);
});

test('a name that is none, and a name that stands twice', () => {
  const wrong = design('Chip', options, (d) => {
    d.unused(d.in('work-in', commands()));
    d.unused(d.in('work', commands()));
    d.unused(d.in('work', commands()));
  });
  expect(told(wrong)).toEqual([
    ['E433', "d.unused(d.in('work-in', commands()));"],
    ['E202', "d.unused(d.in('work', commands()));"],
  ]);
});

test('E434: a port of another component cannot be used', () => {
  let inside: dsl.Sink<dsl.Plain<'commands'>> | undefined;
  const Tile = component('Tile', (c) => {
    const core = c.add('core', MatrixCore());
    c.unused(core.results, core.spill, core.commands);
    inside = core.commands;
  });
  const wrong = design('Chip', options, (d) => {
    d.add('tile', Tile());
    const work = d.in('work', commands());
    if (inside !== undefined) d.connect(work, inside);
  });
  expect(told(wrong)).toEqual([['E434', 'if (inside !== undefined) d.connect(work, inside);']]);
});

test('E315: what only the estimate tells is no argument', () => {
  const wrong = design('Chip', options, (d) => {
    // As JavaScript would: tsc refuses it.
    const late = { capacity: as('information', mul(area, '1 b/mm^2')) };
    const sram: dsl.Component<dsl.PortSet> = Reflect.apply(Sram, undefined, [late]);
    d.add('buffer', sram);
  });
  expect(told(wrong).map(([code]) => code)).toEqual(['E315']);
});

test('a false requirement that is known at once stops the design', () => {
  const wrong = design('Chip', options, (d) => {
    d.require(d.clock.frequency.ge('1 GHz'), 'too slow');
  });
  expect(told(wrong)).toEqual([['E501', "d.require(d.clock.frequency.ge('1 GHz'), 'too slow');"]]);
});

test('an amount that mixes dimensions is told where it was made', () => {
  const wrong = design('Chip', options, (d) => {
    d.require(mul(area, 2).ge('5 W'));
  });
  expect(told(wrong)).toEqual([['E301', "d.require(mul(area, 2).ge('5 W'));"]]);
});

const rows = (value: number): ReadonlyMap<string, Value> => new Map([['rows', { kind: 'int', value }]]);

test('parameters of a design are checked against their bounds', () => {
  const definition = design('Chip', { ...options, parameters: { rows: parameter.int(16, 1, 64) } }, (d, { rows }) => {
    const core = d.add('core', MatrixCore({ rows }));
    d.unused(core.commands, core.results, core.spill);
  });
  expect(definition.elaborate(rows(100))[1].map(({ code }) => code)).toEqual(['E402']);
  expect(definition.elaborate(new Map([['cols', { kind: 'int', value: 1 }]]))[1].map(({ code }) => code)).toEqual([
    'E400',
  ]);
  expect(definition.elaborate(rows(32))[0]?.design.blocks[0]?.parameters['rows']).toEqual({ kind: 'int', value: 32 });
});

test('lanes are passed on, not connected', () => {
  const Phy = component('Phy', (c) => {
    const serial = c.in('serial', lanes(4));
    c.unused(serial);
    return { serial };
  });
  const right = design('Chip', options, (d) => {
    d.pass('serial', d.array('phy', 8, Phy()).all.serial);
  });
  expect(told(right)).toEqual([]);
  const wrong = design('Chip', options, (d) => {
    d.connect(d.in('serial', lanes(4)), d.add('phy', Phy()).serial);
  });
  expect(told(wrong)).toEqual([['E431', "d.connect(d.in('serial', lanes(4)), d.add('phy', Phy()).serial);"]]);
});

test('sizes of ports are positive whole numbers', () => {
  const wrong = design('Chip', options, (d) => {
    d.unused(d.in('data', stream('int8', 0)));
  });
  expect(told(wrong)).toEqual([['E304', "d.unused(d.in('data', stream('int8', 0)));"]]);
});
