import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import type { Documents } from './documents.js';
import { bundledProgram, chosenProgram } from './program.js';
import { showVerification } from './reports.js';

/** The client of the language server: the one in the extension, or that of the program the settings name. */
export function createClient(
  context: ExtensionContext,
  output: LogOutputChannel,
  documents: Documents,
): LanguageClient {
  return new LanguageClient('accel', 'Accel', serverOptions(context), {
    documentSelector: [{ scheme: 'file', language: 'accel' }],
    outputChannel: output,
    middleware: {
      // The commands behind lenses: the server answers with Markdown, and leaves what takes long to the program.
      executeCommand: async (command, args: readonly unknown[], next) => {
        const [uri, name] = args;
        if (typeof uri !== 'string' || typeof name !== 'string') return next(command, [...args]);
        if (command === 'accel.verify') return showVerification(context, documents, uri, name);
        const answer: unknown = await next(command, [...args]);
        if (typeof answer === 'string')
          await documents.show(`${name} (${command.replace('accel.', '')})`, answer, 'markdown');
        return answer;
      },
    },
  });
}

function serverOptions(context: ExtensionContext): ServerOptions {
  const chosen = chosenProgram();
  if (chosen !== undefined) return { command: chosen, args: ['lsp', '--stdio'] };
  return { module: bundledProgram(context), args: ['lsp'], transport: TransportKind.stdio };
}
