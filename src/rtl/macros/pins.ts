import { externalModule, type Clock, type Module, type Port } from '../module.js';
import { addressWidth, bit, unsigned } from '../types.js';
import type { MacroPort, MemoryMacro } from './macro.js';

/** Pins of the mask of a macro. */
export function maskPins({ bits, mask_bits = bits }: MemoryMacro): number {
  return Math.ceil(bits / mask_bits);
}

/** A macro as a module that is written elsewhere. */
export function macroModule(macro: MemoryMacro): Module {
  const clocks = [...new Set(macro.ports.map(({ clock }) => clock))].map((name): Clock => ({ name, reset: '' }));
  const clockPorts = clocks.map(({ name }): Port => ({ name, direction: 'input', role: 'clock', type: bit }));
  const input = (name: string, width: number): Port => {
    return { name, direction: 'input', role: 'data', type: unsigned(width) };
  };
  const tied = (macro.tied ?? []).map(({ pin, bits }) => input(pin, bits));
  return externalModule(macro.name, clocks, [...clockPorts, ...macro.ports.flatMap(pinsOf), ...tied], []);

  function pinsOf({ address, in: data, out, enable, write, mask }: MacroPort): readonly Port[] {
    return [
      ...(enable === undefined ? [] : [input(enable.pin, 1)]),
      ...(write === undefined ? [] : [input(write.pin, 1)]),
      ...(mask === undefined ? [] : [input(mask.pin, maskPins(macro))]),
      input(address, addressWidth(macro.words)),
      ...(data === undefined ? [] : [input(data, macro.bits)]),
      ...(out === undefined
        ? []
        : [{ name: out, direction: 'output', role: 'data', type: unsigned(macro.bits) } as const]),
    ];
  }
}
