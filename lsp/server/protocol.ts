/**
 * What the server uses of the protocol's package when it runs. All of it is taken here, once: a module that imports a CommonJS package
 * makes a table of all its names, here hundreds, before it does anything.
 */
export {
  CodeLensRefreshRequest,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DocumentHighlightKind,
  ErrorCodes,
  FoldingRangeKind,
  InlayHintRefreshRequest,
  InsertTextFormat,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  SemanticTokensBuilder,
  SymbolKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
