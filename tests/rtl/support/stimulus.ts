import {
  compile,
  dataPorts,
  record,
  testbench,
  type Module,
  type Testbench,
  type Trace,
} from '../../../src/rtl/index.js';
import { Choices } from './random-module.js';

/** A run of the module in the built-in simulator: two cycles of reset, then random inputs, reset now and then. */
export function randomTrace(module: Module, numbers: readonly number[], cycles: number): Trace {
  const c = new Choices([...numbers].reverse());
  const recorder = record(module, compile(module, { optimise: false }));
  const { simulator } = recorder;
  const hasReset = module.ports.some((port) => port.role === 'reset');
  for (let cycle = 0; cycle < cycles; cycle++) {
    if (hasReset) simulator.set('rst', cycle < 2 || c.chance(3) ? 1 : 0);
    for (const port of dataPorts(module, 'input')) {
      const value = c.big(port.type.width);
      simulator.set(port.name, port.type.signed ? BigInt.asIntN(port.type.width, value) : value);
    }
    simulator.step();
  }
  return recorder.trace();
}

/** The testbench of such a run, with its vectors in a file. */
export function randomTestbench(
  module: Module,
  numbers: readonly number[],
  cycles: number,
): Testbench & { readonly vectorFile: string } {
  const vectorFile = `${module.name}.hex`;
  return { ...testbench(randomTrace(module, numbers, cycles), { vectorFile }), vectorFile };
}
