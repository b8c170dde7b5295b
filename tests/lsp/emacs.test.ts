import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../support/program.js';

const script = fileURLToPath(new URL('emacs.el', import.meta.url));

/** Whether there is an Emacs with eglot: built in from 29 on, Debian's elpa-eglot before. */
const hasEglot =
  spawnSync('emacs', ['--batch', '--eval', "(progn (package-initialize) (require 'eglot))"], { timeout: 60_000 })
    .status === 0;

describe.skipIf(!hasEglot)(`Emacs with eglot${hasEglot ? '' : ' (needs emacs and eglot)'}`, () => {
  it('shows a diagnostic, a hover and a format', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'accel-emacs-'));
    try {
      const out = join(folder, 'out.json');
      writeFileSync(
        join(folder, 'main.accel'),
        '/// How wide.\nconst wide = 8;\nconst half = wide  / 2;\nconst twice = other;\n',
      );
      const { stderr } = spawnSync('emacs', ['--batch', '-l', script], {
        env: {
          ...process.env,
          ACCEL_NODE: process.execPath,
          ACCEL_SERVER: join(packageRoot, 'bin/accel'),
          ACCEL_FOLDER: folder,
          ACCEL_OUT: out,
          HOME: folder,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
        timeout: 100_000,
      });
      const seen: unknown = JSON.parse(readFileSync(out, 'utf8'));
      expect(seen, stderr).toEqual({
        diagnostics: ['accel [E201]: there is no "other" here'],
        hover: '```accel\nconst wide: int\n```\n\nconstant, `8`\n\nHow wide.',
        text: '/// How wide.\nconst wide = 8;\nconst half = wide / 2;\nconst twice = other;\n',
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
