export {
  cellNames,
  readLibrary,
  type Arc,
  type CellLibrary,
  type Edges,
  type LibraryCell,
  type LibraryPin,
} from './library.js';
export { lookUp, type Table } from './table.js';
