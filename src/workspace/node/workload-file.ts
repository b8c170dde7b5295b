import { resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { accelWorkload, configWorkload, onnxWorkload, workloadFileOf, type FoundWorkload } from '../index.js';
import { nodeHost, projectOf } from './host.js';
import { readModel, readSource, type ReadFailure } from './read.js';

/**
 * The workload of a file that a command line names (`models/llama.accel:decode`, `config.json:decode,batch=8`, `net.onnx:batch=8`), relative to `folder`;
 * undefined where it names no file.
 */
export async function loadWorkload(text: string, folder: string): Promise<FoundWorkload | undefined> {
  const file = workloadFileOf(text);
  if (file === undefined) return undefined;
  if (file.kind === 'accel') {
    const place = projectOf(file.path, folder);
    return accelWorkload(nodeHost(place), place.path, file);
  }
  if (file.kind === 'onnx') {
    const model = readModel(resolve(folder, file.path));
    return model.kind === 'bytes' ? onnxWorkload(model.bytes, file) : failed(model, file.path);
  }
  const read = readSource(resolve(folder, file.path));
  return read.kind === 'text' ? configWorkload(read.text, file) : failed(read, file.path);
}

function failed(read: ReadFailure, path: string): FoundWorkload {
  return { graph: undefined, diagnostics: [unread(read, path)], texts: new Map() };
}

/** What is told of a file that cannot be read. */
export function unread(read: ReadFailure, path: string): Diagnostic {
  switch (read.kind) {
    case 'missing':
      return diagnostic('E001', undefined, { path });
    case 'directory':
      return diagnostic('E002', undefined, { path });
    case 'invalid_utf8':
      return diagnostic('E003', undefined, { path });
    case 'too_large':
      return diagnostic('E004', undefined, { path, bytes: read.bytes, limit: read.limit });
    case 'unreadable':
      return diagnostic('E005', undefined, { path, reason: read.reason });
  }
}
