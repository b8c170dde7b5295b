export { type MacroLibrary, type MacroPin, type MacroPort, type MemoryMacro } from './macro.js';
export { type Column, type PortChoice, type Tiling } from './fit.js';
export { lowerMemories, type Lowered, type LoweredMemory } from './lower.js';
export { macroModule } from './pins.js';
