import { commands, window, workspace, type ExtensionContext } from 'vscode';
import { createClient } from './client.js';
import { createDocuments } from './documents.js';
import { newFile, registerReports } from './reports.js';

let client: ReturnType<typeof createClient> | undefined;

/** Starts the language server and offers the commands. */
export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Accel', { log: true });
  const documents = createDocuments();
  const start = async (): Promise<void> => {
    client = createClient(context, output, documents);
    await client.start();
  };
  const restart = async (): Promise<void> => {
    await client?.stop();
    await start();
  };
  context.subscriptions.push(
    output,
    documents,
    commands.registerCommand('accel.restartServer', restart),
    commands.registerCommand('accel.newFile', newFile),
    ...registerReports(context, documents),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('accel.server.path')) await restart();
    }),
  );
  await start();
}

/** Stops the language server. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}
