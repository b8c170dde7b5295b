import { concat, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';

/** `value`, `cycles` enabled cycles later, through one shift register; `reset` clears all of it. */
export function shiftLine(
  m: ModuleBuilder,
  name: string,
  value: Signal,
  cycles: number,
  enable: Signal,
  reset = false,
): Signal {
  if (cycles === 0) return value;
  const { width } = value;
  const line = m.register(name, unsigned(width * cycles), reset ? { enable, reset: 0 } : { enable });
  const entering = value.asUnsigned();
  line.next(cycles === 1 ? entering : concat(line.slice(width * (cycles - 1) - 1, 0), entering));
  return line.slice(width * cycles - 1, width * (cycles - 1));
}
