import { diagnostic, type Fix } from '../diagnostics/index.js';
import type * as ast from '../syntax/index.js';
import { isUnit } from '../units/index.js';
import type { Checker } from './checker.js';
import { spanOf } from './declare.js';
import { lookup, type Entity, type Names } from './entities.js';

/** What a division may be by. */
const values: ReadonlySet<Entity['kind']> = new Set(['parameter', 'let', 'const', 'loop']);

/** Warns of a `/` in a unit before a symbol that is also the name of a value in scope: `10 B/s` is no division by `s` (W301). */
export function warnOfTakenName(checker: Checker, scope: Names, node: ast.QuantityLiteral): void {
  const { unit } = node;
  for (let slash = unit.indexOf('/'); slash >= 0; slash = unit.indexOf('/', slash + 1)) {
    const name = /^\w+/.exec(unit.slice(slash + 1))?.[0] ?? '';
    // `MT/s` is a symbol: there is no unit before its slash.
    if (!values.has(lookup(scope, name)?.kind ?? 'broken') || !isUnit(unit.slice(0, slash))) continue;
    const fix = apart(scope.file, node, slash);
    checker.report.add(diagnostic('W301', spanOf(scope.file, node), { unit, name }, { fix }));
    return;
  }
}

function apart(file: string, { number, unit, end }: ast.QuantityLiteral, slash: number): Fix {
  const start = end - unit.length + slash;
  const title = `write "${number.text} ${unit.slice(0, slash)} / ${unit.slice(slash + 1)}"`;
  return { title, edits: [{ span: { file, start, end: start + 1 }, text: ' / ' }], safe: false };
}
