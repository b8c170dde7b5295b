/** The page of the tour: Monaco with its own client of the protocol, and the built server in a worker. */
import { editor, Emitter, languages, lsp, Uri, type Position } from 'monaco-editor';
import { addLanguage } from './colours.js';
import { createWire, type Port, type Wire } from './wire.js';

declare const document: { getElementById(id: string): { readonly style: { width: string } } };
declare const Worker: new (url: string, options?: object) => Port;

/** What is shown: one file, or two beside each other, of a workspace. */
export interface Shown {
  /** Texts by name; names are in lower case, which Monaco's client wants. */
  readonly files: Readonly<Record<string, string>>;
  readonly panes: readonly string[];
  /** The first line that is seen. */
  readonly from: number;
  readonly size: number;
}

/** Where something is in the window. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** What the script does with the page. */
export interface Tour {
  readonly show: (shown: Shown) => Promise<void>;
  /** Puts the cursor of a pane at an offset and gives it the keyboard. */
  readonly put: (pane: number, offset: number) => void;
  readonly spot: (pane: number, offset: number) => Spot;
  readonly textOf: (pane: number) => string;
  readonly act: (pane: number, action: string, argument?: object) => void;
  readonly quiet: () => number;
}

declare global {
  var tour: Tour;
  var MonacoEnvironment: { readonly getWorker: () => Port } | undefined;
}

const uriOf = (name: string): string => `file:///chip/${name}`;

const options = {
  theme: 'accel',
  automaticLayout: false,
  minimap: { enabled: false },
  fontFamily: 'JetBrains Mono',
  fontLigatures: false,
  codeLensFontFamily: 'JetBrains Mono',
  scrollBeyondLastLine: false,
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  scrollbar: { vertical: 'hidden', horizontal: 'hidden', useShadows: false },
  renderLineHighlight: 'none',
  lineNumbersMinChars: 3,
  folding: false,
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  stickyScroll: { enabled: false },
  cursorBlinking: 'solid',
  cursorSmoothCaretAnimation: 'off',
  smoothScrolling: false,
  'semanticHighlighting.enabled': true,
  'bracketPairColorization.enabled': false,
  fixedOverflowWidgets: true,
  wordBasedSuggestions: 'off',
  quickSuggestions: false,
  hover: { delay: 50, sticky: true, above: false },
  suggest: { preview: false, showStatusBar: false },
  lightbulb: { enabled: 'off' },
  matchBrackets: 'never',
  links: false,
  guides: { highlightActiveIndentation: false },
  tabSize: 2,
  padding: { top: 8 },
};

/** Monaco's client opens what there are models of; those of the standard library are there to be looked into. */
async function addLibrary(wire: Wire, modules: readonly string[]): Promise<void> {
  for (const module of modules) {
    const uri = `accel-std:/std/${module}.accel`;
    const text = await wire.request('accel/text', { uri });
    if (typeof text === 'string') editor.createModel(text, 'accel', Uri.parse(uri));
  }
}

async function start(): Promise<void> {
  globalThis.MonacoEnvironment = { getWorker: () => new Worker('/editor.worker.js', { type: 'module' }) };
  await addLanguage('/onig.wasm');
  const lenses = new Emitter<unknown>();
  const none = { lenses: [], dispose: () => undefined };
  languages.registerCodeLensProvider('accel', { onDidChange: lenses.event, provideCodeLenses: () => none });
  const wire = createWire(new Worker('/server.js', { type: 'module' }), () => lenses.fire(undefined));
  const panes = ['left', 'right'].map((id) => editor.create(document.getElementById(id), { ...options, model: null }));
  const pane = (index: number): editor.Editor => panes[index] ?? fail(`no pane ${index}`);
  const positionOf = (index: number, offset: number): Position =>
    (pane(index).getModel() ?? fail('no file is shown')).getPositionAt(offset);
  let client: object | undefined;
  globalThis.tour = {
    show: async ({ files, panes: names, from, size }) => {
      for (const name of names) if (!(name in files)) fail(`no file ${name}`);
      client ??= new lsp.MonacoLspClient(wire.transport);
      wire.notify('accel/files', {
        files: Object.fromEntries(Object.entries(files).map(([name, text]) => [uriOf(name), text])),
      });
      const models = new Map(
        Object.entries(files).map(([name, text]) => [name, editor.createModel(text, 'accel', Uri.parse(uriOf(name)))]),
      );
      const widths = names.length === 2 ? ['50%', '50%'] : ['100%', '0%'];
      ['left', 'right'].forEach((id, index) => {
        document.getElementById(id).style.width = widths[index] ?? '0%';
      });
      names.forEach((name, index) => {
        const shown = panes[index];
        const model = models.get(name);
        if (shown === undefined || model === undefined) return;
        shown.setModel(model);
        shown.updateOptions({ fontSize: size, lineHeight: Math.round(size * 1.6) });
        shown.layout();
      });
      await addLibrary(wire, ['compute', 'memory', 'move', 'process']);
      pane(0).setScrollTop(pane(0).getTopForLineNumber(from) - (from === 1 ? 8 : 4));
    },
    put: (index, offset) => {
      pane(index).focus();
      pane(index).setPosition(positionOf(index, offset));
    },
    spot: (index, offset) => {
      const at = pane(index).getScrolledVisiblePosition(positionOf(index, offset)) ?? fail('that place is not seen');
      const { left, top } = pane(index).getDomNode()?.getBoundingClientRect() ?? fail('no page');
      return { x: left + at.left, y: top + at.top + at.height / 2 };
    },
    textOf: (index) => pane(index).getModel()?.getValue() ?? '',
    act: (index, action, argument = {}) => pane(index).trigger('tour', action, argument),
    quiet: wire.quiet,
  };
}

function fail(reason: string): never {
  throw new Error(reason);
}

await start();
