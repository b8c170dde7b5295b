export { configuredAt, type Configured } from './configured.js';
export { checkFile, loadDesign } from './load.js';
export { type Trust } from './own-code.js';
export { nodeHost, projectOf, type ProjectPlace } from './host.js';
export {
  diagnosticPage,
  packageFolder,
  standardLibrary,
  standardLibraryFile,
  standardLibraryNames,
} from './package-folder.js';
export { readPage } from './page.js';
export { alreadyThere, projectTemplate, writeProject } from './template.js';
export { decode, largestSource, readModel, readSource, reasonOf, type ReadFailure, type SourceRead } from './read.js';
export { projectSources } from './sources.js';
export { runTypeScript, type ModuleExports } from './typescript.js';
export { watchFolder } from './watch.js';
export { writeFolder, writeWhole, type OutputFile } from './write.js';
export { loadWorkload, unread } from './workload-file.js';
