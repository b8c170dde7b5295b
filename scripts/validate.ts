/**
 * Holds the estimator against everything that it can be held against, and writes `docs/validation.md`: closed forms and access counts of other tools, our own
 * hardware in simulation, published silicon. Run with `npm run validate`; it takes half a minute. A test says whether the page is current.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bundles.js';
import { summaryOf } from './validate/group.js';
import { allGroups } from './validate/groups.js';
import { percent, validationPage } from './validate/page.js';

const groups = await allGroups();
for (const { title, comparisons, bar } of groups) {
  const { mean, worst } = summaryOf(comparisons);
  console.log(`${title}: ${comparisons.length} figures, mean ${percent(mean)}, worst ${percent(worst)}; bar: ${bar}`);
}
writeFileSync(join(root, 'docs/validation.md'), await validationPage(groups));
