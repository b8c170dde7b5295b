import { problem, type Problem } from '../ir/index.js';

/** A file of Verilog: its path as the language has it, and its text; or why it cannot be read. */
export type VerilogFile =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads a file of Verilog by the path that a source wrote; `from` is the source's own file. */
export type ReadVerilog = (written: string, from: string | undefined) => VerilogFile;

/** For whoever has no files: none is there. */
export const noVerilog: ReadVerilog = (path) => ({ kind: 'problem', problem: problem('E001', { path }) });
