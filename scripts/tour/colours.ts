/** Colours of the words by the project's TextMate grammar. */
import { editor, languages } from 'monaco-editor';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, type IGrammar, type StateStack } from 'vscode-textmate';
import configuration from '../../lsp/vscode/language-configuration.json' with { type: 'json' };
import grammar from '../../lsp/vscode/syntaxes/accel.tmLanguage.json' with { type: 'json' };

const ink = '24292f';
const words: Readonly<Record<string, string>> = {
  '': ink,
  comment: '6a737d',
  variable: ink,
  'variable.predefined': ink,
  keyword: 'a626a4',
  'keyword.operator': ink,
  'keyword.other.unit': '0a7c86',
  storage: 'a626a4',
  string: '50813e',
  number: '986801',
  'constant.numeric': '986801',
  'constant.language': '986801',
  'variable.other.enummember': '0a7c86',
  enumMember: '0a7c86',
  enum: 'b5670a',
  class: 'b5670a',
  type: 'b5670a',
  'entity.name': 'b5670a',
  'support.type': 'b5670a',
  'support.class': 'b5670a',
  function: '2b5fd0',
  'entity.name.function': '2b5fd0',
  'support.function': '2b5fd0',
  property: '2f5d8a',
  interface: '2f5d8a',
  parameter: '7a3e9d',
  event: '0a7c86',
  namespace: 'b5670a',
};

/** Registers the language, its colours and its brackets. `wasm` is the address of Oniguruma. */
export async function addLanguage(wasm: string): Promise<void> {
  languages.register({ id: 'accel', extensions: ['.accel'] });
  const { comments, brackets, autoClosingPairs } = configuration;
  languages.setLanguageConfiguration('accel', { comments, brackets, autoClosingPairs });
  editor.defineTheme('accel', {
    base: 'vs',
    inherit: true,
    rules: Object.entries(words).map(([token, foreground]) => ({ token, foreground })),
    colors: {
      'editor.background': '#ffffff',
      'editorInlayHint.background': '#eef2f7',
      'editorInlayHint.foreground': '#4b6584',
      'editorCodeLens.foreground': '#6b7480',
      'editorLineNumber.foreground': '#b8bfc7',
      'editorIndentGuide.background1': '#eceef0',
    },
  });
  editor.setTheme('accel');
  await loadWASM(await fetch(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: () => Promise.resolve(null),
  });
  const found = await registry.addGrammar({ ...grammar, repository: repositoryOf(grammar) });
  languages.setTokensProvider('accel', {
    getInitialState: () => stateOf(INITIAL),
    tokenize: (line, state) => lineOf(found, line, state),
  });
}

type RawGrammar = Parameters<Registry['addGrammar']>[0];

function repositoryOf({ repository }: typeof grammar): RawGrammar['repository'] {
  return JSON.parse(JSON.stringify(repository)) as RawGrammar['repository'];
}

interface Line extends languages.LineState {
  readonly stack: StateStack;
}

function stateOf(stack: StateStack): Line {
  return { stack, clone: () => stateOf(stack), equals: (other) => stack.equals((other as Line).stack) };
}

function lineOf(grammar: IGrammar, line: string, state: languages.LineState): languages.TextLine {
  const { tokens, ruleStack } = grammar.tokenizeLine(line, (state as Line).stack);
  return {
    tokens: tokens.map(({ startIndex, scopes }) => ({ startIndex, scopes: scopes.at(-1) ?? '' })),
    endState: stateOf(ruleStack),
  };
}
