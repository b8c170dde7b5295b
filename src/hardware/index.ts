/** From a design to a chip: its Verilog and what integrators need beside it. */
export { build, buildChip, type Build, type BuildOptions } from './build.js';
export { type ChipGating } from './clock-gating.js';
export { blockPaths, moduleAt, type Chip } from './chip.js';
export { printVerilog } from '../rtl/index.js';
export { type BuiltFile, type TopClock, type TopPort, type TopSignal } from './files.js';
export { readMacroLibrary } from './macro-library.js';
export { type Manifest } from './manifest.js';
export { type FileOrigins, type OriginPlace, type VerilogOrigins } from './origins.js';
export { firstInstance, misfitsOf, ownModules, type OwnModules } from './own.js';
export { sha256 } from './sha256.js';
export { hardwareData, hardwareText } from './text.js';
export { modulesOf, type ClockGating, type MacroLibrary, type Module } from '../rtl/index.js';
export { type OwnHardware } from '../blocks/hardware.js';
export { portWires, type PortWire } from '../ir/index.js';
