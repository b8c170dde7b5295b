import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import { bundledProgram, chosenProgram } from './program.js';

/** The client of the language server: the one in the extension, or that of the program the settings name. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  return new LanguageClient('accel', 'Accel', serverOptions(context), {
    documentSelector: [{ scheme: 'file', language: 'accel' }],
    outputChannel: output,
  });
}

function serverOptions(context: ExtensionContext): ServerOptions {
  const chosen = chosenProgram();
  if (chosen !== undefined) return { command: chosen, args: ['lsp', '--stdio'] };
  return { module: bundledProgram(context), args: ['lsp'], transport: TransportKind.stdio };
}
