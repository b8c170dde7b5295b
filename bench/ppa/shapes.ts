/** The arrays whose area is measured, and held to the estimate's. */
import { arrayOperands, operandsName, type PEArrayParameters } from '../../src/blocks/pe-array/parameters.js';
import { adderStructures, multiplierStructures } from '../../src/rtl/arithmetic/index.js';
import { arrayParameters } from './designs.js';

type Given = Partial<PEArrayParameters>;

const floats = ['fp4_e2m1', 'fp8_e5m2', 'fp8_e4m3', 'bf16', 'fp16', 'tf32'] as const;

const booth = { multiplier: 'booth', adder: 'kogge_stone' } as const;

/** Two elements a side, of floats, with a register between product and sum and two of the sum. */
const ofFloats = {
  rows: 2,
  cols: 2,
  accumulator: 'fp32',
  multiplierRegisters: 1,
  adderRegisters: 2,
  ...booth,
} as const satisfies Given;

/** int8 in every structure, stage and dataflow. */
function ofStructures(): readonly Given[] {
  const found: Given[] = [];
  for (const dataflow of ['weight_stationary', 'output_stationary'] as const)
    for (const multiplierRegisters of [0, 1]) {
      for (const multiplier of multiplierStructures)
        for (const adder of adderStructures) found.push({ dataflow, multiplierRegisters, multiplier, adder });
      found.push({ dataflow, multiplierRegisters, hideLoading: false });
    }
  found.push({ dataflow: 'input_stationary', ...arrayOperands('int8', 'int4') });
  return found;
}

/** Integers of other widths, and of two. */
function ofWidths(): readonly Given[] {
  const wide = { ...arrayOperands('int16'), accumulator: 'int48', accumulatorBits: 48 };
  const types = [arrayOperands('int4'), arrayOperands('int8', 'int4'), wide];
  return [{}, booth].flatMap((structures) => types.map((type) => ({ ...type, ...structures })));
}

/** Floats with all their registers, of two types, and with sums that stay. */
function ofFormats(): readonly Given[] {
  const all = floats.flatMap((operand) =>
    [0, 1, 2, 3].map((registers) => ({
      ...ofFloats,
      ...arrayOperands(operand),
      multiplierRegisters: Math.min(1, registers),
      adderRegisters: Math.max(1, registers),
    })),
  );
  const kept = { ...ofFloats, ...arrayOperands('bf16'), dataflow: 'output_stationary' } as const;
  const sums = [1, 2, 3].map((adderRegisters) => ({ ...kept, adderRegisters }));
  return [{ ...ofFloats, ...arrayOperands('bf16', 'fp8_e4m3') }, ...sums, ...all];
}

/** Dot-product trees of integers, of floats and of blocks with scales. */
function ofGroups(): readonly Given[] {
  const integers = [arrayOperands('int8', 'int8', 4), arrayOperands('int4', 'int4', 8)];
  const trees = [
    arrayOperands('bf16', 'bf16', 2),
    arrayOperands('fp8_e4m3', 'fp8_e4m3', 4),
    arrayOperands('fp8_e5m2', 'fp8_e4m3', 4),
    arrayOperands('fp4_e2m1', 'fp4_e2m1', 8),
    arrayOperands('mxfp8', 'mxfp8', 32),
    arrayOperands('mxfp4', 'mxfp4', 32),
    arrayOperands('nvfp4', 'nvfp4', 16),
  ];
  return [
    ...integers.flatMap((types) => [{}, booth].map((given) => ({ rows: 4, cols: 4, ...types, ...given }))),
    ...trees.map((types) => ({ ...ofFloats, ...types })),
  ];
}

/** Elements whose multiplier rests where an operand is zero. */
function ofGating(): readonly Given[] {
  const integers = (['weight_stationary', 'output_stationary'] as const).flatMap((dataflow) =>
    [{}, { multiplierRegisters: 1 }, booth].map((given) => ({ dataflow, ...given })),
  );
  const bf16 = { ...ofFloats, ...arrayOperands('bf16') };
  const standing = { ...bf16, dataflow: 'output_stationary', adderRegisters: 1 } as const;
  return [...integers, bf16, standing].map((given) => ({ ...given, zeroGating: true }));
}

/** All of them. */
export function shapes(): readonly PEArrayParameters[] {
  return [ofStructures(), ofWidths(), ofFormats(), ofGroups(), ofGating()].flat().map(arrayParameters);
}

/** What distinguishes an array from the others. */
export function title(shape: PEArrayParameters): string {
  const { rows, cols, dataflow, dot, hideLoading, multiplierRegisters, adderRegisters, multiplier, adder } = shape;
  const stays = { weight_stationary: 'weights', output_stationary: 'outputs', input_stationary: 'inputs' }[dataflow];
  const words = [
    `${rows} x ${cols} ${dot === 1 ? '' : `${dot} `}${operandsName(shape)}`,
    `${stays} stay`,
    ...(hideLoading ? [] : ['not hidden']),
    ...(shape.zeroGating === true ? ['zero gating'] : []),
    `${multiplier} ${adder}`,
    `${multiplierRegisters} + ${adderRegisters}`,
  ];
  return words.join(', ');
}
