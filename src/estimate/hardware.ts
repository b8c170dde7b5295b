import {
  dmaParameters,
  knownBlocks,
  libraryModels,
  macParameters,
  matrixCoreParameters,
  ownOf,
  tensorCoreParameters,
  type Answer,
  type BlockAssurance,
  type BlockCost,
  type BlockModels,
} from '../blocks/models.js';
import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { originKey, type Block, type Design, type Origins } from '../ir/index.js';
import { clockOf, placement, type PlacedBlock } from '../mapping/index.js';
import {
  circuitFigure,
  clockEnergy,
  clockTreeArea,
  dieCost,
  leakagePower,
  measuredChips,
  noClock,
  nodeNames,
  product,
  sum,
  times,
  reticle_mm2,
  settledHeat,
  type DieCost,
  type Figure,
  type Heat,
  type Ranged,
  type Settled,
  type Technology,
  type TechnologyData,
} from '../technology/index.js';
import { interval } from './ranges.js';
import type { DesignEstimate, DieEstimate, InstanceEstimate, UsedFigure } from './types.js';

/** A block of the design with its cost, all `placed.count` together. */
export interface CostedBlock {
  readonly placed: PlacedBlock;
  readonly cost: BlockCost;
  /** mm^2 */
  readonly area: Ranged;
  /** W, at the temperature that the die comes to at its TDP. */
  readonly leakage: Ranged;
  readonly assurance: BlockAssurance;
  readonly background: Ranged;
  readonly clock: BlockClock;
  readonly peak: Ranged;
}

/** What a block's clock tree takes. */
export interface BlockClock {
  /** W whenever the clock runs, all copies together. */
  readonly always: Ranged;
  /** J of a cycle in which one copy works, beyond that. */
  readonly working: Ranged;
}

/** A design with technology figures put to it. */
export interface CostedDesign {
  readonly data: TechnologyData;
  readonly technology: Technology;
  readonly blocks: readonly CostedBlock[];
  /** The temperature that the die comes to at its TDP. */
  readonly heat: Settled;
}

/**
 * Looks up figures and costs of a design. Errors E730 (process), E731 (block), and what is wrong with the code of a user's own block; W730 for a
 * supply outside the node's range, W733 for a block whose area nobody states.
 */
export function costDesign(
  design: Design,
  origins?: Origins,
  models: BlockModels = libraryModels,
): [CostedDesign | undefined, readonly Diagnostic[]] {
  const origin = origins?.get(originKey(design.name, 'module', design.name));
  const { node, voltage_v } = design.process;
  const figures = models.data.technology(node, voltage_v);
  if (figures === undefined) {
    return [undefined, [diagnostic('E730', origin, { node, known: nodeNames.join(', ') })]];
  }
  const { blocks } = placement(design);
  const unknown = [
    ...new Set(blocks.filter(({ block }) => models.model(block) === undefined).map(({ block }) => block.name)),
  ];
  if (unknown.length > 0) {
    return [undefined, unknown.map((block) => diagnostic('E731', origin, { block, known: knownBlocks() }))];
  }
  const answers = blocks.map((placed) => costBlock(placed, figures, models));
  const problems = answers.flatMap(([, found]) => found);
  const cold = answers.flatMap(([each]) => each ?? []);
  if (cold.length < answers.length) return [undefined, problems];
  const heat = settledHeat(figures, heatOf(cold, figures, models));
  const costed = cold.map((block) =>
    block.cost.leakage === undefined ? { ...block, leakage: product(block.leakage, heat.leakage) } : block,
  );
  return [
    { data: models.data, technology: figures, blocks: costed, heat },
    [
      ...problems,
      ...heatWarnings(design, heat, origin),
      ...supplyWarnings(figures, origin),
      ...areaWarnings(costed, models, origin),
      ...reticleWarnings(design, costed, origin),
    ],
  ];
}

/** Warns of the user's own blocks whose area nobody states, neither their declarations nor their code. */
function areaWarnings(
  blocks: readonly CostedBlock[],
  models: BlockModels,
  origin: Origin | undefined,
): readonly Diagnostic[] {
  const unstated = blocks.flatMap(({ placed: { block } }) =>
    block.external?.area_m2 === null && (ownOf(models.own, block)?.cost ?? null) === null ? [block] : [],
  );
  const found = new Map(unstated.map((block) => [block.name, block]));
  return [...found.values()].map(({ name, external }) => {
    const state = 'write "area = 0.2 mm^2;" in its declaration; "area = 0 mm^2;" if it has none on this die';
    const code = external?.code ?? null;
    const isRun = code === null || models.own.some((own) => own.code.file === code.file);
    const help = isRun ? state : `run its code with --trust ${code.package ?? '.'}, or ${state}`;
    return diagnostic('W733', origin, { block: name }, { help });
  });
}

