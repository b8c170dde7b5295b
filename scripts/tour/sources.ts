/** Sources of the pictures that are no shipped example. */

/** A design that is too large for its requirement; one number of it repairs that. */
export const tooLarge = `import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

design Camera(rows: int = 64, cols: int = 64) {
  process tsmc_n7;
  clock main = 1.6 GHz;

  port in work: commands;
  core: MatrixCore { rows, cols };
  buffer: Sram { capacity: 4 MiB, word: 2 * cols * int8.width };

  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;

  require area <= 2 mm^2, "the share of the die";
}
`;

/** A parameter that is misspelt. */
export const mistaken = `import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";

const depth = 512 KiB;

component Tile(lanes: int in 1 ..= 64 = 16) {
  port in work: commands;
  core: MatrixCore { rows: lanes, cols: lanes };
  buffer: Sram { capcity: depth, word: 2 * lanes * int8.width };

  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;
}
`;

export const widths = `/// Multiply-accumulates side by side.
export const lanes = 16;

/// What a tile moves at a time.
export const word = 2 * lanes * int8.width;
`;

export const tile = `import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { lanes, word } from "./widths.accel";

export component Tile() {
  port in work: commands;
  core: MatrixCore {
    rows: lanes,
    cols: lanes,
  };
  buffer: Sram { capacity: 256 KiB, word };

  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;
}
`;

export const untidy = `import {Sram} from "std/memory";
import { MatrixCore }   from "std/compute";

component Tile(lanes:int in 1..=64=16){
port in work : commands;
   core:MatrixCore{rows:lanes,cols:lanes};
  buffer: Sram{capacity:256KiB};

  work->core.commands;   // the host's
  core.spill<->buffer.serve;


  unused core.results; unused buffer.fill;
}
`;
