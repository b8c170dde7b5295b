import { format, getFileInfo, resolveConfig } from 'prettier';
import { designSchema } from '../../src/ir/index.js';
import { standardLibrary } from './declarations.js';
import { grammarFiles } from './grammar/pages.js';
import { libraryPages } from './library-pages.js';
import { operatorsModule } from './operators.js';
import { stdlibModule } from './stdlib.js';
import { technologyPage } from './technology-page.js';
import { textMateFiles } from './textmate.js';
import { unitsModule } from './units.js';

/** A generated file, path relative to the project's root. */
export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** Everything that is generated, as it should stand. */
export async function generatedFiles(root: string): Promise<readonly Generated[]> {
  const files: readonly Generated[] = [
    { path: 'schema/design.json', text: JSON.stringify(designSchema()) },
    { path: 'src/dsl/units.generated.ts', text: unitsModule() },
    { path: 'src/dsl/operators.generated.ts', text: operatorsModule() },
    { path: 'src/dsl/stdlib.generated.ts', text: stdlibModule(await standardLibrary(root)) },
    ...grammarFiles(),
    ...textMateFiles(),
    ...(await libraryPages(root)),
    technologyPage(),
  ];
  const config = await resolveConfig(`${root}package.json`);
  return Promise.all(
    files.map(async ({ path, text }) => {
      const { inferredParser } = await getFileInfo(root + path);
      if (inferredParser === null) return { path, text };
      return { path, text: await format(text, { ...config, filepath: root + path }) };
    }),
  );
}
