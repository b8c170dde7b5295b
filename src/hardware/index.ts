/** From a design to a chip: its Verilog and what integrators need beside it. */
export { build, buildChip, type Build, type BuildOptions } from './build.js';
export { type Chip } from './chip.js';
export { type BuiltFile, type TopClock, type TopPort, type TopSignal } from './files.js';
export { type Manifest } from './manifest.js';
export { sha256 } from './sha256.js';
export { hardwareData, hardwareText } from './text.js';
export { modulesOf } from '../rtl/index.js';
export { portWires, type PortWire } from '../ir/index.js';
