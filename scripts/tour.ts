/**
 * Makes the pictures of `docs/editor.md`: `npm run tour`, or `npm run tour -- hover rename` for some of them. A headless Chromium shows
 * Monaco, whose own client of the protocol speaks to the built server. Monaco and the driver are fetched when it is run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './bundles.js';
import { scenes, type Scene } from './tour/scenes.js';
import { serveSite } from './tour/site.js';
import { createStage } from './tour/stage.js';
import { fetchTools, loadTools, type Browser } from './tour/tools.js';

const tools = join(root, 'out', 'tour');
const pictures = join(root, 'docs', 'images', 'editor');
const chromium = process.env['ACCEL_CHROMIUM'] ?? '/usr/bin/chromium';

/** Size of every picture in pixels of a page; the file has two in each direction for one. */
const size = { width: 920, height: 430 };

/** No graphics card, and nothing that speaks to the network on its own. */
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--font-render-hinting=none', '--disable-lcd-text'],
];

async function pictureOf(browser: Browser, url: string, scene: Scene): Promise<Buffer> {
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: 2 });
  page.on('pageerror', (failure) => console.error(`${scene.name}: ${failure.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${scene.name}: ${message.text()}`);
  });
  await page.goto(url);
  await page.waitForFunction("'tour' in globalThis && document.fonts.status === 'loaded'");
  const { files, panes = Object.keys(files).slice(0, 1), from = 1, size: fontSize = 13 } = scene;
  await page.evaluate((shown) => globalThis.tour.show(shown), { files, panes, from, size: fontSize });
  const stage = createStage(page);
  await stage.settle();
  await scene.act(stage);
  await stage.settle();
  const png = await page.screenshot({ type: 'png', caret: 'initial', animations: 'disabled' });
  await page.close();
  return png;
}

fetchTools(tools);
const { playwright, sharp } = loadTools(tools);
const site = await serveSite(tools);
const browser = await playwright.chromium.launch({ executablePath: chromium, headless: true, args: flags });
try {
  mkdirSync(pictures, { recursive: true });
  const wanted = process.argv.slice(2);
  for (const scene of scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const png = await pictureOf(browser, site.url, scene);
    const small = await sharp(png).png({ palette: true, colours: 128, effort: 10, dither: 0 }).toBuffer();
    writeFileSync(join(pictures, `${scene.name}.png`), small);
    console.log(`${scene.name}.png  ${Math.round(small.length / 1024)} KB`);
  }
} finally {
  await browser.close();
  site.close();
}
