import { diagnostic, isSpan, type Diagnostic } from '../diagnostics/index.js';
import { parse } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import { declare, declareItem, spanOf, type Declaring } from './declare.js';
import type { Entity, Names } from './entities.js';
import { standardModule, standardPath, type FileContent, type Host, type Limits } from './host.js';
import { prelude } from './prelude.js';
import type { Report, SourceModule, Unread } from './program.js';
import { didYouMean, listNames } from './suggest.js';

/** The files of a program. */
export interface ModuleGraph {
  /** Absent where the entry cannot be read. */
  readonly entry: SourceModule | undefined;
  /** By path, imported before importing. */
  readonly modules: ReadonlyMap<string, SourceModule>;
  readonly bodies: ReadonlyMap<readonly ast.Member[], Names>;
  /** What each import brought in, for finding those never used. */
  readonly imports: readonly Imported[];
}

/** A name that an import brings into a file. */
export interface Imported {
  readonly file: string;
  readonly at: ast.Identifier;
  readonly entity: Entity;
}

interface Loading {
  readonly parse: typeof parse;
  readonly host: Host;
  readonly limits: Limits;
  readonly report: Report;
  readonly modules: Map<string, SourceModule>;
  readonly bodies: Map<readonly ast.Member[], Names>;
  readonly imports: Imported[];
  /** Paths whose imports are being read, outermost first. */
  readonly stack: string[];
  /** UTF-16 units read so far. */
  size: number;
}

/** Reads a file and all that it imports, and declares their names. */
export function loadModules(
  host: Host,
  entryPath: string,
  limits: Limits,
  report: Report,
  parseText: typeof parse = parse,
): ModuleGraph {
  const loading: Loading = {
    parse: parseText,
    host,
    limits,
    report,
    modules: new Map(),
    bodies: new Map(),
    imports: [],
    stack: [],
    size: 0,
  };
  const path = normalize(entryPath) ?? entryPath;
  const entry = load(loading, path, entryPath, undefined);
  return { entry, modules: loading.modules, bodies: loading.bodies, imports: loading.imports };
}

/** Reads the file of `path` unless it has been read; what is wrong is reported at `from`, the import that asks for it. */
function load(
  loading: Loading,
  path: string,
  written: string,
  from: { readonly file: string; readonly at: ast.NodeBase } | undefined,
): SourceModule | undefined {
  const known = loading.modules.get(path);
  if (known !== undefined) return known;
  const origin = from === undefined ? undefined : spanOf(from.file, from.at);
  const content = read(loading.host, path);
  if (content.kind !== 'text') {
    loading.report.add(unreadable(content, path, written, origin));
    return undefined;
  }
  loading.size += content.text.length;
  if (loading.size > loading.limits.source) {
    loading.report.add(
      diagnostic('E230', origin, { what: 'the sources together', limit: `${loading.limits.source} characters` }),
    );
    return undefined;
  }
  return readModule(loading, path, content.text);
}

function read(host: Host, path: string): FileContent {
  const standard = standardModule(path);
  return standard === undefined ? host.read(path) : host.standard(standard.slice('std/'.length));
}

