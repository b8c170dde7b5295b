/** A chip that is one small array, which Yosys maps in a second. */
export const smallArray = `import { PEArray } from "std/compute";
import { sky130 } from "std/process";
design Chip {
  process sky130;
  clock main = 100 MHz;
  array: PEArray { rows: 2, cols: 2, steps: 4 };
  port in weights = array.weights;
  port in activations = array.activations;
  port out sums = array.sums;
}
`;
