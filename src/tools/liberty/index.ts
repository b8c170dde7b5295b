export {
  cellNames,
  gatingCell,
  readLibrary,
  type Arc,
  type CellLibrary,
  type Edges,
  type GatingCell,
  type LibraryCell,
  type LibraryPin,
} from './library.js';
export { lookUp, type Table } from './table.js';
