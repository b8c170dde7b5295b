import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packageRoot } from '../support/program.js';
import { describeWithTool } from '../support/tools.js';

const script = fileURLToPath(new URL('neovim.lua', import.meta.url));

describeWithTool('nvim', 'Neovim', () => {
  it('shows a diagnostic, a hover, a completion, a rename and a format', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'accel-neovim-'));
    try {
      const out = join(folder, 'out.json');
      writeFileSync(
        join(folder, 'main.accel'),
        '/// How wide.\nconst wide = 8;\nconst half = wide  / 2;\nconst twice = other;\n',
      );
      const { stderr } = spawnSync('nvim', ['--headless', '-u', 'NONE', '-n', '-c', `luafile ${script}`], {
        env: {
          ...process.env,
          ACCEL_SERVER: join(packageRoot, 'bin/accel'),
          ACCEL_FOLDER: folder,
          ACCEL_OUT: out,
          HOME: folder,
          XDG_STATE_HOME: folder,
          XDG_CACHE_HOME: folder,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
        timeout: 100_000,
      });
      const seen: unknown = JSON.parse(readFileSync(out, 'utf8'));
      expect(seen, stderr).toMatchObject({
        diagnostics: ['E201'],
        hover: '```accel\nconst wide: int\n```\n\nconstant, `8`\n\nHow wide.',
        text: '/// How wide.\nconst broad = 8;\nconst half = broad / 2;\nconst twice = other;',
      });
      expect(seen).toMatchObject({ completion: expect.arrayContaining(['wide', 'half', 'clog2']) as unknown });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
