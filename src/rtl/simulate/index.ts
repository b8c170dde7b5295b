export { compile, type CompileOptions, type Failure, type MemoryAccess, type Simulator } from './simulator.js';
