/** Conversions of a vector lane as Yosys makes them on the open libraries: into fp32 on the way in, out of it on the way out. */
import { writeFileSync } from 'node:fs';
import { dtypeNamed } from '../../src/ir/index.js';
import { floatNamed, floatNames, type FloatName } from '../../src/numbers/index.js';
import { integerToFloat, narrowFloat, widenFloat } from '../../src/rtl/arithmetic/index.js';
import { moduleBuilder, signed, unsigned, type Module } from '../../src/rtl/index.js';
import type { Figure } from '../../src/technology/index.js';
import { root } from '../support/measure.js';
import { libraries, type Library, type Measure } from './libraries.js';

/** Each conversion by the name of its figure. */
export function conversions(): ReadonlyMap<string, Module> {
  const found = new Map<string, Module>();
  for (const name of ['int4', 'int8', 'int16', 'int32']) {
    const m = moduleBuilder(`from_${name}`);
    m.output('y', integerToFloat(m, 'cast', m.input('x', signed(dtypeNamed(name).width))));
    found.set(`from_${name}_gates`, m.build());
  }
  for (const name of floatNames) {
    if (name !== 'fp32') found.set(`from_${name}_gates`, widening(name));
    found.set(`to_${name}_gates`, narrowing(name));
  }
  return found;
}

function widening(name: FloatName): Module {
  const format = floatNamed(name);
  const m = moduleBuilder(`from_${name}`);
  m.output('y', widenFloat(m, 'cast', m.input('x', unsigned(format.width)), format));
  return m.build();
}

function narrowing(name: FloatName): Module {
  const m = moduleBuilder(`to_${name}`);
  m.output(
    'y',
    narrowFloat(m, 'cast', m.input('x', unsigned(32)), floatNamed(name), name === 'fp32' ? 'saturate' : 'infinity'),
  );
  return m.build();
}

/** Measures every conversion in every library and writes `data/synthesised-conversions.json`, in two-input gates of each. */
export async function fitConversions(map: Measure): Promise<void> {
  const nodes: [string, Record<string, Figure>][] = [];
  for (const library of libraries) nodes.push([library.node, await figuresIn(library, map)]);
  writeFileSync(`${root}data/synthesised-conversions.json`, `${JSON.stringify(Object.fromEntries(nodes), null, 2)}\n`);
  console.log('data/synthesised-conversions.json is new: format it');
}

async function figuresIn({ library, nand2, nand2Name }: Library, map: Measure): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  for (const [name, module] of conversions()) {
    const { area, version } = await map(module, library);
    const gates = area / nand2;
    const rounded = (value: number): number => Number(value.toPrecision(3));
    figures[name] = {
      value: rounded(gates),
      unit: 'gate',
      range: [rounded(gates * 0.85), rounded(gates * 1.15)],
      source: `npm run bench:ppa -- --fit: the conversion alone, Yosys ${version} on ${library}, in ${nand2Name}`,
      confidence: 'computed',
    };
    console.log(`  ${library} ${name.padEnd(22)} ${gates.toFixed(0).padStart(6)} gates`);
  }
  return figures;
}
