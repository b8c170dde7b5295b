/** What mappings stand for, command by command: lists of units with barriers between them. */
export { matrixProgram } from './matrix.js';
export { vectorCommandCount, vectorProgram, type VectorListProgram } from './vector.js';
export type { MatrixProgram, Move, Program, Timed } from './types.js';
