import type { Figure, TechnologyData } from '../../technology/index.js';
import { percentile, quantile, strata } from './draw.js';
import type { MeasureName, MeasureSpread, Swing, Uncertainty } from './types.js';

/** What is worked out from technology figures: the measures, in base units (areas in mm^2); undefined where the figures make no sense to somebody's code. */
export type Measures = (data: TechnologyData) => ReadonlyMap<MeasureName, number> | undefined;

const units: Readonly<Record<MeasureName, string>> = {
  latency: 's',
  energy: 'J',
  power: 'W',
  area: 'mm2',
  tdp: 'W',
  cost: 'USD',
};

/** What is chosen by the design, not known by the technology: a range of supplies that a node works at. */
const chosen = /\.(?:vdd_nominal|energy_voltage)$/;

/** Figures that move a measure by less than this share of it are left out. */
const leastSwing = 0.001;

/**
 * How sure measures are that follow from technology figures. Figures are drawn as independent of each other; a Latin hypercube of `samples` draws, always
 * the same ones. Undefined where the measures themselves are.
 */
export function spreadOf(data: TechnologyData, measures: Measures, samples: number): Uncertainty | undefined {
  const figures = new Map<string, Figure>();
  const values = measures(
    data.adjusted((name, figure) => {
      if (figure.range[0] < figure.range[1] && !chosen.test(name)) figures.set(name, figure);
      return figure;
    }),
  );
  if (values === undefined) return undefined;
  const drawn = draws(data, measures, figures, samples);
  const ends = [...figures].flatMap(([name, figure]) => {
    const [atLeast, atGreatest] = figure.range.map((end) => measures(withFigures(data, new Map([[name, end]]))));
    return atLeast === undefined || atGreatest === undefined ? [] : [{ name, figure, atLeast, atGreatest }];
  });
  const spread = ([measure, value]: readonly [MeasureName, number]): MeasureSpread => {
    const sorted = drawn.flatMap((each) => each.get(measure) ?? []).toSorted((a, b) => a - b);
    const [p10, p50, p90] = [percentile(sorted, 0.1), percentile(sorted, 0.5), percentile(sorted, 0.9)];
    const swings = ends.map(({ name, figure, atLeast, atGreatest }): Swing => ({
      figure: name,
      unit: figure.unit,
      figure_value: figure.value,
      figure_range: figure.range,
      at_least: atLeast.get(measure) ?? value,
      at_greatest: atGreatest.get(measure) ?? value,
    }));
    return { measure, unit: units[measure], value, p10, p50, p90, tornado: tornadoOf(swings, value) };
  };
  return { samples: drawn.length, measures: [...values].map(spread) };
}

/** Measures with all figures drawn at once, `samples` times. */
function draws(
  data: TechnologyData,
  measures: Measures,
  figures: ReadonlyMap<string, Figure>,
  samples: number,
): readonly ReadonlyMap<MeasureName, number>[] {
  const probabilities = new Map([...figures.keys()].map((name) => [name, strata(name, samples)]));
  return Array.from({ length: samples }, (_, index) => {
    const drawn = [...figures].map(
      ([name, figure]) => [name, quantile(figure, probabilities.get(name)?.[index] ?? 0.5)] as const,
    );
    return measures(withFigures(data, new Map(drawn)));
  }).flatMap((each) => each ?? []);
}

/** The data with some figures at other values, known exactly. */
function withFigures(data: TechnologyData, values: ReadonlyMap<string, number>): TechnologyData {
  return data.adjusted((name, figure) => {
    const value = values.get(name);
    return value === undefined ? figure : { ...figure, value, range: [value, value] };
  });
}

/** The swings worth a look, the widest first; of equal ones by name. */
function tornadoOf(swings: readonly Swing[], value: number): readonly Swing[] {
  const width = ({ at_least, at_greatest }: Swing): number => Math.abs(at_greatest - at_least);
  return swings
    .filter((swing) => width(swing) > leastSwing * value)
    .toSorted((a, b) => width(b) - width(a) || (a.figure < b.figure ? -1 : 1));
}
