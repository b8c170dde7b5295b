import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodings, lineTable, positionOf, type Encoding } from '../../lsp/text/positions.js';
import { linkedSources } from '../lsp/linked-sources.js';
import { cases } from '../support/tier.js';
import { mutate, mutations, type Mutation } from './mutations.js';
import { changeBetween, startSession, type TestSession } from '../lsp/session.js';

const names = Object.keys(linkedSources);
const uriOf = (name: string): string => `file:///${name}`;

/** What a person, or the disk behind their back, does to one file of the project. */
interface Step {
  readonly file: string;
  readonly doing: 'type' | 'replace' | 'undo' | 'close' | 'save' | 'delete' | 'ask';
  readonly changes: readonly Mutation[];
  readonly asks: readonly string[];
  readonly at: number;
}

const questions = [
  ...['hover', 'completion', 'definition', 'references', 'documentHighlight', 'prepareRename', 'signatureHelp'],
  ...['documentSymbol', 'foldingRange', 'semanticTokens/full', 'inlayHint', 'codeLens', 'codeAction', 'documentLink'],
  ...[
    'formatting',
    'selectionRange',
    'implementation',
    'typeDefinition',
    'prepareCallHierarchy',
    'diagnostic',
    'rename',
  ],
];

const steps: fc.Arbitrary<Step> = fc.record({
  file: fc.constantFrom(...names),
  doing: fc.oneof(
    { weight: 12, arbitrary: fc.constant('type' as const) },
    { weight: 5, arbitrary: fc.constantFrom('replace', 'undo', 'close', 'save', 'delete', 'ask') },
  ),
  changes: fc.array(mutations, { minLength: 1, maxLength: 3 }),
  asks: fc.subarray(questions, { maxLength: 2 }),
  at: fc.nat(5000),
});

/** What the editor and the disk hold: what a server that starts now would be given. */
interface World {
  readonly open: Map<string, string>;
  readonly disk: Map<string, string>;
}

/** Texts grow no further. */
const longest = 8000;

function open(session: TestSession, name: string, text: string): void {
  session.notify('textDocument/didOpen', {
    textDocument: { uri: uriOf(name), languageId: 'accel', version: 1, text },
  });
}

async function take(session: TestSession, world: World, step: Step, encoding: Encoding): Promise<void> {
  const { file, doing, changes, at } = step;
  const textDocument = { uri: uriOf(file), version: at };
  const before = world.open.get(file) ?? world.disk.get(file) ?? '';
  const change = (contentChanges: readonly object[], text: string): void => {
    if (!world.open.has(file)) open(session, file, before);
    // A file that is opened again is the last one.
    if (!world.open.has(file)) world.open.delete(file);
    world.open.set(file, text);
    session.notify('textDocument/didChange', { textDocument, contentChanges });
  };
  switch (doing) {
    case 'type': {
      const texts = changes.reduce<readonly string[]>(
        (made, each) => [...made, mutate(made.at(-1) ?? '', each).slice(0, longest)],
        [before],
      );
      const edits = texts.slice(1).map((text, index) => changeBetween(texts[index] ?? '', text, encoding));
      return change(edits, texts.at(-1) ?? '');
    }
    case 'replace': {
      const text = linkedSources[names[at % names.length] ?? ''] ?? '';
      return change([{ text }], text);
    }
    case 'undo':
      return change([{ text: linkedSources[file] ?? '' }], linkedSources[file] ?? '');
    case 'close':
      if (world.open.delete(file)) session.notify('textDocument/didClose', { textDocument });
      return undefined;
    case 'save':
      world.disk.set(file, before);
      session.setFiles({ [uriOf(file)]: before });
      return undefined;
    case 'delete':
      world.disk.delete(file);
      session.setFiles({ [uriOf(file)]: null });
      return undefined;
    case 'ask':
      return ask(session, file, before, step, encoding);
  }
}

/** Asks some questions at one place; whatever the answer, it is one. */
async function ask(session: TestSession, file: string, text: string, step: Step, encoding: Encoding): Promise<void> {
  const position = positionOf(lineTable(text), step.at % (text.length + 1), encoding);
  const params = {
    ...{
      textDocument: { uri: uriOf(file) },
      position,
      positions: [position],
      range: { start: position, end: position },
    },
    ...{
      context: { diagnostics: [], includeDeclaration: true, triggerKind: 1 },
      options: { tabSize: 2 },
      newName: 'other',
    },
  };
  for (const question of step.asks) {
    const answer = await session.request(`textDocument/${question}`, params);
    // Only a rename may be refused.
    if (!/rename/i.test(question)) expect(answer ?? {}).not.toHaveProperty('error');
  }
}

interface Report {
  readonly uri?: string;
  readonly items: readonly unknown[];
}

/** The diagnostics of each file as a server tells them, whatever their order and however often a document was changed. */
async function toldOf(session: TestSession, { open: texts, disk }: World, pulls: boolean): Promise<unknown> {
  const files = [...new Set([...texts.keys(), ...disk.keys()])].toSorted();
  const sorted = (items: readonly unknown[]): readonly string[] => items.map((each) => JSON.stringify(each)).toSorted();
  if (!pulls) {
    // Opening a document publishes at once.
    open(session, 'last.accel', '');
    await session.request('workspace/symbol', { query: 'none' });
    return files.map((file) => [file, sorted(session.published.get(uriOf(file)) ?? [])]);
  }
  const told: unknown[] = [];
  for (const file of files) {
    const textDocument = { uri: uriOf(file) };
    const { items } = (await session.request('textDocument/diagnostic', { textDocument })) as Report;
    told.push([file, sorted(items)]);
  }
  const { items } = (await session.request('workspace/diagnostic', { previousResultIds: [] })) as { items: Report[] };
  return [...told, ...items.map((each) => [each.uri, sorted(each.items)])];
}

async function fresh({ open: texts, disk }: World, encoding: Encoding, pulls: boolean): Promise<TestSession> {
  const session = await startSession(encoding, pulls);
  session.setFiles(Object.fromEntries([...disk].map(([name, text]) => [uriOf(name), text])));
  for (const [name, text] of texts) open(session, name, text);
  return session;
}

it('a server that was edited through tells what one that is started then tells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(steps, { minLength: 1, maxLength: 10 }),
      fc.constantFrom(...encodings),
      fc.boolean(),
      async (sequence, encoding, pulls) => {
        const world: World = { open: new Map(), disk: new Map(Object.entries(linkedSources)) };
        const session = await fresh(world, encoding, pulls);
        for (const step of sequence) {
          await take(session, world, step, encoding);
          if (step.doing !== 'ask' && step.asks.length > 0) await toldOf(session, world, pulls);
        }
        const other = await fresh(world, encoding, pulls);
        expect(await toldOf(session, world, pulls)).toEqual(await toldOf(other, world, pulls));
        expect([...session.log, ...other.log]).toEqual([]);
        await Promise.all([session.end(), other.end()]);
      },
    ),
    { numRuns: cases(200) },
  );
});
