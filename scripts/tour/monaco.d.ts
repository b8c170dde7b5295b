/**
 * What the tour uses of Monaco, the page and Chromium's driver. They are fetched when the tour is made, so their own declarations are not
 * there when sources are checked.
 */
declare module 'monaco-editor' {
  export interface Disposable {
    dispose(): void;
  }
  export interface Position {
    readonly lineNumber: number;
    readonly column: number;
  }
  export interface Uri {
    readonly scheme: string;
  }
  export const Uri: { parse(text: string): Uri };
  export class Emitter<T> {
    readonly event: (listener: (event: T) => unknown) => Disposable;
    fire(event: T): void;
  }
  export namespace editor {
    interface Model extends Disposable {
      getValue(): string;
      getPositionAt(offset: number): Position;
    }
    interface Editor extends Disposable {
      getModel(): Model | null;
      setModel(model: Model): void;
      setPosition(position: Position): void;
      setScrollTop(top: number): void;
      getTopForLineNumber(line: number): number;
      getScrolledVisiblePosition(
        position: Position,
      ): { readonly top: number; readonly left: number; readonly height: number } | null;
      getDomNode(): { getBoundingClientRect(): { readonly left: number; readonly top: number } } | null;
      focus(): void;
      layout(): void;
      updateOptions(options: object): void;
      trigger(source: string, action: string, argument: object): void;
    }
    function create(element: object, options: object): Editor;
    function createModel(text: string, language: string, uri: Uri): Model;
    function getModels(): readonly Model[];
    function defineTheme(name: string, theme: object): void;
    function setTheme(name: string): void;
  }
  export namespace languages {
    interface TextLine {
      readonly tokens: readonly { readonly startIndex: number; readonly scopes: string }[];
      readonly endState: LineState;
    }
    interface LineState {
      clone(): LineState;
      equals(other: LineState): boolean;
    }
    function register(language: { readonly id: string; readonly extensions: readonly string[] }): void;
    function setTokensProvider(
      language: string,
      provider: { getInitialState(): LineState; tokenize(line: string, state: LineState): TextLine },
    ): Disposable;
    function setLanguageConfiguration(language: string, configuration: object): Disposable;
    function registerCodeLensProvider(
      language: string,
      provider: {
        readonly onDidChange: (listener: (event: unknown) => unknown) => Disposable;
        provideCodeLenses(): { readonly lenses: readonly never[]; dispose(): void };
      },
    ): Disposable;
  }
  export namespace lsp {
    interface Message {
      readonly jsonrpc: '2.0';
      readonly id?: number | string | null;
      readonly method?: string;
      readonly params?: object;
      readonly result?: unknown;
      readonly error?: unknown;
    }
    interface Transport {
      readonly state: unknown;
      send(message: Message): Promise<void>;
      setListener(listener: ((message: Message) => void) | undefined): void;
      log(): Transport;
      toString(): string;
    }
    const MonacoLspClient: new (transport: Transport) => object;
  }
}
