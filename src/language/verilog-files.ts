import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type * as ast from '../syntax/index.js';
import { spanOf } from './declare.js';
import { standardModule, type Host } from './host.js';
import { isInside, normalize } from './paths.js';
import { unreadable } from './unreadable.js';

/** A file of Verilog that a source names, and where it means it to be. */
export interface NamedVerilog {
  readonly at: ast.StringLiteral;
  /** Undefined for what is no path within anything. */
  readonly path: string | undefined;
}

/** The files that `verilog = "ip.v";` or `verilog = ["a.v", "b.v"];` names, relative to the file it stands in. */
export function verilogOf(file: string, node: ast.Expression): readonly NamedVerilog[] {
  const texts = node.kind === 'ListExpression' ? node.elements : [node];
  return texts.flatMap((at) => (at.kind === 'StringLiteral' ? [{ at, path: pathFrom(file, at.value) }] : []));
}

/** The path that a source means; undefined for what is no path within anything. */
function pathFrom(file: string, written: string): string | undefined {
  if (written === '' || written.startsWith('/') || /^[A-Za-z]:|\\/.test(written)) return undefined;
  const slash = file.lastIndexOf('/');
  return normalize(slash < 0 ? written : `${file.slice(0, slash)}/${written}`);
}

/** A file of Verilog that something which is no `.accel` file names, by the same rules; or what is wrong with it. */
export function readVerilogFile(
  host: Host,
  file: string,
  written: string,
): { readonly path: string; readonly text: string } | Diagnostic {
  const path = pathFrom(file, written);
  if (path === undefined || !isInside(path, host.root)) return outside(written, host.root, undefined);
  const content = host.read(path);
  return content.kind === 'text' ? { path, text: content.text } : unreadable(content, path, written, undefined);
}

function outside(written: string, root: string, origin: Diagnostic['origin']): Diagnostic {
  return diagnostic('E205', origin, { path: written, root: root === '' ? 'folder' : `"${root}"` });
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
  { host, root }: Reading,
  file: string,
  at: ast.StringLiteral,
  path: string | undefined,
): string | Diagnostic {
  const origin = spanOf(file, at);
  if (path === undefined || !isInside(path, root)) return outside(at.value, root, origin);
  const content = host.read(path);
  return content.kind === 'text' ? content.text : unreadable(content, path, at.value, origin);
}
