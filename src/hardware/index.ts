/** From a design to a chip: its Verilog and what integrators need beside it. */
export { type BuiltFile } from './files.js';
export { sha256 } from './sha256.js';
export { hardwareData, hardwareText } from './text.js';
export { portWires, type PortWire } from './wires.js';
