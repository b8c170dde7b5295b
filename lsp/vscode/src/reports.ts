import { basename, dirname } from 'node:path';
import { commands, ProgressLocation, Uri, window, workspace, type Disposable, type ExtensionContext } from 'vscode';
import type { Documents } from './documents.js';
import { runProgram } from './program.js';

/** A command that shows what `accel` prints of the open design. */
interface Report {
  readonly command: string;
  readonly title: string;
  readonly language: 'plaintext' | 'accel';
  /** The arguments before the file; undefined where the user gave up. */
  readonly args: (file: Uri) => Promise<readonly string[] | undefined>;
}

const verification: Report = {
  command: 'accel.showVerification',
  title: 'verify',
  language: 'plaintext',
  args: () => Promise.resolve(['verify']),
};

const kinds: readonly Report[] = [
  { command: 'accel.showEstimate', title: 'estimate', language: 'plaintext', args: estimateArguments },
  verification,
  { command: 'accel.showIr', title: 'ir', language: 'accel', args: () => Promise.resolve(['ir']) },
];

/** The commands that show reports of the open file. */
export function registerReports(context: ExtensionContext, documents: Documents): readonly Disposable[] {
  return kinds.map((report) =>
    commands.registerCommand(report.command, async () => {
      const file = window.activeTextEditor?.document.uri;
      if (file?.scheme !== 'file') return void window.showInformationMessage('Open an .accel file on disk first.');
      const args = await report.args(file);
      if (args !== undefined) await showRun(context, documents, report, args, file);
    }),
  );
}

/** Verifies one design of a file: what the lens above it asks for. */
export function showVerification(
  context: ExtensionContext,
  documents: Documents,
  uri: string,
  design: string,
): Promise<void> {
  return showRun(context, documents, verification, ['verify', '--design', design], Uri.parse(uri));
}

async function showRun(
  context: ExtensionContext,
  documents: Documents,
  { title, language }: Report,
  args: readonly string[],
  file: Uri,
): Promise<void> {
  // The program reads the file on disk.
  await workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())?.save();
  const progress = { location: ProgressLocation.Notification, title: `accel ${title}`, cancellable: true };
  const text = await window.withProgress(progress, async (_, token) => {
    const all = [...args, file.fsPath, '--color', 'never'];
    const out = await runProgram(context, all, dirname(file.fsPath), token);
    return token.isCancellationRequested ? undefined : out;
  });
  if (text !== undefined) await documents.show(`${basename(file.path)} (${title})`, text, language);
}

async function estimateArguments(file: Uri): Promise<readonly string[] | undefined> {
  const usual = workspace.getConfiguration('accel', file).get<string>('estimate.workload', '');
  const prompt = 'A workload of the file, resnet50, gemm(512,512,512); empty: area, power and peak rate of the design.';
  const workload = usual === '' ? await window.showInputBox({ title: 'Workload', prompt }) : usual;
  if (workload === undefined) return undefined;
  return workload === '' ? ['estimate'] : ['estimate', '--workload', workload];
}

/** Opens an empty design. */
export async function newFile(): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'accel' });
  await window.showTextDocument(document);
}
