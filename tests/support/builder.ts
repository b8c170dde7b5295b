import { runInThisContext } from 'node:vm';
import { transformSync } from 'esbuild';
import * as dsl from '../../src/dsl/index.js';
import { builderModule, type BuilderModule } from '../../src/workspace/index.js';

/** Runs the text of a module that uses the builder, and nothing else; file is what its lines are called in diagnostics. */
export function runModule(text: string, file = '/design.ts'): BuilderModule {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs', sourcefile: file });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const run: unknown = runInThisContext(`(function (require, module, exports) {${code}\n})`, { filename: file });
  const require = (name: string): unknown => {
    if (name === 'accel-hdl/dsl') return dsl;
    throw new Error(`${name} is not what a design imports`);
  };
  if (typeof run !== 'function') throw new Error('a module is a function');
  Reflect.apply(run, undefined, [require, module, module.exports]);
  return builderModule(module.exports);
}
