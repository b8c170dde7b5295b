import { isSpan } from '../../src/diagnostics/index.js';
import { diagnose, hostOf } from '../support/language.js';

/** What is wrong with a source, in its order: each code with the piece of the source that it points at. */
export function problemsOf(source: string): readonly string[] {
  const { diagnostics } = diagnose(hostOf({ 'main.accel': source }));
  return diagnostics.map(({ code, origin }) => {
    const text = origin !== undefined && isSpan(origin) ? source.slice(origin.start, origin.end) : '';
    return `${code} "${text}"`;
  });
}
