/**
 * The public surface as text: what each entry of the package exports, with the declarations that tsc made of it
 * (`dist/types`). A change of it is seen in review, for it changes a committed file.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './bundles.js';

export interface ApiPage {
  readonly file: string;
  readonly text: string;
}

const types = join(root, 'dist', 'types', 'src');

const entries: readonly { readonly name: string; readonly file: string; readonly source: string }[] = [
  { name: 'accel-hdl', file: 'accel-hdl.md', source: 'index.d.ts' },
  { name: 'accel-hdl/dsl', file: 'dsl.md', source: 'dsl/index.d.ts' },
  { name: 'accel-hdl/blocks', file: 'blocks.md', source: 'blocks.d.ts' },
  { name: 'accel-hdl/rtl', file: 'rtl.md', source: 'rtl/index.d.ts' },
  { name: 'accel-hdl/prettier', file: 'prettier.md', source: 'prettier.d.ts' },
  { name: 'accel-hdl/testing', file: 'testing.md', source: 'testing.d.ts' },
];

/** One page for each entry; reads `dist/types`, which `npm run build` makes. */
export function apiPages(): readonly ApiPage[] {
  return entries.map(({ name, file, source }) => {
    const symbols = [...exportsOf(join(types, source))].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const text = symbols
      .map(([symbol, declaration]) => `## ${symbol}\n\n\`\`\`ts\n${declaration}\n\`\`\`\n`)
      .join('\n');
    return { file, text: `# \`${name}\`\n\nMade by \`npm run api\` from the sources; not written by hand.\n\n${text}` };
  });
}

/** Every name that a declaration file exports, with the text of its declaration. */
function exportsOf(file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const statements = split(readFileSync(file, 'utf8'));
  const local = declarations(statements);
  for (const statement of statements) {
    const list = /^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?/.exec(statement);
    const all = /^export (?:type )?\*(?: as (\w+))? from '([^']+)'/.exec(statement);
    if (list !== null) {
      for (const [name, alias] of named(list[1] ?? '')) {
        const from = list[2] === undefined ? imported(statements, name) : { name, module: list[2] };
        const text = from === undefined ? local.get(name) : declarationIn(file, from.module, from.name);
        found.set(alias, text ?? `export { ${name} }`);
      }
    } else if (all !== null) {
      const inner = exportsOf(fileOf(file, all[2] ?? ''));
      if (all[1] === undefined) for (const [name, text] of inner) found.set(name, text);
      else found.set(all[1], [...inner.values()].join('\n'));
    } else if (statement.startsWith('export default')) {
      found.set('default', statement);
    } else if (statement.startsWith('export ')) {
      for (const name of namesOf(statement)) found.set(name, joined(found.get(name), statement));
    }
  }
  return found;
}

/** Overloads of a function are several statements of one name. */
function joined(before: string | undefined, statement: string): string {
  return before === undefined ? statement : `${before}\n${statement}`;
}

function declarationIn(from: string, module: string, name: string): string | undefined {
  if (!module.startsWith('.')) return `export { ${name} } from '${module}'`;
  return exportsOf(fileOf(from, module)).get(name);
}

/** `.js` of a declaration file's imports is the `.d.ts` beside it. */
function fileOf(from: string, module: string): string {
  const path = resolve(dirname(from), module);
  if (module.endsWith('.json')) throw new Error(`${relative(root, from)} exports data`);
  return path.replace(/\.js$/, '.d.ts');
}

/** `A, type B, C as D` as pairs of name and exported name. */
function named(list: string): readonly (readonly [string, string])[] {
  return list
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', alias = name] = part.split(' as ');
      return [name, alias] as const;
    });
}

function imported(statements: readonly string[], name: string): { name: string; module: string } | undefined {
  for (const statement of statements) {
    const match = /^import (?:type )?\{([^}]*)\} from '([^']+)'/.exec(statement);
    const hit = match === null ? undefined : named(match[1] ?? '').find(([, alias]) => alias === name);
    if (match !== null && hit !== undefined) return { name: hit[0], module: match[2] ?? '' };
  }
  return undefined;
}

function declarations(statements: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of statements) {
    for (const name of namesOf(statement)) found.set(name, joined(found.get(name), statement));
  }
  return found;
}

/** What a statement declares: one name, or the several of `const a: A, b: B`. */
function namesOf(statement: string): readonly string[] {
  const [, kind, first] =
    /^(?:export )?(?:declare )?(?:abstract )?(const enum|const|let|function|class|interface|type|enum|namespace) (\w+)/.exec(
      statement,
    ) ?? [];
  if (first === undefined) return [];
  if (kind !== 'const' || statement.includes('{')) return [first];
  return [first, ...[...statement.matchAll(/, (\w+): /g)].map((match) => match[1] ?? '')];
}

/** The top-level statements of a declaration file, without comments: each begins at the start of a line. */
function split(text: string): readonly string[] {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statements: string[] = [];
  for (const line of bare.split('\n')) {
    if (line.trim() === '') continue;
    if (/^(?:import|export|declare|interface|type|const|function|class|enum)\b/.test(line)) statements.push(line);
    else statements.push(`${statements.pop() ?? ''}\n${line}`);
  }
  return statements;
}