function supplyWarnings(figures: Technology, origin: Origin | undefined): readonly Diagnostic[] {
  const range = figures.figures.get('vdd_nominal')?.range;
  if (range === undefined || (figures.voltage >= range[0] && figures.voltage <= range[1])) return [];
  const parameters = { node: figures.node, voltage: `${figures.voltage} V`, range: `${range[0]} V ..= ${range[1]} V` };
  return [diagnostic('W730', origin, parameters)];
}

/** What the die draws at its TDP: all but the memories outside it, of which only PHYs are on it. Leakage that is stated is taken as it is. */
function heatOf(blocks: readonly CostedBlock[], figures: Technology, models: BlockModels): Heat {
  const activity = circuitFigure(figures, 'tdp_activity');
  const own = blocks.filter(({ placed }) => !models.isMemory(placed.block));
  return {
    power: sum(
      ...own.flatMap(({ clock, background, peak }) => [clock.always, background, product(peak, activity)]),
      ...blocks.flatMap(({ cost, leakage }) => (cost.leakage === undefined ? [] : [leakage])),
    ),
    leakage: sum(...blocks.flatMap(({ cost, leakage }) => (cost.leakage === undefined ? [leakage] : []))),
    area: sum(...blocks.map(({ area }) => area)),
  };
}

/** Warns of a die that is hotter at its TDP than chips may be even by the least of all figures, or has no temperature at all. */
function heatWarnings(
  { name }: Design,
  { ends, limit, mayBeCold }: Settled,
  origin: Origin | undefined,
): readonly Diagnostic[] {
  if (ends === 'settles' || (ends === 'hot' && mayBeCold)) return [];
  const why =
    ends === 'hot'
      ? `comes to more than ${limit} degC`
      : 'gets hotter without end: each kelvin leaks more than it takes away';
  const help =
    'clock it slower, lower its supply, or spread its work; better cooling is the figure thermal_resistance of its process, in a file for --technology';
  return [diagnostic('W735', origin, { design: name, why }, { help })];
}

/** Warns of a die that one exposure does not cover, even by the least of its area. */
function reticleWarnings(
  { name }: Design,
  blocks: readonly CostedBlock[],
  origin: Origin | undefined,
): readonly Diagnostic[] {
  const { value, least } = sum(...blocks.map(({ area }) => area));
  if (least <= reticle_mm2) return [];
  const help = 'make dies of its parts, with links between them: a system of designs';
  const parameters = { design: name, area: `${Math.round(value)} mm^2`, reticle: `${reticle_mm2} mm^2` };
  return [diagnostic('W734', origin, parameters, { help })];
}

function costBlock(placed: PlacedBlock, figures: Technology, models: BlockModels): Answer<CostedBlock> {
  const model = models.model(placed.block);
  if (model === undefined) throw new Error(`no model of ${placed.block.name}`);
  const [cost, problems] = model.cost(placed.block, figures);
  if (cost === undefined) return [undefined, problems];
  const frequency = clockOf(placed);
  const own = sum(...cost.parts.map((part) => part.area));
  const tree = cost.clock === undefined ? undefined : clockTreeArea(figures, cost.clock);
  const energy = cost.clock === undefined ? noClock : clockEnergy(figures, cost.clock, own);
  const area = times(tree === undefined ? own : sum(own, tree), placed.count);
  const clock: BlockClock = {
    always: times(energy.always, frequency * placed.count),
    working: energy.working,
  };
  const costed: CostedBlock = {
    placed,
    cost: tree === undefined ? cost : { ...cost, parts: [...cost.parts, { name: 'clock tree', area: tree }] },
    clock,
    area,
    leakage: cost.leakage === undefined ? leakagePower(figures, area) : times(cost.leakage, placed.count),
    background: times(cost.background, placed.count),
    peak: times(sum(cost.peakPower(frequency), times(energy.working, frequency)), placed.count),
    assurance: model.assurance(placed.block),
  };
  return [costed, problems];
}

/** What the clock tree of the block at `path` takes; nothing where there is no such block, or none of its flip-flops are known. */
export function clockAt({ blocks }: CostedDesign, path: string | undefined): BlockClock {
  return blocks.find(({ placed }) => placed.path === path)?.clock ?? noClock;
}

/** J of the clock tree of a mover of the library for a bit that passes, beyond what it always takes: a beat of its narrower side passes in a cycle. */
export function moverClock({ placed, clock }: Pick<CostedBlock, 'placed' | 'clock'>): Ranged {
  const { widthBits, beatBits } = dmaParameters(placed.block);
  return times(clock.working, 1 / Math.min(widthBits, beatBits));
}

/**
 * Area, leakage and power of a design without a workload. Peak power has every block at its full rate at once; TDP takes
 * the stated share of the dynamic part. External memories draw power here but have no area on the die beyond their PHYs.
 */
