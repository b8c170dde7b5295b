/** The pictures of the tour: what is open, and what is done before the picture is taken. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bundles.js';
import { mistaken, tile, tooLarge, untidy, widths } from './sources.js';
import type { Stage } from './stage.js';

export interface Scene {
  /** Of the file of the picture. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The files that are seen; the first one where there is nothing said. */
  readonly panes?: readonly string[];
  /** The first line that is seen. */
  readonly from?: number;
  readonly size?: number;
  readonly act: (stage: Stage) => Promise<void>;
}

const example = { 'edge_npu.accel': readFileSync(join(root, 'examples', 'edge_npu.accel'), 'utf8') };
const camera = { 'camera.accel': tooLarge };
const misspelt = { 'tile.accel': mistaken };
const two = { 'widths.accel': widths, 'tile.accel': tile };
const twice = { 'before.accel': untidy, 'after.accel': untidy };

const settled = async (): Promise<void> => undefined;

export const scenes: readonly Scene[] = [
  { name: 'figures', files: example, from: 13, act: settled },
  { name: 'lenses', files: example, from: 5, act: settled },
  { name: 'diagnostic', files: misspelt, act: (stage) => stage.hover({ piece: 'capcity' }) },
  {
    name: 'fix',
    files: misspelt,
    act: async (stage) => {
      await stage.put({ piece: 'capcity' });
      await stage.act('editor.action.quickFix');
    },
  },
  { name: 'hover', files: example, from: 16, act: (stage) => stage.hover({ piece: 'buffer: Sram' }) },
  { name: 'hover-port', files: example, from: 13, act: (stage) => stage.hover({ piece: 'serve;' }) },
  { name: 'hover-literal', files: example, from: 8, act: (stage) => stage.hover({ piece: '4.266 Gb/s' }) },
  {
    name: 'completion',
    files: example,
    from: 13,
    act: async (stage) => {
      await stage.put({ piece: '4.266 Gb/s };', behind: true });
      await stage.press('Enter');
      await stage.type('next: ');
      await stage.act('editor.action.triggerSuggest');
      await stage.type('S');
      await stage.settle();
      await stage.press('Control+Space');
    },
  },
  {
    name: 'signature',
    files: example,
    from: 10,
    act: async (stage) => {
      await stage.put({ piece: 'core: MatrixCore { rows, cols', behind: true });
      await stage.type(', ');
      await stage.press('Escape');
      await stage.act('editor.action.triggerParameterHints');
    },
  },
  { name: 'requirement', files: camera, act: (stage) => stage.hover({ piece: 'area <=' }) },
  {
    name: 'repair',
    files: camera,
    act: async (stage) => {
      await stage.put({ piece: 'area <=' });
      await stage.act('editor.action.quickFix');
    },
  },
  {
    name: 'rename',
    files: two,
    panes: ['widths.accel', 'tile.accel'],
    size: 12,
    act: async (stage) => {
      await stage.put({ piece: 'lanes = 16' });
      await stage.act('editor.action.rename');
      await stage.type('macs');
      await stage.press('Enter');
    },
  },
  {
    name: 'definition',
    files: example,
    from: 13,
    act: async (stage) => {
      await stage.put({ piece: 'Sram {' });
      await stage.act('editor.action.peekDefinition');
    },
  },
  {
    name: 'references',
    files: two,
    from: 1,
    panes: ['widths.accel'],
    act: async (stage) => {
      await stage.put({ piece: 'lanes = ' });
      await stage.act('editor.action.referenceSearch.trigger');
    },
  },
  {
    name: 'format',
    files: twice,
    panes: ['before.accel', 'after.accel'],
    size: 12,
    act: (stage) => stage.act('editor.action.formatDocument', 1),
  },
];
