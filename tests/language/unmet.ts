import { diagnose, hostOf } from '../support/language.js';

/** Those of the given early requirements that do not hold; `declarations` stand before the design that states them. */
export function unmet(...requirements: readonly string[]): readonly string[] {
  return unmetAfter('', ...requirements);
}

/** The same, after declarations that the requirements speak of. */
export function unmetAfter(declarations: string, ...requirements: readonly string[]): readonly string[] {
  const source = (each: string): string => `
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
${declarations}
design D {
  process tsmc_n7;
  clock main = 1 GHz;
  buffer: Sram { capacity: 1 KiB };
  unused buffer.serve;
  unused buffer.fill;
  require ${each};
}
`;
  return requirements.filter((each) => diagnose(hostOf({ 'main.accel': source(each) })).diagnostics.length > 0);
}
