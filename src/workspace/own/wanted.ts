import { libraryBlock } from '../../blocks/models.js';
import { diagnostic, type Diagnostic, type Origin, type Span } from '../../diagnostics/index.js';
import { originKey, type BlockCode, type Design, type Origins } from '../../ir/index.js';
import { ownerName, type Program } from '../../language/index.js';

/** An extern component whose code an `accel.json` names. */
export interface WantedBlock {
  readonly component: string;
  readonly code: BlockCode;
  /** Where it is declared. */
  readonly origin: Span;
}

/** All extern components of a program that have code, imported files first. */
export function wantedBlocks(program: Program): readonly WantedBlock[] {
  return [...program.code].flatMap(([file, blocks]) =>
    [...blocks].flatMap(([component, code]): readonly WantedBlock[] => {
      const entity = program.modules.get(file)?.declared.find(({ name }) => name === component);
      if (entity?.kind !== 'component') return [];
      const { start, end } = entity.at;
      return [{ component, code, origin: { file, start, end } }];
    }),
  );
}

/** Blocks with code that are named as those of the standard library (E236): which of the two is meant must not depend on trust. */
export function misnamedBlocks(program: Program): readonly Diagnostic[] {
  return wantedBlocks(program)
    .filter(({ component }) => libraryBlock(component) !== undefined)
    .map(({ component, code, origin }) =>
      diagnostic('E236', origin, { component, of: ownerName(code.package) }, { help: 'give the block another name' }),
    );
}

/** Warns of the blocks of a design whose code is in no file that is run (W204), at the first instance of each. */
export function notRun(design: Design, origins: Origins, files: ReadonlySet<string>): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { name, external, id } of design.blocks) {
    const code = external?.code ?? null;
    if (code === null || files.has(code.file)) continue;
    const key = `${code.file} ${name}`;
    if (found.has(key)) continue;
    const help = `where it is trusted the program runs it, with --trust ${code.package ?? '.'}`;
    const parameters = { block: name, of: ownerName(code.package) };
    found.set(key, diagnostic('W204', firstUse(design, origins, id), parameters, { help }));
  }
  return [...found.values()];
}

function firstUse(design: Design, origins: Origins, id: string): Origin | undefined {
  for (const module of design.modules)
    for (const { name, of } of module.instances)
      if (of.kind === 'block' && of.id === id) return origins.get(originKey(module.name, 'instance', name));
  return undefined;
}
