import type { Diagnostic } from '../diagnostics/index.js';
import type { Value } from '../ir/index.js';
import { analyze } from './analyze.js';
import type { Elaborated } from './elaborate.js';
import { evaluate } from './evaluate.js';
import { begin, emptyFrame, emptyScope } from './frame.js';
import type { Host } from './host.js';

/** The value of an early expression that stands alone: `2 * 8`, `512 KiB`. It knows no names but those of the prelude. */
export function evaluateText(text: string): Elaborated<Value> {
  const path = '<value>';
  const host: Host = {
    root: '',
    read: () => ({ kind: 'text', text: `const value = ${text};` }),
    standard: () => ({ kind: 'missing' }),
  };
  const { program, diagnostics } = analyze(host, path);
  if (program === undefined || failed(diagnostics)) return [undefined, diagnostics];
  const [constant, extra] = program.entry.declared;
  if (constant?.kind !== 'const' || extra !== undefined) return [undefined, diagnostics];
  const e = begin(program);
  const value = evaluate(e, emptyScope(constant.scope, emptyFrame()), constant.node.value);
  return [value, e.report.diagnostics];
}

function failed(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
