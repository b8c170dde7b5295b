/** What the tour needs besides the project: fetched when it is made, so that it weighs on no one who does not make it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

/** Packages by name with the version that the pictures were made with. */
const packages = {
  'monaco-editor': '0.57.0',
  'playwright-core': '1.65.1',
  sharp: '0.35.5',
  '@fontsource/jetbrains-mono': '5.3.0',
  '@fontsource/inter': '5.3.0',
} as const;

/** Fetches the packages into `folder`, unless they are there. */
export function fetchTools(folder: string): void {
  if (Object.keys(packages).every((name) => existsSync(join(folder, 'node_modules', name)))) return;
  mkdirSync(folder, { recursive: true });
  const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...wanted],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error(`npm could not fetch ${wanted.join(' ')}`);
}

/** A page of Chromium, as far as the tour drives it. */
export interface Page {
  readonly mouse: { move(x: number, y: number): Promise<void>; click(x: number, y: number): Promise<void> };
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  goto(url: string): Promise<unknown>;
  evaluate<T, A>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  waitForFunction(condition: string): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
  screenshot(options: object): Promise<Buffer>;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (failure: Error) => void): void;
  close(): Promise<void>;
}

export interface Browser {
  newPage(options: object): Promise<Page>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: { launch(options: object): Promise<Browser> };
}

interface Image {
  png(options: object): Image;
  toBuffer(): Promise<Buffer>;
}

/** The tools that run in this process. */
export function loadTools(folder: string): { readonly playwright: Playwright; readonly sharp: (png: Buffer) => Image } {
  const load = createRequire(join(folder, 'package.json'));
  return { playwright: load('playwright-core') as Playwright, sharp: load('sharp') as (png: Buffer) => Image };
}
