/**
 * Area and longest path of what we emit, made by Yosys and abc on open libraries, beside bars and what others reach in the same flow: nothing is
 * placed, the clock is ideal, wires cost nothing. Then the areas of multiply-adders by structure, from which `data/nodes.json` has its factors.
 *
 * Run with `npm run bench:ppa`. It takes some minutes and exits 1 where a bar is missed. `-- --quick` leaves out all but the rows with bars;
 * `-- --areas` holds the estimate of arrays and vector lanes to their area in each library instead, and `-- --fit` first makes
 * `data/synthesised-circuits.json` and `data/synthesised-conversions.json` anew. `--array TEXT` and `--node TEXT` choose among the arrays, of which all
 * take hours.
 * Without Yosys it says so and measures nothing; `ACCEL_REQUIRE_TOOLS=1` makes that a failure.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { adderStructures, multiplierStructures } from '../src/rtl/arithmetic/index.js';
import { printVerilog, type Module } from '../src/rtl/index.js';
import {
  findTool,
  knownLibraries,
  mapToCells,
  missingTool,
  type Mapped,
  type MappingLibrary,
} from '../src/tools/index.js';
import { judgeAreas } from './ppa/areas.js';
import { fitConversions } from './ppa/casts.js';
import { element, grid, multiplyAdder } from './ppa/designs.js';
import { judgeLanes } from './ppa/lanes.js';
import { missing, rows, type Figures } from './ppa/rows.js';
import { root } from './support/measure.js';

const timeLimit_s = 900;
const asap7Period = 500;

/** What the estimate of an array's or a lane's area may be off. */
const areaLimit = 0.15;

/** Periods that abc aims at, ps: short of what the structures reach, so that it sizes for speed. */
const periods = { asap7: asap7Period, sg13g2: 2500, sky130hd: 3000 };

function library(name: string): MappingLibrary {
  const known = knownLibraries[name];
  if (known === undefined) throw new Error(`no library ${name}`);
  const { drivingCell, load, file } = known;
  return { drivingCell, load, text: gunzipSync(readFileSync(`${root}data/liberty/${file}`)).toString('utf8') };
}

async function measured(module: Module, cells: MappingLibrary, target: number, flat = false): Promise<Mapped> {
  const files = printVerilog(module).map(({ file, text }) => ({ path: file, text }));
  const [mapped, problems] = await mapToCells(files, module.name, { library: cells, target, flat, timeLimit_s });
  if (mapped === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return mapped;
}

/** A module in the cells of one of the libraries, at its period. */
function mappedTo(module: Module, name: keyof typeof periods): Promise<Mapped> {
  return measured(module, library(name), periods[name]);
}

const figures = ({ area, path }: Mapped): Figures => ({ area, path: (path?.delay ?? 0) / 1000 });

function beside(found: Figures, other: Figures | undefined): string {
  if (other === undefined) return ''.padEnd(24);
  const ratio = (of: keyof Figures): string => (found[of] / other[of]).toFixed(2);
  return `${`${other.area} / ${other.path}`.padStart(13)} ${ratio('area')} ${ratio('path')}`.padEnd(24);
}

async function judgeRows(quick: boolean): Promise<void> {
  const cells = library('asap7');
  console.log(
    `ASAP7, abc -D ${asap7Period}; each module mapped once, or flat where it says so; um2, ns, ratios of both\n`,
  );
  console.log(
    `${''.padEnd(50)}${'area'.padStart(8)}${'path'.padStart(7)}  ${'bar'.padEnd(24)}  ${'others'.padEnd(24)}`,
  );
  for (const { what, module, flat, bar, other } of rows) {
    if (quick && bar === undefined) continue;
    const found = figures(await measured(module(), cells, asap7Period, flat));
    const missed = bar !== undefined && (found.area > bar.area || found.path > bar.path);
    const own = `${what.padEnd(50)}${found.area.toFixed(found.area < 1000 ? 1 : 0).padStart(8)}${found.path.toFixed(3).padStart(7)}`;
    console.log(`${own}  ${beside(found, bar)}  ${beside(found, other)}${missed ? ' MISSED' : ''}`.trimEnd());
    if (missed) process.exitCode = 1;
  }
  console.log('\nnot there yet, or not measured here yet, and what others reach');
  for (const [what, reached] of missing) console.log(`${what.padEnd(84)} ${reached}`);
}

/** Areas of `p + a * b` by structure, and their part of the plain one's. */
async function structureTable(): Promise<void> {
  console.log('\nint8 x int8 + int32 without registers: um2, part of the plain one, ns');
  for (const [name, period] of Object.entries(periods)) {
    const cells = library(name);
    let whole = 0;
    console.log(`${name}, abc -D ${period}`);
    for (const multiplier of multiplierStructures) {
      for (const adder of adderStructures) {
        const { area, path } = figures(await measured(multiplyAdder({ multiplier, adder }), cells, period));
        if (whole === 0) whole = area;
        console.log(
          `  ${`${multiplier}, ${adder}`.padEnd(28)}${area.toFixed(1).padStart(8)}  ${(area / whole).toFixed(3)}  ${path.toFixed(3)}`,
        );
      }
    }
  }
}

/** An 8 x 8 grid of elements by structure: the table of docs/blocks/pe-array.md. */
async function gridTable(): Promise<void> {
  console.log(`\n8 x 8 elements of 32-bit sums, one cycle, ASAP7, abc -D ${asap7Period}: um2, ns`);
  const cells = library('asap7');
  for (const multiplier of multiplierStructures) {
    for (const adder of adderStructures) {
      const module = grid(8, element({ structures: { multiplier, adder }, sumBits: 32, stages: 1 }), 32);
      const { area, path } = figures(await measured(module, cells, asap7Period));
      console.log(`  ${`${multiplier}, ${adder}`.padEnd(28)}${area.toFixed(0).padStart(8)}  ${path.toFixed(3)}`);
    }
  }
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    areas: { type: 'boolean', default: false },
    fit: { type: 'boolean', default: false },
    array: { type: 'string', default: '' },
    node: { type: 'string', default: '' },
  },
});
const yosys = await findTool('yosys');
if (yosys === null) {
  const { message, help } = missingTool('yosys');
  console.log(`nothing is measured: ${message} (${help ?? ''})`);
  if (process.env['ACCEL_REQUIRE_TOOLS'] === '1') process.exitCode = 1;
} else {
  const { quick, areas, fit, array, node } = options;
  console.log(`Yosys ${yosys.version}`);
  if (areas || fit) {
    if (fit) await fitConversions(mappedTo);
    const arrays = await judgeAreas(mappedTo, areaLimit, fit, { array, node });
    const lanes = array !== '' || (await judgeLanes(mappedTo, areaLimit));
    if (!arrays || !lanes) process.exitCode = 1;
  } else await judgeRows(quick);
  if (!quick && !areas && !fit) {
    await gridTable();
    await structureTable();
  }
}
