import { matrixCoreParameters, peArrayParameters, type MatrixCoreParameters } from '../blocks/hardware.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { listNames, type Block, type Design } from '../ir/index.js';
import { placement } from '../mapping/index.js';

/** The kinds of blocks whose hardware is verified by itself. */
const verified = ['MatrixCore', 'PEArray', 'Sram'] as const;

/** A block to verify: of equal ones the first. */
export interface Target {
  readonly path: string;
  readonly block: Block;
}

/**
 * The blocks of a design that are verified, each distinct one once; with `path` the one that stands there (`tile[2].core`).
 * E670 where there is none.
 */
export function findTargets(
  design: Design,
  path: string | undefined,
): readonly [readonly Target[], readonly Diagnostic[]] {
  const placed = placement(design).blocks.filter(
    ({ block }) => block.external === undefined && verified.some((name) => name === block.name),
  );
  const chosen = path === undefined ? placed : placed.filter((candidate) => starred(candidate.path) === starred(path));
  if (chosen.length === 0) {
    const known = listNames(placed.map((candidate) => candidate.path));
    return [[], [diagnostic('E670', undefined, { path: placed.length === 0 ? '' : (path ?? ''), known })]];
  }
  const distinct = new Map<string, Target>();
  for (const { path: at, block } of chosen) if (!distinct.has(block.id)) distinct.set(block.id, { path: at, block });
  return [[...distinct.values()], []];
}

/** The blocks that are the user's own Verilog, of which nothing can be proved (W670), each distinct one once. */
export function unproved(design: Design, path: string | undefined): readonly Diagnostic[] {
  const own = placement(design).blocks.filter(
    ({ block, path: at }) => block.external?.verilog && (path === undefined || starred(at) === starred(path)),
  );
  const distinct = new Map<string, string>();
  for (const { block, path: at } of own) if (!distinct.has(block.name)) distinct.set(block.name, at);
  return [...distinct].map(([block, at]) => diagnostic('W670', undefined, { path: at, block }));
}

/** Elements of an array are equal: `tile[2].core` is `tile[*].core`. */
function starred(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, '[*]');
}

/** The parameters of a target that is a core; null for another block. */
export function coreParameters(target: Target): MatrixCoreParameters | null {
  return target.block.name === 'MatrixCore' ? matrixCoreParameters(target.block) : null;
}

/** Rows and columns of a target's array; null where it has none. */
export function arrayOf({ block }: Target): { readonly rows: number; readonly cols: number } | null {
  if (block.name === 'MatrixCore') return matrixCoreParameters(block);
  return block.name === 'PEArray' ? peArrayParameters(block) : null;
}
