import {
  matrixCoreParameters,
  ownOf,
  peArrayParameters,
  vectorUnitParameters,
  type MatrixCoreParameters,
  type OwnHardware,
} from '../blocks/hardware.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { buildChip } from '../hardware/index.js';
import { listNames, type Block, type Design } from '../ir/index.js';
import { placement } from '../mapping/index.js';
import type { Module } from '../rtl/index.js';
import { unverifiable } from './own-target.js';

/** The kinds of blocks whose hardware is verified by itself. */
const verified = ['MatrixCore', 'PEArray', 'Sram', 'VectorUnit'] as const;

/** A block to verify: of equal ones the first. */
export interface Target {
  readonly path: string;
  readonly block: Block;
  /** Of a user's own block: its code and the hardware that it made. */
  readonly own?: { readonly code: OwnHardware; readonly module: Module };
  /** Its hardware as the chip has it, where resets are asynchronous. */
  readonly module?: Module;
}

/** The user's own blocks whose code is trusted, and the hardware that it made for the blocks of a design. */
export interface OwnTargets {
  readonly own: readonly OwnHardware[];
  readonly modules: ReadonlyMap<string, Module>;
}

/**
 * The blocks of a design that are verified, each distinct one once; with `path` the one that stands there (`tile[2].core`).
 * E670 where there is none, W671 for a user's own that cannot be.
 */
export function findTargets(
  design: Design,
  path: string | undefined,
  { own, modules }: OwnTargets = { own: [], modules: new Map() },
): readonly [readonly Target[], readonly Diagnostic[]] {
  const skipped = new Map<string, Diagnostic>();
  const placed = placement(design).blocks.flatMap(({ block, path: at }): readonly Target[] => {
    if (block.external === undefined) return verified.some((name) => name === block.name) ? [{ block, path: at }] : [];
    const [code, module] = [ownOf(own, block), modules.get(block.id)];
    if (code === undefined || module === undefined) return [];
    const why = unverifiable(block, code);
    if (why === null) return [{ block, path: at, own: { code, module } }];
    if (path === undefined || starred(at) === starred(path))
      skipped.set(block.id, diagnostic('W671', undefined, { path: at, block: block.name, why }));
    return [];
  });
  const chosen = path === undefined ? placed : placed.filter((candidate) => starred(candidate.path) === starred(path));
  if (chosen.length === 0) {
    const known = listNames(placed.map((candidate) => candidate.path));
    const none = diagnostic('E670', undefined, { path: placed.length === 0 ? '' : (path ?? ''), known });
    return [[], [...skipped.values(), none]];
  }
  const distinct = new Map<string, Target>();
  for (const target of chosen) if (!distinct.has(target.block.id)) distinct.set(target.block.id, target);
  return [asInChip(design, [...distinct.values()], own), [...skipped.values()]];
}

/** The targets with the hardware that the chip has of them, where a clock's reset is asynchronous. */
function asInChip(design: Design, targets: readonly Target[], own: readonly OwnHardware[]): readonly Target[] {
  if (design.clocks.every(({ reset }) => reset === 'sync')) return targets;
  const [chip] = buildChip(design, new Map(), { partial: true, own });
  return targets.map((target) => {
    const module = chip?.blocks.get(target.block.id);
    if (module === undefined) return target;
    return target.own === undefined ? { ...target, module } : { ...target, own: { ...target.own, module } };
  });
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

/** Rows and columns of a target's array, or of its lanes; null where it has none. */
export function arrayOf({ block }: Target): { readonly rows: number; readonly cols: number } | null {
  if (block.name === 'MatrixCore') return matrixCoreParameters(block);
  if (block.name === 'VectorUnit') return { rows: 1, cols: vectorUnitParameters(block).lanes };
  return block.name === 'PEArray' ? peArrayParameters(block) : null;
}
