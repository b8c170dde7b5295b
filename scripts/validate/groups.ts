import { countsGroup } from './counts.js';
import { gpuGroup } from './gpu.js';
import type { Group } from './group.js';
import { hardwareGroup } from './hardware.js';
import { powerGroup } from './power.js';
import { referenceGroup } from './reference-run.js';
import { analysisGroup, siliconGroup } from './silicon.js';
import { systolicGroup } from './systolic.js';

/** All comparisons, in the order of the page: what is exact first. */
export async function allGroups(): Promise<readonly Group[]> {
  return [
    systolicGroup(),
    countsGroup(),
    referenceGroup(),
    await hardwareGroup(),
    analysisGroup(),
    siliconGroup(),
    powerGroup(),
    gpuGroup(),
  ];
}
