/** The Prettier plugin: `prettier --plugin accel-hdl/prettier`. */
export { defaultOptions, languages, parsers, printers } from './syntax/printer/plugin.js';
