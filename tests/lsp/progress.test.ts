import { afterEach, describe, expect, it } from 'vitest';
import { chip } from './estimated.js';
import { connect, type TestSession, type Told } from './session.js';

/** Messages are let in at every step, and whatever runs is shown at once: what comes when does not hang on a clock. */
const pace = { slice_ms: 0, moment_ms: 0 };

const uri = 'file:///main.accel';
const failing = chip('require area <= 0.5 mm^2;');

let session: TestSession;
afterEach(() => session.end());

/** A message of `$/progress` as a word: `begin`, `report` or `end`. */
function progressOf({ method, params }: Told): string | undefined {
  return method === '$/progress' ? (params as { readonly value: { readonly kind: string } }).value.kind : undefined;
}

async function started(listen: (message: Told) => void, capabilities: object, used = pace): Promise<void> {
  session = connect({ pace: used, listen });
  await session.request('initialize', { processId: null, rootUri: 'file:///', capabilities });
  session.notify('initialized', {});
  session.notify('workspace/didChangeConfiguration', { settings: { accel: { estimate: { delay: 0 } } } });
}

const open = (text: string): void =>
  session.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'accel', version: 1, text } });

const change = (version: number, text: string): void =>
  session.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });

/** Gathers what is told of progress until it holds. */
function gathering(react: (kind: string, all: readonly string[]) => void = () => {}): {
  readonly listen: (message: Told) => void;
  readonly all: readonly string[];
  readonly until: (holds: (all: readonly string[]) => boolean) => Promise<void>;
} {
  const all: string[] = [];
  const looks = new Set<() => void>();
  const listen = (message: Told): void => {
    const kind = message.method === 'window/workDoneProgress/create' ? 'create' : progressOf(message);
    if (kind !== undefined && kind !== 'report') {
      all.push(kind);
      react(kind, all);
    }
    for (const look of looks) look();
  };
  const until = (holds: (found: readonly string[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds(all)) return;
        looks.delete(look);
        resolve();
      };
      looks.add(look);
      look();
    });
  return { listen, all, until };
}

/** Codes that were last published of the document. */
const codes = (): readonly string[] =>
  (session.published.get(uri) ?? []).map((each) => (each as { readonly code: string }).code);

const lenses = async (): Promise<readonly string[]> => {
  const found = await session.request('textDocument/codeLens', { textDocument: { uri } });
  return (found as { readonly command: { readonly title: string } }[]).map(({ command }) => command.title);
};

const shows = { window: { workDoneProgress: true } };

describe('an estimate that takes long', () => {
  it('is shown from its beginning to its end', async () => {
    const { listen, all, until } = gathering();
    await started(listen, shows);
    open(failing);
    await until((found) => found.includes('end') && codes().includes('E510'));
    expect(all).toEqual(['create', 'begin', 'end']);
  });

  it('is not shown to a client that cannot show it', async () => {
    const { listen, all, until } = gathering();
    await started(listen, {});
    open(failing);
    await until(() => codes().includes('E510'));
    expect(all).toEqual([]);
  });

  it('is not shown when it takes no more than a moment', async () => {
    const { listen, all, until } = gathering();
    await started(listen, shows, { slice_ms: 0, moment_ms: Number.POSITIVE_INFINITY });
    open(failing);
    await until(() => codes().includes('E510'));
    expect(all).toEqual([]);
  });

  it('is given up when the user cancels it, and made again behind the next edit', async () => {
    let token: unknown;
    let isCancelled = false;
    const { listen, all, until } = gathering((kind) => {
      if (kind !== 'begin' || isCancelled) return;
      isCancelled = true;
      session.notify('window/workDoneProgress/cancel', { token });
    });
    const withToken = (message: Told): void => {
      if (message.method === 'window/workDoneProgress/create') ({ token } = message['params'] as { token: unknown });
      listen(message);
    };
    await started(withToken, shows);
    open(failing);
    await until((found) => found.includes('end'));
    expect([codes(), await lenses()]).toEqual([[], ['not estimated', 'report', 'verify']]);
    change(2, `${failing}\n`);
    await until(() => codes().includes('E510'));
    await until((found) => found.length === 6);
    expect(all).toEqual(['create', 'begin', 'end', 'create', 'begin', 'end']);
    expect((await lenses())[1]).toBe('1 of 1 fails');
  });

  it('is ended by a newer edit: what is told is of the newer text', async () => {
    let isEdited = false;
    const told: string[] = [];
    const { listen, all, until } = gathering((kind) => {
      if (kind !== 'begin' || isEdited) return;
      isEdited = true;
      change(2, chip('require area <= 0.4 mm^2;'));
    });
    await started((message) => {
      if (message.method === 'textDocument/publishDiagnostics') told.push(JSON.stringify(message['params']));
      listen(message);
    }, shows);
    open(failing);
    await until((found) => found.length === 6);
    expect(all).toEqual(['create', 'begin', 'end', 'create', 'begin', 'end']);
    expect(told.filter((each) => each.includes('E510')).every((each) => each.includes('0.4 mm^2'))).toBe(true);
    expect(codes()).toEqual(['E510']);
  });
});

