/** The API of `accel-hdl` in Node: the core, and designs from the disk. */
export * from './core.js';
export { nodeHost, projectOf, standardLibrary } from './workspace/node/index.js';
