import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const found = new Map<string, boolean>();

/**
 * Whether a system tool (`verilator`, `iverilog`, `yosys`) is there, for `describe.skipIf(!hasTool('yosys'))`.
 * With `ACCEL_REQUIRE_TOOLS=1` a missing tool fails the run instead of skipping the tests.
 */
export function hasTool(name: string): boolean {
  let here = found.get(name);
  if (here === undefined) {
    const answer = spawnSync(name, [['verilator', 'cc', 'nvim'].includes(name) ? '--version' : '-V'], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    here = answer.error === undefined;
    found.set(name, here);
  }
  if (!here && process.env['ACCEL_REQUIRE_TOOLS'] === '1') throw new Error(`${name} is required here and missing`);
  return here;
}

/**
 * `describe` for tests that need system tools: skipped, with the missing tool in the name, where one is not there; with
 * `ACCEL_REQUIRE_TOOLS=1` a missing one fails. Icarus may be called `icarus` or `iverilog`.
 */
export function describeWithTool(tools: string | readonly string[], name: string, tests: () => void): void {
  const programs = [tools].flat().map((tool) => (tool === 'icarus' ? 'iverilog' : tool));
  const missing = programs.filter((tool) => !hasTool(tool));
  const title = missing.length === 0 ? name : `${name} (needs ${missing.join(', ')})`;
  describe.skipIf(missing.length > 0)(`${title}`, () => {
    tests();
  });
}
