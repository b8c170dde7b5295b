import type { Diagnostic } from '../diagnostics/index.js';
import type { ImportedOnnx, OnnxOptions } from './onnx/index.js';

export type { ImportedOnnx, LeftOperators, OnnxOptions } from './onnx/index.js';

/**
 * The workload of an ONNX model, with the shapes of all that is within: by inference of our own, whatever the file says. What reads
 * protobuf is loaded when it is first asked for.
 *
 * @param bytes of the file; weights in them are neither read nor copied
 * @param path what the file is called in messages
 * @returns E717, E718 or E719 where there is no workload
 */
export async function importOnnx(
  bytes: Uint8Array,
  path: string,
  options: OnnxOptions = {},
): Promise<readonly [ImportedOnnx | undefined, readonly Diagnostic[]]> {
  const { readWorkload } = await import('./onnx/index.js');
  return readWorkload(bytes, path, options);
}
