import { formatJson } from './json.js';
import type { Design } from './types.js';

/** A design as canonical JSON text: equal designs give equal bytes. `read` is its inverse. */
export function write(design: Design): string {
  return `${formatJson(design)}\n`;
}
