import { error } from '../define.js';
import { chips } from './chips.js';

/** E6xx: RTL and hardware. */
export const hardware = {
  E601: error(
    'value does not fit',
    (p: { target: string; type: string; value: string }) => `${p.value} does not fit ${p.target}, which is ${p.type}`,
  ),
  E602: error(
    'signed and unsigned mixed',
    (p: { operator: string; left: string; right: string }) =>
      `${p.operator} takes operands of one signedness, not ${p.left} and ${p.right}`,
  ),
  E603: error(
    'signal without a driver',
    (p: { module: string; signal: string }) => `nothing drives ${p.signal} in module ${p.module}`,
  ),
  E604: error(
    'signal with several drivers',
    (p: { module: string; signal: string }) => `${p.signal} in module ${p.module} is driven more than once`,
  ),
  E605: error(
    'unused input',
    (p: { module: string; signal: string }) => `${p.signal} of module ${p.module} is never read`,
  ),
  E606: error(
    'combinational loop',
    (p: { module: string; path: string }) => `a combinational loop in module ${p.module}: ${p.path}`,
  ),
  E607: error(
    'name used twice',
    (p: { module: string; name: string }) => `module ${p.module} has two signals or instances named ${p.name}`,
  ),
  E608: error(
    'no such port',
    (p: { module: string; port: string; direction: string }) => `module ${p.module} has no ${p.direction} ${p.port}`,
  ),
  E609: error(
    'width out of range',
    (p: { operation: string; width: number; lower: number; upper: number }) =>
      `${p.operation} cannot give ${p.width} bits here; ${p.lower} to ${p.upper} are possible`,
  ),
  E610: error(
    'bits out of range',
    (p: { high: number; low: number; type: string }) => `bits ${p.high} to ${p.low} are not within ${p.type}`,
  ),
  E611: error(
    'wrong size of a vector',
    (p: { target: string; expected: number; actual: number }) =>
      `${p.target} takes ${p.expected} bits, not ${p.actual}`,
  ),
  E612: error(
    'signal of another module',
    (p: { module: string; signal: string; other: string }) =>
      `${p.signal} belongs to module ${p.other} and cannot be used in module ${p.module}`,
  ),
  E613: error(
    'memory that cannot be built',
    (p: { memory: string; reason: string }) => `memory ${p.memory} ${p.reason}`,
  ),
  E614: error('grid that cannot be built', (p: { grid: string; reason: string }) => `grid ${p.grid} ${p.reason}`),
  E615: error(
    'crossing of clocks without a synchroniser',
    (p: { module: string; from: string; fromClock: string; to: string; toClock: string }) =>
      `in module ${p.module} ${p.from} changes with ${p.fromClock}, and ${p.to} samples it with ${p.toClock}, without a synchroniser between`,
  ),
  E616: error(
    'synchroniser of several bits',
    (p: { module: string; signal: string; width: number }) =>
      `the ${p.width} bits of ${p.signal} in module ${p.module} would arrive in different cycles`,
  ),
  E617: error(
    'crossing of resets without a synchroniser',
    (p: { module: string; from: string; fromReset: string; to: string; toReset: string }) =>
      `in module ${p.module} ${p.from} changes at once with ${p.fromReset}, and ${p.to}, which ${p.toReset} resets, samples it without a synchroniser between`,
  ),
  ...chips,
} as const;
