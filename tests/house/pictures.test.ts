import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenes } from '../../scripts/tour/scenes.js';
import { read, root } from './imports.js';

const folder = join(root, 'docs', 'images', 'editor');
const pictures = readdirSync(folder).toSorted();
const named = [...read('docs/editor.md').matchAll(/!\[([^\]]*)\]\(images\/editor\/([\w-]+\.png)\)/g)];

describe('pictures of docs/editor.md', () => {
  it('every one that the page names is there, with a text for who cannot see it', () => {
    expect(named.length).toBeGreaterThan(10);
    for (const [, text, file] of named) {
      expect(existsSync(join(folder, file ?? '')), file).toBe(true);
      expect(text?.length, file).toBeGreaterThan(10);
    }
  });

  it('every one is named, and made by a scene of the tour', () => {
    expect(named.map(([, , file]) => file).toSorted()).toEqual(pictures);
    expect(scenes.map(({ name }) => `${name}.png`).toSorted()).toEqual(pictures);
  });

  it('each is light, and of the same size', () => {
    for (const file of pictures) {
      const path = join(folder, file);
      expect(statSync(path).size, file).toBeLessThan(120 * 1024);
      const header = readFileSync(path).subarray(16, 24);
      expect([header.readUInt32BE(0), header.readUInt32BE(4)], file).toEqual([1840, 860]);
    }
  });
});
