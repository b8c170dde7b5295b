import { diagnostic, isSpan, type Diagnostic } from '../diagnostics/index.js';
import type { Before, Kept, Parsed, ParsedAgain } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import { ownerName, readCode, type ReadCode } from './block-code.js';
import { createBodies, type Bodies } from './bodies.js';
import { declare, declareItem, spanOf, type Declaring } from './declare.js';
import type { Entity, Names } from './entities.js';
import { standardModule, standardPath, type FileContent, type Host, type Limits } from './host.js';
import { quietItems } from './kept.js';
import { manifestOf, noPackages, ownerOf, packagePath, type Packages } from './packages.js';
import { isInside, normalize } from './paths.js';
import { prelude } from './prelude.js';
import { createReport, type Report, type SourceModule, type Unread } from './program.js';
import { didYouMean, listNames } from './suggest.js';
import { unreadable } from './unreadable.js';
import { readVerilog, type ReadVerilog } from './verilog-files.js';

/** The files of a program. */
export interface ModuleGraph {
  /** Absent where the entry cannot be read. */
  readonly entry: SourceModule | undefined;
  /** By path, imported before importing. */
  readonly loaded: ReadonlyMap<string, LoadedModule>;
  /** Why the entry cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that was read, and whose names are declared. It follows from its text and from what its imports led to, and from nothing else. */
export interface LoadedModule {
  readonly module: SourceModule;
  readonly parsed: Parsed;
  /** Of its imports, in source order. */
  readonly links: readonly Link[];
  readonly bodies: Bodies;
  /** What each import brought in, for finding those never used. */
  readonly imports: readonly Imported[];
  /** The Verilog that it names. */
  readonly verilog: ReadVerilog;
  /** The code of its extern components. */
  readonly code: ReadCode;
  /** What is wrong with its words, its syntax, its imports and the names it declares. */
  readonly diagnostics: readonly Diagnostic[];
  /** What it has of the one that was made of its path before, where both rest on the same files. */
  readonly kept: Kept | undefined;
}

/** Where an import led: to a module, or to nothing, and then why. */
interface Link {
  readonly module: SourceModule | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A name that an import brings into a file. */
export interface Imported {
  readonly file: string;
  readonly at: ast.Identifier;
  readonly entity: Entity;
}

/** What files are read with. */
export interface LoadOptions {
  readonly limits: Limits;
  /** The module that was made of a path before: it is taken again where text and imports are the same. */
  readonly before: (path: string) => LoadedModule | undefined;
  /** Reads a text, of which a former state may have been read. */
  readonly parse: (text: string, file: string, before?: Before) => ParsedAgain;
}

interface Loading extends LoadOptions {
  readonly host: Host;
  readonly loaded: Map<string, LoadedModule>;
  readonly packages: Packages;
  /** Paths whose imports are being read, outermost first. */
  readonly stack: string[];
  /** UTF-16 units read so far. */
  size: number;
}

/** What one file is being made of. */
interface Making {
  readonly file: string;
  readonly report: Report;
  readonly links: Iterator<Link>;
  readonly imports: Imported[];
}

/** Reads a file and all that it imports, and declares their names. */
export function loadModules(host: Host, entryPath: string, options: LoadOptions): ModuleGraph {
  const loading: Loading = { ...options, host, loaded: new Map(), packages: noPackages(), stack: [], size: 0 };
  const report = createReport();
  const path = normalize(entryPath) ?? entryPath;
  const entry = load(loading, path, entryPath, undefined, report);
  return { entry, loaded: loading.loaded, diagnostics: report.diagnostics };
}

/** Reads the file of `path` unless it has been read; what keeps it from being read is reported at `from`, the import that asks for it. */
function load(
  loading: Loading,
  path: string,
  written: string,
  from: { readonly file: string; readonly at: ast.NodeBase } | undefined,
  report: Report,
): SourceModule | undefined {
  const known = loading.loaded.get(path);
  if (known !== undefined) return known.module;
  const origin = from === undefined ? undefined : spanOf(from.file, from.at);
  const content = read(loading.host, path);
  if (content.kind !== 'text') {
    report.add(unreadable(content, path, written, origin));
    return undefined;
  }
  loading.size += content.text.length;
  if (loading.size > loading.limits.source) {
    report.add(
      diagnostic('E230', origin, { what: 'the sources together', limit: `${loading.limits.source} characters` }),
    );
    return undefined;
  }
  const loaded = readModule(loading, path, content.text);
  loading.loaded.set(path, loaded);
  return loaded.module;
}

function read(host: Host, path: string): FileContent {
  const standard = standardModule(path);
  return standard === undefined ? host.read(path) : host.standard(standard.slice('std/'.length));
}

function readModule(loading: Loading, path: string, text: string): LoadedModule {
  const { host } = loading;
  const before = loading.before(path);
  const parsed: ParsedAgain =
    before?.module.text === text ? before.parsed : loading.parse(text, path, formerly(before));
  loading.stack.push(path);
  const links: Link[] = [];
  for (const item of parsed.ast.items) {
    if (item.kind === 'ImportDeclaration' || item.kind === 'ReexportDeclaration')
      links.push(follow(loading, path, item.from));
  }
  loading.stack.pop();
  const { packages } = loading;
  const verilog = readVerilog({ host, root: ownerOf(host, packages, path).root }, path, parsed.ast);
  const code = readCode({ host, packages }, path, parsed.ast);
  const restsOnSame =
    before !== undefined &&
    sameLinks(before.links, links) &&
    sameVerilog(before.verilog, verilog) &&
    sameCode(before.code, code);
  if (restsOnSame && before.parsed === parsed) return before;
  const { kept, ...tree } = parsed;
  const quiet =
    restsOnSame && kept !== undefined
      ? quietItems({ items: before.module.tree.items, diagnostics: before.diagnostics }, kept, tree.ast.items.length)
      : new Set<number>();
  return declareModule(path, text, tree, links, { verilog, code, kept: restsOnSame ? kept : undefined, quiet });
}

function formerly(before: LoadedModule | undefined): Before | undefined {
  return before === undefined ? undefined : { text: before.module.text, parsed: before.parsed };
}

/** Whether imports lead to the very same modules, and where they lead to none, for the same reason. */
function sameLinks(before: readonly Link[], now: readonly Link[]): boolean {
  if (before.length !== now.length) return false;
  return before.every((link, index) => {
    const other = now[index];
    if (other === undefined || link.module !== other.module) return false;
    return JSON.stringify(link.diagnostics) === JSON.stringify(other.diagnostics);
  });
}

function sameVerilog(before: ReadVerilog, now: ReadVerilog): boolean {
  if (before.texts.size !== now.texts.size || before.diagnostics.length !== now.diagnostics.length) return false;
  if (JSON.stringify(before.diagnostics) !== JSON.stringify(now.diagnostics)) return false;
  return [...now.texts].every(([path, text]) => before.texts.get(path) === text);
}

function sameCode(before: ReadCode, now: ReadCode): boolean {
  const asText = ({ blocks, diagnostics }: ReadCode): string => JSON.stringify([[...blocks], diagnostics]);
  return asText(before) === asText(now);
}

interface Quiet {
  /** Declarations, by their place in the file, of which nothing was told before an edit: what is within them is entered later. */
  readonly quiet: ReadonlySet<number>;
}

function declareModule(
  path: string,
  text: string,
  parsed: Parsed,
  links: readonly Link[],
  { verilog, code, kept, quiet }: Pick<LoadedModule, 'verilog' | 'code' | 'kept'> & Quiet,
): LoadedModule {
  const { ast: tree, diagnostics } = parsed;
  const report = createReport();
  for (const each of [...diagnostics, ...verilog.diagnostics, ...code.diagnostics]) report.add(each);
  const scope: Names = { file: path, names: new Map(), parent: prelude, nameless: false };
  const exports = new Map<string, Entity>();
  const bodies = createBodies();
  const making: Making = { file: path, report, links: links.values(), imports: [] };
  for (const item of tree.items) {
    if (item.kind === 'ImportDeclaration') importNames(making, item, scope);
    else if (item.kind === 'ReexportDeclaration') reexport(making, item, exports);
  }
  const declaring: Declaring = { file: path, report, bodies };
  const declared: Entity[] = [];
  for (const [index, item] of tree.items.entries()) {
    const entity = declareItem(item, scope, declaring, quiet.has(index));
    if (entity === undefined || !('at' in entity)) continue;
    declared.push(entity);
    declare(scope, entity, report);
    if ('exported' in item && item.exported && scope.names.get(entity.name) === entity)
      exports.set(entity.name, entity);
  }
  const unread = unreadOf(text, tree, diagnostics);
  const module: SourceModule = { path, text, tree, scope, exports, declared, unread };
  const { imports } = making;
  return { module, parsed, links, verilog, code, bodies, imports, diagnostics: report.diagnostics, kept };
}

/** What the parser told of, and the words of items and members that it could not make out, imports among them. */
function unreadOf(text: string, tree: ast.SourceFile, diagnostics: readonly Diagnostic[]): Unread {
  if (diagnostics.length === 0) return { spans: [], words: new Set() };
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

/** Follows an import to the module that it names. */
function follow(loading: Loading, file: string, from: ast.StringLiteral): Link {
  const report = createReport();
  const module = imported(loading, file, from, report);
  return { module, diagnostics: report.diagnostics };
}

/** The module that an import names; undefined where there is none, which has been reported. */
function imported(loading: Loading, file: string, from: ast.StringLiteral, report: Report): SourceModule | undefined {
  const path = resolvePath(loading, file, from, report);
  if (path === undefined) return undefined;
  const start = loading.stack.indexOf(path);
  if (start >= 0) {
    const cycle = [...loading.stack.slice(start), path].join(' -> ');
    report.add(diagnostic('E204', spanOf(file, from), { cycle }));
    return undefined;
  }
  if (loading.stack.length >= loading.limits.nesting) {
    report.add(
      diagnostic('E230', spanOf(file, from), { what: 'imports within imports', limit: String(loading.limits.nesting) }),
    );
    return undefined;
  }
  return load(loading, path, from.value, { file, at: from }, report);
}

/** The path that an import means, relative to the file it stands in; reports one that is no path or leaves the root. */
function resolvePath(
  { host, packages }: Loading,
  file: string,
  from: ast.StringLiteral,
  report: Report,
): string | undefined {
  const { value } = from;
  // The parser has reported a missing string.
  if (from.end === from.start) return undefined;
  if (value.startsWith('std/') && /^std\/[a-z0-9_]+$/.test(value)) return standardPath(value.slice('std/'.length));
  const inside = standardModule(file);
  if (value.startsWith('pkg:') && inside === undefined) return resolvePackage(host, packages, file, from, report);
  if (!value.startsWith('./') && !value.startsWith('../')) {
    const help = 'an import is "./file.accel", "../file.accel", "std/module" or "pkg:name/file.accel"';
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
  const { root } = ownerOf(host, packages, file);
  if (path !== undefined && isInside(path, root)) return path;
  report.add(diagnostic('E205', spanOf(file, from), { path: value, root: root === '' ? 'folder' : `"${root}"` }));
  return undefined;
}

/** The path of a file of a package: it stays in the folder that `accel.json` of the project gives the package. */
function resolvePackage(
  host: Host,
  packages: Packages,
  file: string,
  from: ast.StringLiteral,
  report: Report,
): string | undefined {
  const origin = spanOf(file, from);
  const named = packagePath(from.value);
  if (named === undefined) {
    const help = 'a file of a package is "pkg:name/file.accel"';
    report.add(diagnostic('E206', origin, { path: from.value }, { help }));
    return undefined;
  }
  const manifest = manifestOf(host, packages);
  if (manifest.kind === 'invalid') {
    report.add(diagnostic('E232', origin, { of: ownerName(null), why: manifest.why }));
    return undefined;
  }
  const { name } = named;
  const folder = manifest.packages.get(name);
  if (folder === undefined) {
    const help = `write { "packages": { "${name}": "./packages/${name}" } } into accel.json at the project's root`;
    report.add(diagnostic('E233', origin, { name, known: listNames([...manifest.packages.keys()]) }, { help }));
    return undefined;
  }
  const path = normalize(`${folder}/${named.file}`);
  if (path === undefined || !isInside(path, folder)) {
    report.add(diagnostic('E205', origin, { path: from.value, root: `"${folder}"` }));
    return undefined;
  }
  packages.folders.set(name, folder);
  return path;
}

/** The path that an import of `file` means, whether there is such a file or not; undefined for what is no import path. */
export function importPath(file: string, from: string): string | undefined {
  if (/^std\/[a-z0-9_]+$/.test(from)) return standardPath(from.slice('std/'.length));
  if (!from.startsWith('./') && !from.startsWith('../')) return undefined;
  const slash = file.lastIndexOf('/');
  return normalize(slash < 0 ? from : `${file.slice(0, slash)}/${from}`);
}

/** Where the next import of the file led; who asks does so once for each, in the order of the source. */
function nextLink({ report, links }: Making): SourceModule | undefined {
  const next = links.next();
  if (next.done === true) return undefined;
  for (const each of next.value.diagnostics) report.add(each);
  return next.value.module;
}

function importNames(making: Making, item: ast.ImportDeclaration, scope: Names): void {
  const { file } = making;
  const module = nextLink(making);
  if (item.namespace !== undefined) {
    const { name } = item.namespace;
    const entity: Entity =
      module === undefined
        ? { kind: 'broken', name, file, at: item.namespace }
        : { kind: 'namespace', name, file, at: item.namespace, exports: module.exports };
    declare(scope, entity, making.report);
    making.imports.push({ file, at: item.namespace, entity });
    return;
  }
  for (const each of item.names) {
    const local = each.alias ?? each.name;
    const entity = importedEntity(making, each, module, item.from.value);
    if (local.name === '') continue;
    enter(making, scope, local, entity);
    if (entity.kind !== 'broken') making.imports.push({ file, at: local, entity });
  }
}

/** Enters an imported entity under its local name. */
function enter(making: Making, scope: Names, local: ast.Identifier, entity: Entity): void {
  const before = scope.names.get(local.name);
  if (before === undefined) {
    scope.names.set(local.name, entity);
    return;
  }
  making.report.add(diagnostic('E202', spanOf(scope.file, local), { name: local.name }));
}

function importedEntity(making: Making, each: ast.ImportName, module: SourceModule | undefined, from: string): Entity {
  const { file } = making;
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
    making.report.add(
      diagnostic('E203', span, { module: from, name }, { help, ...(hidden === undefined ? meant : {}) }),
    );
  }
  return { kind: 'broken', name, file, at: each.name };
}

function reexport(making: Making, item: ast.ReexportDeclaration, exports: Map<string, Entity>): void {
  const { file } = making;
  const module = nextLink(making);
  for (const each of item.names) {
    const local = each.alias ?? each.name;
    const entity = importedEntity(making, each, module, item.from.value);
    if (local.name === '') continue;
    if (exports.has(local.name)) making.report.add(diagnostic('E202', spanOf(file, local), { name: local.name }));
    else exports.set(local.name, entity);
  }
}
