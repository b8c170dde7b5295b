import type { FileContent, Host } from '../language/index.js';

/**
 * A host over texts in memory: a page, an editor's buffers, a test.
 *
 * @param files texts by path
 * @param standard texts of the standard library by import name, `std/memory`
 */
export function memoryHost(files: Readonly<Record<string, string>>, standard: Readonly<Record<string, string>>): Host {
  return {
    root: '',
    read: (path) => contentOf(files[path]),
    standard: (name) => contentOf(standard[`std/${name}`]),
  };
}

function contentOf(text: string | undefined): FileContent {
  return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
}
