/** The API of `accel-hdl` in Node: the core, and designs from the disk. */
export * from './core.js';
export {
  checkFile,
  loadDesign,
  nodeHost,
  projectOf,
  standardLibrary,
  type ProjectPlace,
} from './workspace/node/index.js';
