import { colored, plain, type Style } from '../report/index.js';
import { wantsColor, type ColorChoice, type Output, type Terminal } from './terminal.js';

/** The colours to write to `output` with. */
export function styleFor(output: Output, terminal: Terminal, choice: ColorChoice = 'auto'): Style {
  return wantsColor(choice, output, terminal.environment) ? colored : plain;
}
