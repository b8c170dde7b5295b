import { resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { accelWorkload, configWorkload, workloadFileOf, type FoundWorkload } from '../index.js';
import { nodeHost, projectOf } from './host.js';
import { readSource, type SourceRead } from './read.js';

/**
 * The workload of a file that a command line names (`models/llama.accel:decode`, `config.json:decode,batch=8`), relative to `folder`;
 * undefined where it names no file.
 */
export function loadWorkload(text: string, folder: string): FoundWorkload | undefined {
  const file = workloadFileOf(text);
  if (file === undefined) return undefined;
  if (file.kind === 'accel') {
    const place = projectOf(file.path, folder);
    return accelWorkload(nodeHost(place), place.path, file);
  }
  const read = readSource(resolve(folder, file.path));
  if (read.kind === 'text') return configWorkload(read.text, file);
  return { graph: undefined, diagnostics: [unread(read, file.path)], texts: new Map() };
}

/** What is told of a file that cannot be read. */
export function unread(read: Exclude<SourceRead, { readonly kind: 'text' }>, path: string): Diagnostic {
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