function unreadable(
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

function readModule(loading: Loading, path: string, text: string): SourceModule {
  const { report, bodies } = loading;
  const { ast: tree, diagnostics } = loading.parse(text, path);
  for (const each of diagnostics) report.add(each);
  const scope: Names = { file: path, names: new Map(), parent: prelude, nameless: false };
  const exports = new Map<string, Entity>();
  loading.stack.push(path);
  const declaring: Declaring = { file: path, report, bodies };
  for (const item of tree.items) {
    if (item.kind === 'ImportDeclaration') importNames(loading, item, scope);
    else if (item.kind === 'ReexportDeclaration') reexport(loading, item, scope, exports);
  }
  const declared: Entity[] = [];
  for (const item of tree.items) {
    const entity = declareItem(item, scope, declaring);
    if (entity === undefined || !('at' in entity)) continue;
    declared.push(entity);
    declare(scope, entity, report);
    if ('exported' in item && item.exported && scope.names.get(entity.name) === entity)
      exports.set(entity.name, entity);
  }
  loading.stack.pop();
  const module: SourceModule = {
    path,
    text,
    tree,
    scope,
    exports,
    declared,
    unread: unreadOf(text, tree, diagnostics),
  };
  loading.modules.set(path, module);
  return module;
}

/** What the parser told of, and the words of items and members that it could not make out, imports among them. */
function unreadOf(text: string, tree: ast.SourceFile, diagnostics: readonly Diagnostic[]): Unread {
  const spans = diagnostics.flatMap(({ origin }) => (origin !== undefined && isSpan(origin) ? [origin] : []));
  const touched = (node: ast.NodeBase): boolean =>
    spans.some(({ start, end }) => start <= node.end + 1 && end >= node.start);
  const pieces = tree.items.flatMap((item): readonly ast.NodeBase[] => {
    if (item.kind === 'ErrorItem') return [item];
    if (item.kind === 'ComponentDeclaration') return item.members.filter((member) => member.kind === 'ErrorMember');
    return item.kind === 'ImportDeclaration' && touched(item) ? [item] : [];
  });
  // What was passed over reaches to where reading went on.
  const words = pieces.flatMap(
    ({ start, end }) => text.slice(start, Math.max(end, text.indexOf(';', end))).match(/[A-Za-z_]\w*/g) ?? [],
  );
  return { spans, words: new Set(words) };
}

/** The module that an import names; undefined where there is none, which has been reported. */
function imported(loading: Loading, file: string, from: ast.StringLiteral): SourceModule | undefined {
  const path = resolvePath(loading, file, from);
  if (path === undefined) return undefined;
  const start = loading.stack.indexOf(path);
  if (start >= 0) {
    const cycle = [...loading.stack.slice(start), path].join(' -> ');
    loading.report.add(diagnostic('E204', spanOf(file, from), { cycle }));
    return undefined;
  }
  if (loading.stack.length >= loading.limits.nesting) {
    loading.report.add(
      diagnostic('E230', spanOf(file, from), { what: 'imports within imports', limit: String(loading.limits.nesting) }),
    );
    return undefined;
  }
  return load(loading, path, from.value, { file, at: from });
}

/** The path that an import means, relative to the file it stands in; reports one that is no path or leaves the root. */
function resolvePath(loading: Loading, file: string, from: ast.StringLiteral): string | undefined {
  const { value } = from;
  const { report, host } = loading;
  // The parser has reported a missing string.
  if (from.end === from.start) return undefined;
  if (value.startsWith('std/') && /^std\/[a-z0-9_]+$/.test(value)) return standardPath(value.slice('std/'.length));
  const inside = standardModule(file);
  if (!value.startsWith('./') && !value.startsWith('../')) {
    const help = 'an import is "./file.accel", "../file.accel" or "std/module"';
    report.add(diagnostic('E206', spanOf(file, from), { path: value }, { help }));
    return undefined;
  }
  if (inside !== undefined) {
    report.add(
      diagnostic(
        'E206',
        spanOf(file, from),
        { path: value },
        { help: 'modules of the standard library import each other by "std/module"' },
      ),
    );
    return undefined;
  }
  const slash = file.lastIndexOf('/');
  const path = normalize(slash < 0 ? value : `${file.slice(0, slash)}/${value}`);
  if (path === undefined || !isInside(path, host.root)) {
    report.add(
      diagnostic('E205', spanOf(file, from), { path: value, root: host.root === '' ? 'folder' : `"${host.root}"` }),
    );
    return undefined;
  }
  return path;
}

/** The path that an import of `file` means, whether there is such a file or not; undefined for what is no import path. */
export function importPath(file: string, from: string): string | undefined {
  if (/^std\/[a-z0-9_]+$/.test(from)) return standardPath(from.slice('std/'.length));
  if (!from.startsWith('./') && !from.startsWith('../')) return undefined;
  const slash = file.lastIndexOf('/');
  return normalize(slash < 0 ? from : `${file.slice(0, slash)}/${from}`);
}

function isInside(path: string, root: string): boolean {
  return root === ''
    ? !path.startsWith('../') && !path.startsWith('/')
    : path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** The path without `.` and `..`; leading `..` stay; undefined where `..` would leave `/`. */
export function normalize(path: string): string | undefined {
  const parts: string[] = [];
  const absolute = path.startsWith('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (absolute) return undefined;
    else parts.push('..');
  }
  return `${absolute ? '/' : ''}${parts.join('/')}`;
}

function importNames(loading: Loading, item: ast.ImportDeclaration, scope: Names): void {
  const { file } = scope;
  const module = imported(loading, file, item.from);
  if (item.namespace !== undefined) {
    const { name } = item.namespace;
    const entity: Entity =
      module === undefined
        ? { kind: 'broken', name, file, at: item.namespace }
        : { kind: 'namespace', name, file, at: item.namespace, exports: module.exports };
    declare(scope, entity, loading.report);
    loading.imports.push({ file, at: item.namespace, entity });
    return;
  }
  for (const each of item.names) {
    const local = each.alias ?? each.name;
    const entity = importedEntity(loading, file, each, module, item.from.value);
    if (local.name === '') continue;
    enter(loading, scope, local, entity);
    if (entity.kind !== 'broken') loading.imports.push({ file, at: local, entity });
  }
}

/** Enters an imported entity under its local name. */
function enter(loading: Loading, scope: Names, local: ast.Identifier, entity: Entity): void {
  const before = scope.names.get(local.name);
  if (before === undefined) {
    scope.names.set(local.name, entity);
    return;
  }
  loading.report.add(diagnostic('E202', spanOf(scope.file, local), { name: local.name }));
}

function importedEntity(
  loading: Loading,
  file: string,
  each: ast.ImportName,
  module: SourceModule | undefined,
  from: string,
): Entity {
  const { name } = each.name;
  const entity = module?.exports.get(name);
  if (entity !== undefined) return entity;
  if (module !== undefined && name !== '') {
    const known = [...module.exports.keys()];
    const span = spanOf(file, each.name);
    const meant = didYouMean(span, name, known);
    const hidden = module.scope.names.get(name);
    const help =
      hidden === undefined ? `it exports ${listNames(known)}` : `"${name}" is declared there without "export"`;
    loading.report.add(
      diagnostic('E203', span, { module: from, name }, { help, ...(hidden === undefined ? meant : {}) }),
    );
  }
  return { kind: 'broken', name, file, at: each.name };
}

function reexport(loading: Loading, item: ast.ReexportDeclaration, scope: Names, exports: Map<string, Entity>): void {
  const module = imported(loading, scope.file, item.from);
  for (const each of item.names) {
    const local = each.alias ?? each.name;
    const entity = importedEntity(loading, scope.file, each, module, item.from.value);
    if (local.name === '') continue;
    if (exports.has(local.name))
      loading.report.add(diagnostic('E202', spanOf(scope.file, local), { name: local.name }));
    else exports.set(local.name, entity);
  }
}
