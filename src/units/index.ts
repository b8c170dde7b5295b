export { baseUnits, type BaseUnit, type Dimension, type Quantity } from './types.js';
