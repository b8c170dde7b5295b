import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../lsp/analysis.js';
import { codeActions } from '../../lsp/features/code-actions.js';
import { completion } from '../../lsp/features/completion.js';
import { definition, typeDefinition } from '../../lsp/features/definition.js';
import { folding } from '../../lsp/features/folding.js';
import { hints } from '../../lsp/features/hints.js';
import { hover } from '../../lsp/features/hover.js';
import { lenses } from '../../lsp/features/lens.js';
import { highlights, references } from '../../lsp/features/references.js';
import { prepareRename, rename } from '../../lsp/features/rename.js';
import { selections } from '../../lsp/features/selection.js';
import { semanticTokens } from '../../lsp/features/semantic-tokens.js';
import { signatureHelp } from '../../lsp/features/signature.js';
import { documentSymbols, workspaceSymbols } from '../../lsp/features/symbols.js';
import { createLive } from '../../lsp/live/estimates.js';
import { hintKinds } from '../../lsp/live/settings.js';
import { createProject, type Files, type Project } from '../../lsp/project.js';
import { standard } from '../support/language.js';
import { cases } from '../support/tier.js';

const path = 'main.accel';
const lib = 'export const lanes = 4;\nexport enum Flow { still, moving }\n';
const chip = readFileSync(new URL('../../examples/edge_npu.accel', import.meta.url), 'utf8').replace(
  '\n\n',
  '\nimport { lanes, Flow as Way } from "./lib.accel";\n\nfn pick(way: Way = .still): int = way == .still ? lanes : 2;\n',
);

const files: Files = {
  rootOf: () => '',
  read: (name) => (name === 'lib.accel' ? { kind: 'text', text: lib } : { kind: 'missing' }),
  standard,
  standardNames: readdirSync(new URL('../../stdlib', import.meta.url)).map((name) => name.replace('.accel', '')),
  sources: () => ['lib.accel'],
};

const piece = fc.oneof(
  fc.constantFrom('.', '{', '}', '(', ')', ';', '"', '//', '/*', ',', ' ', '\n', ':', '->', '= 1', 'x', '🙂', '<', '['),
  fc.constantFrom(
    'import { ',
    'let a = ',
    'core.',
    '5 G',
    'if ',
    'for i in ',
    'component C(',
    'enum E { a ',
    'rows',
    'unused ',
  ),
);
const edit = fc.record({ at: fc.nat(), cut: fc.integer({ min: 0, max: 30 }), put: fc.oneof(piece, fc.constant('')) });

function apply(
  text: string,
  { at, cut, put }: { readonly at: number; readonly cut: number; readonly put: string },
): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + put + text.slice(start + cut);
}

/** Asks everything at one place. */
function askAll(project: Project, analysis: Analysis, offset: number): void {
  const all = project.analyses();
  const live = createLive(project);
  const steps = live.make([path]);
  while (steps.next().done !== true);
  const now = live.of(analysis);
  hover(analysis, offset, now);
  hints(analysis, { start: 0, end: analysis.text.length }, new Set(hintKinds), now);
  lenses(analysis, { now, last: now, everywhere: now === undefined ? [] : [now] });
  definition(analysis, offset);
  typeDefinition(analysis, offset);
  references(analysis, offset, all, { declaration: true });
  highlights(analysis, offset);
  prepareRename(analysis, offset);
  rename(analysis, offset, all, 'another');
  selections(analysis, offset);
  const patched = project.completing(path, offset) ?? analysis;
  completion(patched, offset, project.importable(path));
  signatureHelp(patched, offset);
  codeActions(analysis, { start: offset, end: offset }, project.diagnosticsOf(path));
}

describe('any text', () => {
  it('after random edits is answered about without an exception', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.nat(), (edits, seed) => {
        const project = createProject(files);
        const text = edits.reduce(apply, chip);
        project.setOpen(path, text);
        const analysis = project.analysisOf(path);
        if (analysis === undefined) throw new Error('no analysis');
        const last = edits.at(-1)?.at ?? 0;
        for (const offset of [last % (text.length + 1), seed % (text.length + 1)]) askAll(project, analysis, offset);
        documentSymbols(analysis);
        folding(analysis);
        workspaceSymbols(project.analyses(), 'a');
        for (const { start, end } of semanticTokens(analysis)) expect(start).toBeLessThan(end);
      }),
      { numRuns: cases(150) },
    );
  });

  it('reached by edits has the diagnostics of a fresh analysis', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 10 }), (edits) => {
        const project = createProject(files);
        let text = chip;
        for (const each of edits) {
          text = apply(text, each);
          project.setOpen(path, text);
          project.diagnosticsOf(path);
          project.completing(path, each.at % (text.length + 1));
        }
        const fresh = createProject(files);
        fresh.setOpen(path, text);
        expect(project.diagnosticsOf(path)).toEqual(fresh.diagnosticsOf(path));
      }),
      { numRuns: cases(30) },
    );
  });

  it('cut off anywhere is answered about', () => {
    const project = createProject(files);
    for (let length = 0; length <= chip.length; length += 37) {
      project.setOpen(path, chip.slice(0, length));
      const analysis = project.analysisOf(path);
      if (analysis === undefined) throw new Error('no analysis');
      askAll(project, analysis, length);
    }
  });
});
