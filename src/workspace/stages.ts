import type { Diagnostic } from '../diagnostics/index.js';
import { print, printTypeScript, write } from '../ir/index.js';
import { parse } from '../syntax/index.js';
import type { LoadedDesign } from './load.js';
import { ownHardware } from './own/index.js';
import { treeText } from './tree-text.js';

/** The intermediate forms that can be looked at. */
export const stages = ['ast', 'design', 'hierarchy', 'loops', 'schedule', 'hardware'] as const;
export type Stage = (typeof stages)[number];

/** A form as text for people and as data. */
export interface StageView {
  readonly text: string;
  readonly json: string;
  /** As a module of the embedded builder: of the design alone. */
  readonly typescript?: string;
}

type View = readonly [StageView | undefined, readonly Diagnostic[]];

/** The syntax tree of a text, with what the parser found wrong: the tree is whole all the same. */
export function astStage(text: string, path: string): View {
  const { ast, diagnostics } = parse(text, path);
  return [{ text: treeText(ast), json: json({ schema: 'accel-ast/1', tree: ast }) }, diagnostics];
}

/** The design IR: printed back as `.accel` or as TypeScript, or its JSON, byte for byte the same from either face. */
export function designStage({ design, moduleOf }: LoadedDesign): StageView {
  return { text: print(design, moduleOf), json: write(design), typescript: printTypeScript(design) };
}

/** The chip in the hardware IR. */
export async function hardwareStage(loaded: LoadedDesign): Promise<View> {
  const { buildChip, hardwareData, hardwareText, modulesOf } = await import('../hardware/index.js');
  const [own, problems] = await ownHardware(loaded.own);
  if (own === undefined) return [undefined, problems];
  const [chip, diagnostics] = buildChip(loaded.design, loaded.origins, { own });
  if (chip === null) return [undefined, diagnostics];
  const modules = modulesOf(chip.top);
  return [{ text: hardwareText(modules), json: json(hardwareData(modules)) }, diagnostics];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
