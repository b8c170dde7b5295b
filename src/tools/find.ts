import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './run.js';
import { toolDescriptions, type ToolName } from './tools.js';

/** A tool that is there. */
export interface FoundTool {
  readonly name: ToolName;
  /** Absolute paths by program name. */
  readonly programs: Readonly<Record<string, string>>;
  /** As it says itself; `unknown` where its answer is not understood. */
  readonly version: string;
}

const versionTimeLimit_s = 20;

/**
 * Looks for a tool on the search path and asks for its version; null: one of its programs is missing.
 *
 * @param searchPath folders as in the environment variable `PATH`
 */
export async function findTool(name: ToolName, searchPath = process.env['PATH'] ?? ''): Promise<FoundTool | null> {
  const description = toolDescriptions[name];
  const programs: Record<string, string> = {};
  for (const program of description.programs) {
    const path = findProgram(program, searchPath);
    if (path === null) return null;
    programs[program] = path;
  }
  const first = programs[description.programs[0]] ?? description.programs[0];
  const answer = await run(first, description.versionArguments, {
    directory: tmpdir(),
    timeLimit_s: versionTimeLimit_s,
  });
  if (answer.end === 'not_started') return null;
  const version = description.versionPattern.exec(`${answer.stdout}\n${answer.stderr}`)?.[1] ?? 'unknown';
  return { name, programs, version };
}

function findProgram(program: string, searchPath: string): string | null {
  for (const folder of searchPath.split(delimiter)) {
    if (folder === '') continue;
    const path = join(folder, program);
    if (isExecutable(path)) return path;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
