import type { Diagnostic, Origin } from '../diagnostics/index.js';
import type { Block, Design, Origins } from '../ir/index.js';
import { originKey } from '../ir/index.js';
import { synchroniseResets, type Module as RtlModule } from '../rtl/index.js';
import { assemble, clockPorts } from './assemble.js';
import { planChip } from './plan.js';
import type { BlockFacts, PlannedModule } from './planned.js';

/** The chip with other modules in the place of its own. */
export function withModules(
  chip: Chip,
  { top, moduleOf }: { readonly top: RtlModule; readonly moduleOf: (module: RtlModule) => RtlModule },
): Chip {
  return { ...chip, top, blocks: new Map([...chip.blocks].map(([id, module]) => [id, moduleOf(module)])) };
}

/** The hardware of blocks, as the chip is put together from it. */
export interface BlockHardware extends BlockFacts {
  readonly build: (block: Block) => RtlModule;
}

/** A chip in the hardware IR. */
export interface Chip {
  readonly top: RtlModule;
  readonly plan: PlannedModule;
  /** The plan of each module of the design that has hardware; each after all it instantiates. */
  readonly plans: readonly PlannedModule[];
  /** The hardware of each block in use, by the block's id. */
  readonly blocks: ReadonlyMap<string, RtlModule>;
}

/** Puts the chip of a design together from the hardware of its blocks. */
export function assembleChip(
  design: Design,
  origins: Origins,
  hardware: BlockHardware,
): readonly [Chip | null, readonly Diagnostic[]] {
  const plans = planChip(design, hardware);
  const plan = plans.at(-1);
  if (plan === undefined || plan.parts.length === 0) return [null, []];
  const blocks = new Map<string, RtlModule>();
  const modules = new Map<string, RtlModule>();
  const problems: Diagnostic[] = [];
  const block = (of: Block): RtlModule => {
    const made = blocks.get(of.id) ?? hardware.build(of);
    blocks.set(of.id, made);
    return made;
  };
  for (const planned of plans) {
    const [made, found] = assemble(planned, {
      block,
      module: ({ name }) => {
        const child = modules.get(name);
        if (child === undefined) throw new Error(`module ${name} is instantiated before it is made`);
        return child;
      },
      origin: (path) => originOf(origins, planned.name, path),
      portOrigin: (path) => origins.get(originKey(planned.name, 'port', elementless(path))),
    });
    problems.push(...found);
    modules.set(planned.name, made);
  }
  const top = modules.get(plan.name);
  return [top === undefined ? null : withResets(design, { top, plan, plans, blocks }), problems];
}

/** The chip with asynchronous resets, synchronised at the top, in the domains of the clocks that ask for them. */
function withResets(design: Design, chip: Chip): Chip {
  const clocks = design.clocks.flatMap(({ name, reset }, index) =>
    reset === 'async' ? [clockPorts(name, index === 0).name] : [],
  );
  if (clocks.length === 0) return chip;
  return withModules(chip, synchroniseResets(chip.top, new Set(clocks)));
}

/** Where a module, or the instance that an element of it belongs to, was written. */
function originOf(origins: Origins, module: string, path: string | null): Origin | undefined {
  if (path === null) return origins.get(originKey(module, 'module', module));
  return origins.get(originKey(module, 'instance', elementless(path)));
}

/** The path of an element's array. */
function elementless(path: string): string {
  return path.replace(/\[.*$/, '');
}

/** Paths of the blocks of a chip that have hardware, as people write them: `core`, `tile[0].core`. */
export function blockPaths({ plan }: Chip): readonly string[] {
  return [...placedBlocks(plan, '').keys()];
}

/** The hardware of the block at a path; undefined where none stands there. */
export function moduleAt({ plan, blocks }: Chip, path: string): RtlModule | undefined {
  const block = placedBlocks(plan, '').get(path);
  return block === undefined ? undefined : blocks.get(block.id);
}

function placedBlocks(plan: PlannedModule, prefix: string): ReadonlyMap<string, Block> {
  return new Map(
    plan.parts.flatMap(({ path, of }): readonly (readonly [string, Block])[] => {
      const at = `${prefix}${path}`;
      return of.kind === 'block' ? [[at, of.block]] : [...placedBlocks(of.module, `${at}.`)];
    }),
  );
}
