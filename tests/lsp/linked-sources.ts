/** A project whose files import each other, with a name of each kind that another file uses. */
export const linkedSources: Readonly<Record<string, string>> = {
  'values.accel': `/// How wide it is.
export const lanes = 4;
export const deep = lanes * 2;
export enum Flow { still, moving }
export fn twice(x: int, flow: Flow = .still): int = flow == .still ? x * 2 : x;
`,
  'parts.accel': `import { Sram } from "std/memory";
import { deep, Flow, twice } from "./values.accel";

export interface Store {
  port in fill: memory<int8, 4, 4 KiB>;
  let size: information;
}

export component Tile(rows: int in 1 ..= 64 = twice(x: 3), depth: information = 64 KiB) {
  buffer: Sram { capacity: depth, word: 128 b };
  port fill = buffer.fill;
  unused buffer.serve;
  let total = rows * buffer.words + deep;
  for i in 0 .. rows { let twisted = i + total; }
}

export component Small = Tile { rows: 2 };
export const kind: Flow = .moving;
`,
  'more.accel': `export { Tile as Brick } from "./parts.accel";
export { lanes } from "./values.accel";
import * as v from "./values.accel";
export const wide = v.twice(v.lanes, .moving);
`,
  'chip.accel': `import { Small, Tile, kind } from "./parts.accel";
import { Brick, lanes, wide } from "./more.accel";
import { tsmc_n7 } from "std/process";
import * as v from "./values.accel";

const way = kind == .still ? lanes : wide;

design Chip(count: int = 2) {
  process tsmc_n7;
  clock main = 1 GHz;
  left: Small;
  right: Tile[count] { rows: v.lanes, depth: 32 KiB };
  brick: Brick { rows: way };
  unused left.fill;
  unused right[*].fill;
  unused brick.fill;
  let most = left.total + right[0].total;
  require most > 4, "enough";
}

workload load(n: int = wide) { einsum O: int32[i, k] += A: int8[i, j] * B: int8[j, k] where i = n, j = 4, k = 8; }
`,
};
