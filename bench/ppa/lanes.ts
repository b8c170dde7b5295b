/** Areas of lanes of a `VectorUnit` as Yosys makes them on the open libraries, beside those of the estimate at the nodes of the same name. */
import { vectorUnitCost } from '../../src/blocks/vector-unit/cost.js';
import { vectorLane } from '../../src/blocks/vector-unit/rtl/lane.js';
import type { VectorUnitParameters } from '../../src/blocks/vector-unit/parameters.js';
import { technology } from '../../src/technology/index.js';
import { laneParameters } from './designs.js';
import { libraries, type Library, type Measure } from './libraries.js';

/** Operands without conversions, with small and with large ones. */
const operands = ['fp32', 'int8', 'int32', 'bf16', 'fp16', 'fp8_e4m3'] as const;

/** Area that the estimate gives a lane, without what takes commands and the space that placing leaves free, in gates; and the part of conversions. */
function estimated(
  unit: VectorUnitParameters,
  { node, nand2 }: Library,
): readonly [whole: number, conversions: number] {
  const figures = technology(node, null);
  if (figures === undefined) throw new Error(`no node ${node}`);
  const gates = (area: number): number =>
    (area * (figures.figures.get('placement_utilisation')?.value ?? 1) * 1e6) / nand2;
  const { parts } = vectorUnitCost(unit, figures);
  const of = (names: (name: string) => boolean): number =>
    gates(parts.filter(({ name }) => names(name)).reduce((sum, { area }) => sum + area.value, 0));
  return [of((name) => name !== 'sequencer'), of((name) => name === 'conversions')];
}

/** Prints every lane beside its estimate; true where none is off by more than `limit`. */
export async function judgeLanes(map: Measure, limit: number): Promise<boolean> {
  let holds = true;
  for (const library of libraries) {
    console.log(`\nareas of vector lanes at ${library.node}, in gates: Yosys, estimate, of it conversions, error`);
    for (const operand of operands) {
      const unit = laneParameters(operand);
      const whole = (await map(vectorLane('lane', unit), library.library)).area / library.nand2;
      const [own, conversions] = estimated(unit, library);
      const error = own / whole - 1;
      const numbers = [whole, own, conversions].map((each) => each.toFixed(0).padStart(8)).join('');
      const mark = Math.abs(error) > limit ? ' MISSED' : '';
      console.log(
        `  ${`${operand} to ${unit.result}`.padEnd(24)}${numbers}${`${(100 * error).toFixed(1)} %`.padStart(9)}${mark}`,
      );
      holds &&= Math.abs(error) <= limit;
    }
  }
  return holds;
}
