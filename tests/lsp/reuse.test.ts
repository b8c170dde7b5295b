import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrencesIn } from '../../lsp/names/occurrences.js';
import { createProject, type Files, type Project } from '../../lsp/project.js';
import { typeText, type Program } from '../../src/language/index.js';
import { visit } from '../../src/syntax/index.js';
import { standard } from '../support/language.js';
import { cases } from '../support/tier.js';
import { linkedSources as sources } from './linked-sources.js';

const paths = Object.keys(sources);
const words = [
  'lanes',
  'deep',
  'Flow',
  'twice',
  'Tile',
  'Small',
  'kind',
  'wide',
  'total',
  'rows',
  'still',
  'lost',
  'v',
];

function filesOf(texts: ReadonlyMap<string, string>): Files {
  return {
    rootOf: () => '',
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    standard,
    standardNames: readdirSync(new URL('../../stdlib', import.meta.url)).map((name) => name.replace('.accel', '')),
    sources: () => paths,
  };
}

type Edit =
  | { readonly kind: 'word'; readonly at: number; readonly word: string }
  | { readonly kind: 'put'; readonly at: number; readonly cut: number; readonly text: string }
  | { readonly kind: 'line'; readonly at: number; readonly text: string | undefined }
  | { readonly kind: 'undo' };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('word' as const), at: fc.nat(), word: fc.constantFrom(...words) }),
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.nat(),
    cut: fc.integer({ min: 0, max: 3 }),
    text: fc.constantFrom('', ' ', '\n', '{', '}', ';', '"', '/*', '*/', '//', '///', '(', ',', '1', 'x', '🙂'),
  }),
  fc.record({
    kind: fc.constant('line' as const),
    at: fc.nat(),
    text: fc.constantFrom(
      ...[undefined, '', '/// A remark.', '// A remark.', 'export const lanes = 5;', 'const lost = 2 GHz;'],
      ...[
        'import { wide } from "./more.accel";',
        'import { kind } from "./chip.accel";',
        'export enum Flow { moving }',
      ],
      ...['component Tile(rows: int) { }', 'let total: int = 4;', '}', 'export fn twice(x: int): int = lanes;'],
    ),
  }),
  fc.constant({ kind: 'undo' as const }),
);
const step = fc.record({ file: fc.constantFrom(...paths), edit, asks: fc.subarray(paths) });

function apply(text: string, change: Edit, original: string): string {
  if (change.kind === 'undo') return original;
  const { at } = change;
  if (change.kind === 'put') {
    const start = at % (text.length + 1);
    return text.slice(0, start) + change.text + text.slice(start + change.cut);
  }
  if (change.kind === 'line') {
    const lines = text.split('\n');
    lines.splice(
      at % lines.length,
      change.text === undefined ? 1 : 0,
      ...(change.text === undefined ? [] : [change.text]),
    );
    return lines.join('\n');
  }
  const found = [...text.matchAll(/\b[a-zA-Z_]\w*\b/g)];
  const place = found[at % Math.max(1, found.length)];
  if (place === undefined) return text;
  return text.slice(0, place.index) + change.word + text.slice(place.index + place[0].length);
}

/** All that is known of a program, as text: what each word means, and the type of each expression. */
function knowledge(program: Program): readonly string[] {
  return [...program.modules.values()].flatMap((module) => {
    const lines = occurrencesIn(program, module).map(({ start, end, key }) => `${module.path} ${start} ${end} ${key}`);
    visit(module.tree, (node) => {
      const checked = program.facts.checked.get(node);
      const broken = program.facts.broken.has(node) ? 'broken' : '';
      if (checked !== undefined)
        lines.push(`${node.kind} ${node.start} ${typeText(checked.type)} ${checked.late} ${broken}`);
    });
    return lines;
  });
}

function stateOf(project: Project): unknown {
  return paths.map((path) => {
    const program = project.analysisOf(path)?.program;
    return [path, project.diagnosticsOf(path), program === undefined ? undefined : knowledge(program)];
  });
}

describe('a project that was edited', () => {
  it('is right before', () => {
    const project = createProject(filesOf(new Map(Object.entries(sources))));
    const found = paths.flatMap((path) => project.diagnosticsOf(path));
    expect(found.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  });

  it('is known as one that was read anew: diagnostics, meanings, types', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const texts = new Map(Object.entries(sources));
        const project = createProject(filesOf(new Map()));
        for (const [path, text] of texts) project.setOpen(path, text);
        for (const { file, edit: change, asks } of steps) {
          const text = apply(texts.get(file) ?? '', change, sources[file] ?? '');
          texts.set(file, text);
          project.setOpen(file, text);
          for (const path of asks) project.diagnosticsOf(path);
        }
        expect(stateOf(project)).toEqual(stateOf(createProject(filesOf(texts))));
      }),
      { numRuns: cases(60) },
    );
  });

  it('keeps the files that an edit does not concern', () => {
    const project = createProject(filesOf(new Map(Object.entries(sources))));
    const modulesOf = (): Program['modules'] => project.analysisOf('chip.accel')?.program.modules ?? new Map();
    const before = modulesOf();
    project.setOpen('more.accel', `${sources['more.accel']}\nconst spare = 1;\n`);
    const kept = [...modulesOf()].filter(([path, module]) => before.get(path) === module).map(([path]) => path);
    expect(kept.toSorted()).toEqual(expect.arrayContaining(['parts.accel', 'std:memory.accel', 'values.accel']));
    expect(kept).not.toContain('more.accel');
    expect(kept).not.toContain('chip.accel');
  });
});
