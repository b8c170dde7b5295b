import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { standardModule, type FileContent } from './host.js';

/** What is wrong with a file that is not there or no text; `written` is how a source named it. */
export function unreadable(
  content: Exclude<FileContent, { kind: 'text' }>,
  path: string,
  written: string,
  origin: Diagnostic['origin'],
): Diagnostic {
  if (standardModule(path) !== undefined) return diagnostic('E206', origin, { path: written });
  switch (content.kind) {
    case 'directory':
      return diagnostic('E002', origin, { path });
    case 'invalid_utf8':
      return diagnostic('E003', origin, { path });
    case 'too_large':
      return diagnostic('E004', origin, { path, bytes: content.bytes, limit: content.limit });
    case 'unreadable':
      return diagnostic('E005', origin, { path, reason: content.reason });
    default:
      return diagnostic('E001', origin, { path });
  }
}
