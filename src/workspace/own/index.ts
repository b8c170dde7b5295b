/** Blocks of the user's own: which have code, and what that code answers. Nothing in here runs a file. */
export { noCode, ownHardware, readBlock, type OwnCode, type RunCode, type Thrown } from './read.js';
export { misnamedBlocks, notRun, wantedBlocks, type WantedBlock } from './wanted.js';
