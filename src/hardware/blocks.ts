import { blockHardware } from '../blocks/hardware.js';
import { libraryBlock } from '../blocks/models.js';
import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { listNames, originKey, type Block, type Design, type Origins } from '../ir/index.js';
import type { BlockHardware } from './chip.js';
import type { CommandWords } from './commands.js';
import { externalHardware } from './external.js';
import { commandBitsOf, noOwnModules, type OwnModules } from './own.js';

/** The hardware of blocks: the standard library's, the user's Verilog, and what the code of the user's own blocks makes. */
export function hardwareOf({ modules }: OwnModules): BlockHardware {
  return {
    isModelled: (block) =>
      block.external === undefined
        ? !blockHardware.has(block.name) && libraryBlock(block.name) !== undefined
        : block.external.verilog === null && !modules.has(block.id),
    commandBits: (block, port) => {
      const own = modules.get(block.id);
      if (own !== undefined) return commandBitsOf(own, port);
      const given = block.external?.verilog?.command_bits[port];
      if (given !== undefined) return given;
      const bits = blockHardware.get(block.name)?.commands?.bits;
      if (bits === undefined) throw new Error(`${block.name}.${port} takes no command words`);
      return bits;
    },
    build: (block) => {
      const own = modules.get(block.id);
      if (own !== undefined) return own;
      if (block.external?.verilog) return externalHardware(block, block.external.verilog);
      const hardware = blockHardware.get(block.name);
      if (hardware === undefined) throw new Error(`${block.name} has no hardware`);
      return hardware.module(block, block.id);
    },
  };
}

/** The same, with every block left out that has no hardware for its parameters. */
export function partialHardware(own: OwnModules): BlockHardware {
  const whole = hardwareOf(own);
  return {
    ...whole,
    isModelled: (block) => (block.external === undefined ? isWithout(block) : whole.isModelled(block)),
  };
}

function isWithout(block: Block): boolean {
  return blockHardware.get(block.name)?.unsupported(block).length !== 0;
}

/** The command words that a block takes; null: it takes none. */
export function commandWords(block: Block): CommandWords | null {
  if (block.external !== undefined) return null;
  const commands = blockHardware.get(block.name)?.commands ?? null;
  return commands === null ? null : { block: block.name, ...commands };
}

/** What of a design cannot be built: blocks that have neither hardware nor a model (E660), and parameters that the hardware does not cover (E661). */
export function checkBlocks(design: Design, origins: Origins): readonly Diagnostic[] {
  const blocks = new Map(design.blocks.map((block) => [block.id, block]));
  return design.modules.flatMap((module) =>
    module.instances.flatMap(({ name, of }) => {
      const block = of.kind === 'block' ? blocks.get(of.id) : undefined;
      const origin = origins.get(originKey(module.name, 'instance', name));
      return block === undefined ? [] : checkBlock(block, name, origin);
    }),
  );
}

function checkBlock(block: Block, instance: string, origin: Origin | undefined): readonly Diagnostic[] {
  if (block.external !== undefined || hardwareOf(noOwnModules).isModelled(block)) return [];
  const hardware = blockHardware.get(block.name);
  const about = { instance, block: block.name };
  if (hardware === undefined) return [diagnostic('E660', origin, { ...about, known: listNames(blockHardware.keys()) })];
  return hardware.unsupported(block).map((why) => diagnostic('E661', origin, { ...about, why }));
}