describe('a command that estimates', () => {
  const both = `${failing}\nworkload product(n: int = 256) { einsum O: int32[i, k] += A: int8[i, j] * B: int8[j, k] where i = n, j = n, k = n; }`;
  const ask = (command: string, name: string): Promise<unknown> =>
    session.request('workspace/executeCommand', { command, arguments: [uri, name], workDoneToken: 'mine' });

  it.each([
    ['accel.report', 'Npu', '## Npu'],
    ['accel.estimate', 'product', '## product on Npu'],
  ])('%s tells of its beginning and its end', async (command, name, title) => {
    const { listen, all } = gathering();
    await started(listen, {});
    open(both);
    expect(await ask(command, name)).toContain(title);
    expect(all).toEqual(['begin', 'end']);
  });

  it('is cancelled between two steps', async () => {
    const { listen, all } = gathering((kind) => {
      if (kind === 'begin') session.cancelLast();
    });
    await started(listen, {});
    open(both);
    expect(JSON.stringify(await ask('accel.estimate', 'product'))).toContain('-32800');
    expect(all).toEqual(['begin', 'end']);
  });
});

describe.each([
  ['workspace/diagnostic', { previousResultIds: [] }],
  ['workspace/symbol', { query: 'size' }],
])('%s', (method, params) => {
  const files = Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [`file:///${name}.accel`, `const size_${name} = other;\n`]),
  );
  const pulls = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
  /** The answer, written out, to be looked into for names. */
  const ask = async (more: object = {}): Promise<string> =>
    JSON.stringify(await session.request(method, { ...params, ...more }));
  const begun = async (react: (kind: string) => void): Promise<readonly string[]> => {
    const all: string[] = [];
    await started((message) => {
      const kind = progressOf(message);
      if (kind === undefined) return;
      all.push(kind);
      react(kind);
    }, pulls);
    // Estimates come when typing pauses: not here.
    session.notify('workspace/didChangeConfiguration', { settings: { accel: { estimate: { delay: 60_000 } } } });
    session.setFiles(files);
    return all;
  };

  it('tells how far it is, of the request that asked for it', async () => {
    const all = await begun(() => {});
    await ask();
    expect(all).toEqual([]);
    expect(await ask({ workDoneToken: 'mine' })).toContain('d.accel');
    expect(all).toEqual(['begin', 'report', 'report', 'report', 'report', 'end']);
  });

  it('is cancelled between two files', async () => {
    const all = await begun((kind) => {
      if (kind === 'report') session.cancelLast();
    });
    expect(await ask({ workDoneToken: 'mine' })).toContain('-32800');
    expect(all).toEqual(['begin', 'report', 'end']);
  });

  it('answers of the files as they are when one changes meanwhile', async () => {
    let isChanged = false;
    await begun((kind) => {
      if (kind !== 'report' || isChanged) return;
      isChanged = true;
      const text = 'const none = 1;\nconst size_newer = others;\n';
      session.notify('textDocument/didOpen', {
        textDocument: { uri: 'file:///a.accel', languageId: 'accel', version: 1, text },
      });
    });
    const answer = await ask({ workDoneToken: 'mine' });
    expect(isChanged).toBe(true);
    expect(answer).toContain(method === 'workspace/symbol' ? 'size_newer' : 'others');
    expect(answer).not.toContain('size_a');
  });
});
