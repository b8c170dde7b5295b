/** How sure an estimate is: p10, p50 and p90 of its totals, and the figures that they hang on. */
import { libraryModels, type BlockModels } from '../../blocks/models.js';
import type { Design } from '../../ir/index.js';
import { designMeasures } from './measures.js';
import { spreadOf } from './spread.js';
import type { Uncertainty } from './types.js';

export { designMeasures, hardwareMeasures, workloadMeasures, type MappedOperation } from './measures.js';
export { spreadOf, type Measures } from './spread.js';
export type { MeasureName, MeasureSpread, Swing, Uncertainty } from './types.js';

/** How sure area and TDP of a design are, by `samples` draws; undefined where it has no figures. */
export function designUncertainty(
  design: Design,
  samples: number,
  models: BlockModels = libraryModels,
): Uncertainty | undefined {
  return spreadOf(models.data, designMeasures(design, models), samples);
}
