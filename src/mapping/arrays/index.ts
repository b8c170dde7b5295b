/** Loops on arrays of one's own multiply-accumulators: which are best, and how long they take from the first word to the last. */
export { chooseLoops, unmetPins, type ChosenLoops, type Effort, type Wanted } from './choose.js';
export { arrayMachine, outermostOf, widthOf, type ArrayMachine } from './machine.js';
export { timeOf, type ArrayTime, type Carried } from './time.js';
