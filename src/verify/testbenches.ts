import { blockHardware, type OwnHardware } from '../blocks/hardware.js';
import { legal } from '../rtl/index.js';
import type { Design, Origins } from '../ir/index.js';
import { ownModules, type BuiltFile } from '../hardware/index.js';
import { checkTarget } from './check-target.js';
import { findTargets } from './targets.js';
import { testbench, testbenchName, testPortOfPrinted, type Printed } from './testbench.js';

/** Random cases that a testbench of a build repeats. */
const cases = 8;

/**
 * Self-checking testbenches of the design's blocks with recorded vectors, in the folder `testbench`: they need a Verilog-2005 simulator and
 * the files of the build, nothing else.
 */
export async function testbenches(
  design: Design,
  origins: Origins,
  own: readonly OwnHardware[] = [],
  printed: Printed = {},
): Promise<readonly BuiltFile[]> {
  const { modules } = ownModules(design, origins, own);
  const [targets] = findTargets(design, undefined, { own, modules });
  const files: BuiltFile[] = [];
  for (const target of targets) {
    const { block } = target;
    if (target.own === undefined && blockHardware.get(block.name)?.unsupported(block).length !== 0) continue;
    const request = { random: { cases, seed: 1 }, simulators: ['icarus'] as const };
    const [result] = await checkTarget(target, null, request, { origins, own });
    const recording = result?.recording ?? null;
    if (recording === null) continue;
    const module = legal(block.id);
    const name = testbenchName(module);
    const clock = recording.module.ports.find((port) => port.role === 'clock')?.name ?? null;
    const how = `In this folder: iverilog -g2005 -s ${name} -o ${name}.vvp ${name}.v ../*.v && vvp ${name}.vvp`;
    const testPort = testPortOfPrinted(recording.module, printed);
    for (const { path, text } of testbench(module, clock, recording.trace, [how], testPort))
      files.push({ path: `testbench/${path}`, text });
  }
  return files;
}
