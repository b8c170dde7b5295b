import { describe, expect, it } from 'vitest';
import { renameFiles, type Move } from '../../lsp/features/rename-files.js';
import { marked } from './sources.js';

const files = {
  'chip.accel': '<|>import { Tile } from "./parts/tile.accel";\nexport { depth } from "./depth.accel";\n',
  'parts/tile.accel': 'import { depth } from "../depth.accel";\nimport { Sram } from "std/memory";\n',
  'depth.accel': 'export const depth = 4;\n',
};

/** The imports that change when files move. */
function changes(...moves: readonly Move[]): readonly string[] {
  const { project, texts } = marked(files);
  return renameFiles(project.analyses(), moves).map(
    ({ file, start, end, text }) => `${file}: ${texts[file]?.slice(start, end)} -> ${text}`,
  );
}

describe('moving', () => {
  it('a file changes the imports of it', () => {
    expect(changes({ from: 'depth.accel', to: 'common/depth.accel' })).toEqual([
      'chip.accel: ./depth.accel -> ./common/depth.accel',
      'parts/tile.accel: ../depth.accel -> ../common/depth.accel',
    ]);
  });

  it('a file changes its own imports', () => {
    expect(changes({ from: 'parts/tile.accel', to: 'tile.accel' })).toEqual([
      'chip.accel: ./parts/tile.accel -> ./tile.accel',
      'parts/tile.accel: ../depth.accel -> ./depth.accel',
    ]);
  });

  it('a folder moves all that lies in it', () => {
    expect(changes({ from: 'parts', to: 'lib/blocks' })).toEqual([
      'chip.accel: ./parts/tile.accel -> ./lib/blocks/tile.accel',
      'parts/tile.accel: ../depth.accel -> ../../depth.accel',
    ]);
  });

  it('two files together keeps what stays true', () => {
    expect(
      changes({ from: 'depth.accel', to: 'new/depth.accel' }, { from: 'parts/tile.accel', to: 'new/parts/tile.accel' }),
    ).toEqual([
      'chip.accel: ./parts/tile.accel -> ./new/parts/tile.accel',
      'chip.accel: ./depth.accel -> ./new/depth.accel',
    ]);
  });

  it('another file changes nothing', () => {
    expect(changes({ from: 'part', to: 'other' })).toEqual([]);
  });
});
