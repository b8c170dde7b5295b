import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { BlockCode } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import { standardModule, type Host } from './host.js';
import { manifestOf, ownerOf, type Packages } from './packages.js';
import { unreadable } from './unreadable.js';

/** Which extern components of a file have code, by name, and what is wrong with what says so. */
export interface ReadCode {
  readonly blocks: ReadonlyMap<string, BlockCode>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Reading {
  readonly host: Host;
  readonly packages: Packages;
}

/** Looks up the extern components of a file in the `accel.json` of whom the file belongs to. No code is run, only named. */
export function readCode({ host, packages }: Reading, file: string, tree: ast.SourceFile): ReadCode {
  const blocks = new Map<string, BlockCode>();
  const diagnostics: Diagnostic[] = [];
  const own = tree.items.flatMap((item) =>
    item.kind === 'ComponentDeclaration' && item.flavour === 'extern' ? [item.name] : [],
  );
  if (own.length === 0 || standardModule(file) !== undefined) return { blocks, diagnostics };
  const owner = ownerOf(host, packages, file);
  const manifest = manifestOf(host, packages, owner.root);
  for (const at of own) {
    const origin = spanOf(file, at);
    if (manifest.kind === 'invalid') {
      diagnostics.push(diagnostic('E232', origin, { of: ownerName(owner.package), why: manifest.why }));
      break;
    }
    const path = manifest.blocks.get(at.name);
    if (path === undefined) continue;
    const content = host.read(path);
    if (content.kind !== 'text') diagnostics.push(unreadable(content, path, path, origin));
    else blocks.set(at.name, { package: owner.package, file: path });
  }
  return { blocks, diagnostics };
}

/** Who an `accel.json` is of, for messages. */
export function ownerName(name: string | null): string {
  return name === null ? 'the project' : `the package "${name}"`;
}
