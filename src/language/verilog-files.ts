import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import { standardModule, type FileContent, type Host } from './host.js';
import { isInside, normalize } from './paths.js';

/** A file of Verilog that a source names, and where it means it to be. */
export interface NamedVerilog {
  readonly at: ast.StringLiteral;
  /** Undefined for what is no path within anything. */
  readonly path: string | undefined;
}

/** The files that `verilog = "ip.v";` or `verilog = ["a.v", "b.v"];` names, relative to the file it stands in. */
export function verilogOf(file: string, node: ast.Expression): readonly NamedVerilog[] {
  const texts = node.kind === 'ListExpression' ? node.elements : [node];
  const slash = file.lastIndexOf('/');
  return texts.flatMap((at) => {
    if (at.kind !== 'StringLiteral') return [];
    const isRelative = at.value !== '' && !at.value.startsWith('/') && !/^[A-Za-z]:|\\/.test(at.value);
    return [
      { at, path: isRelative ? normalize(slash < 0 ? at.value : `${file.slice(0, slash)}/${at.value}`) : undefined },
    ];
  });
}

/** The Verilog that the extern components of a file name, by path, and what is wrong with it. */
export interface ReadVerilog {
  readonly texts: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Reading {
  readonly host: Host;
  /** The folder that the paths of the file never leave. */
  readonly root: string;
  /** What is wrong with a file that cannot be read. */
  readonly unreadable: (
    content: Exclude<FileContent, { kind: 'text' }>,
    path: string,
    written: string,
    origin: Diagnostic['origin'],
  ) => Diagnostic;
}

/** Reads the Verilog that the extern components of a file name; what is outside the project or cannot be read is reported. */
export function readVerilog(reading: Reading, file: string, tree: ast.SourceFile): ReadVerilog {
  const texts = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  if (standardModule(file) !== undefined) return { texts, diagnostics };
  for (const item of tree.items) {
    if (item.kind !== 'ComponentDeclaration' || item.flavour !== 'extern') continue;
    for (const member of item.members) {
      if (member.kind !== 'SettingStatement' || member.name.name !== 'verilog') continue;
      for (const { at, path } of verilogOf(file, member.value)) {
        const found = readOne(reading, file, at, path);
        if (typeof found !== 'string') diagnostics.push(found);
        else if (path !== undefined) texts.set(path, found);
      }
    }
  }
  return { texts, diagnostics };
}

function readOne(
  { host, root, unreadable }: Reading,
  file: string,
  at: ast.StringLiteral,
  path: string | undefined,
): string | Diagnostic {
  const origin = spanOf(file, at);
  if (path === undefined || !isInside(path, root)) {
    return diagnostic('E205', origin, { path: at.value, root: root === '' ? 'folder' : `"${root}"` });
  }
  const content = host.read(path);
  return content.kind === 'text' ? content.text : unreadable(content, path, at.value, origin);
}
