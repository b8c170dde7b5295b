import { dirname } from 'node:path';
import {
  commands,
  EventEmitter,
  languages,
  ProgressLocation,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
} from 'vscode';
import { runProgram } from './program.js';

const scheme = 'accel-report';

/** A command that shows what `accel` prints of the open design. */
interface Report {
  readonly command: string;
  readonly title: string;
  readonly language: string;
  /** The arguments before the file; undefined where the user gave up. */
  readonly args: (file: Uri) => Promise<readonly string[] | undefined>;
}

const kinds: readonly Report[] = [
  { command: 'accel.showEstimate', title: 'estimate', language: 'plaintext', args: estimateArguments },
  { command: 'accel.verify', title: 'verify', language: 'plaintext', args: () => Promise.resolve(['verify']) },
  { command: 'accel.showIr', title: 'ir', language: 'accel', args: () => Promise.resolve(['ir']) },
];

/** The commands that show reports, and the documents that they are shown in. */
export function reports(context: ExtensionContext): readonly Disposable[] {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  const shown = async (report: Report): Promise<void> => {
    const file = window.activeTextEditor?.document.uri;
    if (file?.scheme !== 'file') return void window.showInformationMessage('Open an .accel file on disk first.');
    const args = await report.args(file);
    if (args === undefined) return;
    await workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())?.save();
    const text = await run(context, report, [...args, file.fsPath, '--color', 'never'], file);
    if (text === undefined) return;
    const uri = Uri.from({ scheme, path: `${file.path} (${report.title})` });
    texts.set(uri.toString(), text);
    changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await languages.setTextDocumentLanguage(document, report.language);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
  };
  return [provider, changed, ...kinds.map((report) => commands.registerCommand(report.command, () => shown(report)))];
}

/** What the program printed; undefined where the user cancelled. */
async function run(
  context: ExtensionContext,
  { title }: Report,
  args: readonly string[],
  file: Uri,
): Promise<string | undefined> {
  const progress = { location: ProgressLocation.Notification, title: `accel ${title}`, cancellable: true };
  return window.withProgress(progress, async (_, token) => {
    const { out } = await runProgram(context, args, dirname(file.fsPath), token);
    return token.isCancellationRequested ? undefined : out;
  });
}

async function estimateArguments(file: Uri): Promise<readonly string[] | undefined> {
  const usual = workspace.getConfiguration('accel', file).get<string>('estimate.workload', '');
  const workload =
    usual === ''
      ? await window.showInputBox({
          title: 'Workload',
          prompt:
            'A workload of the file, resnet50, gemm(512,512,512); empty: area, power and peak rate of the design.',
        })
      : usual;
  if (workload === undefined) return undefined;
  return workload === '' ? ['estimate'] : ['estimate', '--workload', workload];
}

/** Opens an empty design. */
export async function newFile(): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'accel' });
  await window.showTextDocument(document);
}
