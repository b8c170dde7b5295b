import { ownOf, type OwnHardware } from '../blocks/hardware.js';
import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  originKey,
  tieVerilog,
  type Block,
  type Design,
  type External,
  type Origins,
  type VerilogModule,
} from '../ir/index.js';
import { dataPorts, type Module } from '../rtl/index.js';

/** The hardware of the user's own blocks of a design, and what is wrong with it. */
export interface OwnModules {
  /** By the block's id. */
  readonly modules: ReadonlyMap<string, Module>;
  /** Blocks that have hardware, but not for these parameters (E661). */
  readonly refused: readonly Diagnostic[];
  /** What the code threw, and hardware that does not fit the block's ports (E665). */
  readonly problems: readonly Diagnostic[];
}

export const noOwnModules: OwnModules = { modules: new Map(), refused: [], problems: [] };

/** Runs the code of the user's own blocks for the blocks of a design. Those that are Verilog keep it. */
export function ownModules(design: Design, origins: Origins, own: readonly OwnHardware[]): OwnModules {
  const modules = new Map<string, Module>();
  const refused: Diagnostic[] = [];
  const problems: Diagnostic[] = [];
  for (const block of design.blocks) {
    const hardware = ownOf(own, block);
    if (hardware === undefined || block.external?.verilog) continue;
    const { instance, origin } = firstInstance(design, origins, block);
    const [reasons, wrong] = hardware.unsupported(block);
    problems.push(...wrong);
    refused.push(...(reasons ?? []).map((why) => diagnostic('E661', origin, { instance, block: block.name, why })));
    if (reasons?.length !== 0) continue;
    const [module, found] = hardware.module(block, block.id);
    const misfits = module === undefined ? [] : misfitsOf(block, module);
    problems.push(...found);
    if (misfits.length > 0)
      problems.push(diagnostic('E665', origin, { component: block.name, why: misfits.join('; ') }));
    if (module !== undefined) modules.set(block.id, module);
  }
  return { modules, refused, problems };
}

/** Blocks of the user's own that have neither Verilog nor code that makes their hardware (E666). Their ports could stand at the top, but nobody said so. */
export function ownWithoutHardware(
  design: Design,
  origins: Origins,
  own: readonly OwnHardware[],
): readonly Diagnostic[] {
  return design.blocks.flatMap((block) => {
    if (block.external === undefined || block.external.verilog !== null || ownOf(own, block) !== undefined) return [];
    const { instance, origin } = firstInstance(design, origins, block);
    return [diagnostic('E666', origin, { instance, block: block.name }, { help: hardwareHelp(block.external) })];
  });
}

function hardwareHelp({ code }: External): string {
  const rest = '--partial leaves it out, and the top has ports in its place';
  if (code === null) return `give its declaration "verilog = ...;"; ${rest}`;
  return `its code, "${code.file}", is run with --trust ${code.package ?? '.'}, and must have "hardware"; ${rest}`;
}

/** Why a module does not have the wires of the block's ports; the same reasons as of the user's Verilog. */
export function misfitsOf(block: Block, module: Module): readonly string[] {
  return tieVerilog(block, headOf(module), [])[1];
}

/** The module's head as Verilog would say it. */
function headOf(module: Module): VerilogModule {
  const ports = module.ports.map(({ name, direction, type: { width } }) => {
    const range = width === 1 ? undefined : [String(width - 1), ':', '0'];
    return { name, direction, range };
  });
  return { name: module.name, parameters: [], ports };
}

/** Width of the command words that a port of the module takes. */
export function commandBitsOf(module: Module, port: string): number {
  const word = dataPorts(module, 'input').find(({ name }) => name === `${port}_data`);
  if (word === undefined) throw new Error(`${module.name} takes no command words at ${port}`);
  return word.type.width;
}

/** Where a block is used first. */
export function firstInstance(
  design: Design,
  origins: Origins,
  block: Block,
): { readonly instance: string; readonly origin: Origin | undefined } {
  for (const module of design.modules)
    for (const { name, of } of module.instances)
      if (of.kind === 'block' && of.id === block.id)
        return { instance: name, origin: origins.get(originKey(module.name, 'instance', name)) };
  return { instance: block.id, origin: undefined };
}
