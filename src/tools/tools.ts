import { diagnostic, type Diagnostic } from '../diagnostics/index.js';

/** The outside programs that check and simulate the emitted Verilog. Nothing but `lint`, `simulate` and `yosys*` of this folder needs them. */
export const toolNames = ['verilator', 'icarus', 'yosys'] as const;
export type ToolName = (typeof toolNames)[number];

/** How a tool is started, asked for its version and installed. */
export interface ToolDescription {
  readonly name: ToolName;
  /** As people write it. */
  readonly title: string;
  /** Programs it consists of; the first one tells the version. */
  readonly programs: readonly [string, ...string[]];
  readonly versionArguments: readonly string[];
  readonly versionPattern: RegExp;
  readonly debianPackage: string;
  readonly homebrewPackage: string;
}

export const toolDescriptions: Readonly<Record<ToolName, ToolDescription>> = {
  verilator: {
    name: 'verilator',
    title: 'Verilator',
    programs: ['verilator'],
    versionArguments: ['--version'],
    versionPattern: /^Verilator (\S+)/m,
    debianPackage: 'verilator',
    homebrewPackage: 'verilator',
  },
  icarus: {
    name: 'icarus',
    title: 'Icarus Verilog',
    programs: ['iverilog', 'vvp'],
    versionArguments: ['-V'],
    versionPattern: /^Icarus Verilog version (\S+)/m,
    debianPackage: 'iverilog',
    homebrewPackage: 'icarus-verilog',
  },
  yosys: {
    name: 'yosys',
    title: 'Yosys',
    programs: ['yosys'],
    versionArguments: ['-V'],
    versionPattern: /^Yosys (\S+)/m,
    debianPackage: 'yosys',
    homebrewPackage: 'yosys',
  },
};

/** The diagnostic for a tool that is asked for and not there: which packages bring it. */
export function missingTool(name: ToolName): Diagnostic {
  const { title, programs, debianPackage, homebrewPackage } = toolDescriptions[name];
  return diagnostic(
    'E650',
    undefined,
    { tool: title, program: programs[0] },
    { help: `Debian and Ubuntu: apt-get install ${debianPackage}; macOS: brew install ${homebrewPackage}` },
  );
}