export function estimateDesign(
  design: Design,
  origins?: Origins,
  models: BlockModels = libraryModels,
): [DesignEstimate | undefined, readonly Diagnostic[]] {
  const [costed, diagnostics] = costDesign(design, origins, models);
  return [costed === undefined ? undefined : designEstimate(design, costed), diagnostics];
}

export function designEstimate(design: Design, costed: CostedDesign): DesignEstimate {
  const { blocks } = costed;
  const area = sum(...blocks.map((block) => block.area));
  const leakage = sum(...blocks.map((block) => block.leakage));
  const idle = sum(leakage, ...blocks.flatMap(({ background, clock }) => [background, clock.always]));
  const dynamic = sum(...blocks.map((block) => block.peak));
  const activity = circuitFigure(costed.technology, 'tdp_activity');
  return {
    design: design.name,
    area_mm2: area.value,
    area_mm2_range: interval(area),
    die: dieEstimate(dieCost(costed.technology, area)),
    junction_c: costed.heat.junction.value,
    junction_c_range: interval(costed.heat.junction),
    junction_settles: costed.heat.ends === 'settles',
    leakage_w: leakage.value,
    leakage_w_range: interval(leakage),
    power_peak_w: sum(idle, dynamic).value,
    tdp_w: sum(idle, product(dynamic, activity)).value,
    tdp_activity: activity.value,
    peak_ops_per_s: allPeaks(blocks),
    instances: blocks.map((block) => instanceEstimate(block, activity)),
  };
}

function dieEstimate(cost: DieCost | undefined): DieEstimate | null {
  if (cost === undefined) return null;
  return {
    dies_per_wafer: cost.diesPerWafer,
    yield: cost.yield.value,
    yield_range: interval(cost.yield),
    wafer_usd: cost.wafer.value,
    cost_usd: cost.cost.value,
    cost_usd_range: interval(cost.cost),
  };
}

function instanceEstimate(block: CostedBlock, activity: Ranged): InstanceEstimate {
  const { placed, cost, area, leakage, background, clock, peak, assurance } = block;
  const idle = sum(leakage, background, clock.always);
  return {
    path: placed.path,
    block: placed.block.name,
    count: placed.count,
    area_mm2: area.value,
    area_mm2_range: interval(area),
    parts: cost.parts.map((part) => {
      const all = times(part.area, placed.count);
      return { name: part.name, area_mm2: all.value, area_mm2_range: interval(all) };
    }),
    leakage_w: leakage.value,
    leakage_w_range: interval(leakage),
    power_peak_w: sum(idle, peak).value,
    tdp_w: sum(idle, product(peak, activity)).value,
    peak_ops_per_s: peakOperations(placed),
    assurance,
  };
}

/** Operations a second of a matrix core, a tensor core or a `Mac` (of all its copies), a multiply-accumulate being two. */
function peakOperations(placed: PlacedBlock): InstanceEstimate['peak_ops_per_s'] {
  const unit = multipliersOf(placed.block);
  return unit === null ? null : { dtype: unit.dtype, value: 2 * unit.macs * placed.count * clockOf(placed) };
}

/** Multiply-accumulates that a block of the library does in a cycle, and its type of activations. */
function multipliersOf(block: Block): { readonly dtype: string; readonly macs: number } | null {
  if (block.external !== undefined) return null;
  switch (block.name) {
    case 'Mac':
      return { dtype: macParameters(block).activation, macs: 1 };
    case 'TensorCore': {
      const { m, n, k, activation } = tensorCoreParameters(block, measuredChips);
      return { dtype: activation, macs: m * n * k };
    }
    case 'MatrixCore': {
      const { rows, cols, dot, activation } = matrixCoreParameters(block);
      return { dtype: activation, macs: rows * cols * dot };
    }
    default:
      return null;
  }
}

function allPeaks(blocks: readonly CostedBlock[]): Readonly<Record<string, number>> {
  const peaks: Record<string, number> = {};
  for (const { placed } of blocks) {
    const peak = peakOperations(placed);
    if (peak !== null) peaks[peak.dtype] = (peaks[peak.dtype] ?? 0) + peak.value;
  }
  return peaks;
}

/** How sure the timing of a block of the library is: proved where hardware covers its parameters. */
export function assuranceOf(block: Block): InstanceEstimate['assurance'] {
  return libraryModels.model(block)?.assurance(block) ?? 'bounded';
}

/** The figures that a design's estimate rests on: the process node's, and those of its memories. */
export function usedFigures(costed: CostedDesign): readonly UsedFigure[] {
  const all = new Map<string, Figure>();
  for (const [name, value] of costed.technology.figures) all.set(`${costed.technology.node}.${name}`, value);
  for (const block of costed.blocks) for (const [name, value] of block.cost.figures) all.set(name, value);
  return [...all].map(([name, { value, unit, range, source, confidence }]) => ({
    name,
    value,
    unit,
    range,
    source,
    confidence,
  }));
}
