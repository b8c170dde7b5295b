/** The page of the tour, served on this machine. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../bundles.js';

export interface Site {
  readonly url: string;
  readonly close: () => void;
}

const html = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<style>
  @font-face { font-family: 'JetBrains Mono'; src: url(/mono.woff2); }
  @font-face { font-family: 'Inter'; src: url(/text.woff2); }
  @font-face { font-family: 'Inter'; font-weight: 600 700; src: url(/text-bold.woff2); }
  html, body { margin: 0; height: 100%; overflow: hidden; background: #fff; }
  #panes { display: flex; height: 100%; }
  #left, #right { height: 100%; }
  #right { border-left: 1px solid #d8dee4; box-sizing: border-box; }
  .action-widget, .quick-input-widget { font-size: 13px !important; }
  .action-widget .actionList, .action-widget .monaco-list, .action-widget .monaco-list-row { width: 380px !important; }
  .monaco-editor, .monaco-hover, .context-view { font-family: Inter, sans-serif !important; --monaco-monospace-font: 'JetBrains Mono' !important; }
</style>
<div id="panes"><div id="left"></div><div id="right"></div></div>
<script type="module" src="/page.js"></script>
`;

/** Bundles the page and serves it; `tools` is where Monaco was fetched to. */
export async function serveSite(tools: string): Promise<Site> {
  const modules = join(tools, 'node_modules');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      page: 'scripts/tour/page.ts',
      'editor.worker': join(modules, 'monaco-editor/esm/vs/editor/editor.worker.js'),
    },
    outdir: 'out',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    nodePaths: [modules],
    loader: { '.ttf': 'dataurl' },
    logLevel: 'warning',
  });
  const font = (name: string): Buffer => readFileSync(join(modules, '@fontsource', name));
  const files = new Map<string, Uint8Array | string>([
    ['/', html],
    ['/server.js', readFileSync(join(root, 'dist', 'lsp-browser.js'))],
    ['/onig.wasm', readFileSync(join(root, 'node_modules/vscode-oniguruma/release/onig.wasm'))],
    ['/mono.woff2', font('jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2')],
    ['/text.woff2', font('inter/files/inter-latin-400-normal.woff2')],
    ['/text-bold.woff2', font('inter/files/inter-latin-600-normal.woff2')],
    ...outputFiles.map(({ path, contents }) => [path.slice(path.lastIndexOf('/')), contents] as const),
  ]);
  const server = createServer(({ url = '/' }, response) => {
    const found = files.get(url);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': typeOf(url) });
    response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page is not served');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

function typeOf(url: string): string {
  if (url.endsWith('.js')) return 'text/javascript';
  if (url.endsWith('.css')) return 'text/css';
  if (url.endsWith('.wasm')) return 'application/wasm';
  return url.endsWith('.woff2') ? 'font/woff2' : 'text/html';
}
