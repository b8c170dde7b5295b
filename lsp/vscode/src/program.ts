import { execFile } from 'node:child_process';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { workspace, type CancellationToken, type ExtensionContext } from 'vscode';

/** The program in the extension. */
export function bundledProgram(context: ExtensionContext): string {
  return context.asAbsolutePath(join('dist', 'accel.mjs'));
}

/** The program that the settings name; undefined for the one in the extension. */
export function chosenProgram(): string | undefined {
  const path = workspace.getConfiguration('accel').get<string>('server.path', '').trim();
  if (path === '') return undefined;
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return isAbsolute(path) || folder === undefined ? path : join(folder, path);
}

/** The most that a run may print. */
const mostBytes = 64 * 2 ** 20;

/** What `accel` prints of arguments in a folder; never throws, and ends when the user cancels. */
export function runProgram(
  context: ExtensionContext,
  args: readonly string[],
  folder: string,
  token: CancellationToken,
): Promise<string> {
  const chosen = chosenProgram();
  const [command, before] = chosen === undefined ? [process.execPath, [bundledProgram(context)]] : [chosen, []];
  // The editor's own executable is a Node only when it is told so.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: mostBytes };
    const child = execFile(command, [...before, ...args], options, (failure, out, err) => {
      resolve(out === '' && err === '' && failure !== null ? failure.message : `${out}${err}`);
    });
    token.onCancellationRequested(() => child.kill());
  });
}
