/** The Prettier plugin of the language: `accel-hdl/prettier`. */
export { defaultOptions, languages, parsers, printers } from './syntax/printer/plugin.js';
