import { flatten, type Block, type Design, type Element, type Instance, type Module, type Port } from '../ir/index.js';
import {
  below,
  type BlockFacts,
  type End,
  type ModelledPort,
  type PlannedModule,
  type PlannedPart,
  type PlannedPort,
} from './planned.js';
import { wireModule } from './wiring.js';

/**
 * Which parts of a design become hardware, and how they are wired: modules without hardware are left out, arrays are flattened, and
 * each port at which a modelled block would stand is handed up to the top.
 *
 * @returns the modules that have hardware, each after all it instantiates; the design itself last, with or without
 */
export function planChip(design: Design, facts: BlockFacts): readonly PlannedModule[] {
  const blocks = new Map(design.blocks.map((block) => [block.id, block]));
  const planned = new Map<string, PlannedModule>();
  for (const module of modulesInOrder(design)) {
    const ends = new Map<string, End>();
    const parts = [...flatten(module.instances).values()]
      .map((element) => planPart(element, blocks, planned, facts, ends))
      .filter((part) => part !== null);
    planned.set(module.name, wireModule(module, parts, ends));
  }
  return [...planned.values()].filter((module) => module.parts.length > 0 || module.name === design.name);
}

/** The modules that the design uses, each after all it instantiates. */
function modulesInOrder(design: Design): readonly Module[] {
  const byName = new Map(design.modules.map((module) => [module.name, module]));
  const ordered = new Set<Module>();
  const visit = (name: string): void => {
    const module = byName.get(name);
    if (module === undefined) throw new Error(`module ${name} stands nowhere`);
    if (ordered.has(module)) return;
    for (const { of } of module.instances) if (of.kind === 'module') visit(of.name);
    ordered.add(module);
  };
  visit(design.name);
  return [...ordered];
}

/** Enters the ends of one instance; null where it has no hardware. */
function planPart(
  element: Element<Instance>,
  blocks: ReadonlyMap<string, Block>,
  planned: ReadonlyMap<string, PlannedModule>,
  facts: BlockFacts,
  ends: Map<string, End>,
): PlannedPart | null {
  const { name, path } = element;
  const { of, clocks } = element.of;
  if (of.kind === 'block') {
    const block = blocks.get(of.id);
    if (block === undefined) throw new Error(`block ${of.id} stands nowhere`);
    const ports = [...flatten(block.ports).values()];
    if (facts.isModelled(block)) {
      for (const port of ports)
        ends.set(`${path}.${port.path}`, leftOut([{ instance: path, block: block.name, port: port.path }]));
      return null;
    }
    const made = ports.map((port) => blockPort(block, port, facts));
    return enter({ name, path, of: { kind: 'block', block }, ports: made, clocks }, ends);
  }
  const module = planned.get(of.name);
  if (module === undefined) throw new Error(`module ${of.name} is instantiated before it is planned`);
  for (const [port, modelled] of module.leftOut)
    ends.set(`${path}.${port}`, leftOut(modelled.map((end) => below(path, end))));
  if (module.parts.length === 0) return null;
  return enter({ name, path, of: { kind: 'module', module }, ports: module.ports, clocks }, ends);
}

function blockPort(block: Block, { of, name, path }: Element<Port>, facts: BlockFacts): PlannedPort {
  const commandBits = of.type.kind === 'commands' ? facts.commandBits(block, of.name) : null;
  const clock = block.clocks[0] ?? 'clk';
  return { name, path, direction: of.direction, type: of.type, commandBits, clock, modelled: [] };
}

function enter(part: PlannedPart, ends: Map<string, End>): PlannedPart {
  for (const port of part.ports) {
    const clock = part.clocks[port.clock] ?? port.clock;
    ends.set(`${part.path}.${port.path}`, {
      kind: 'hardware',
      socket: { part: part.name, port: port.name },
      port,
      clock,
    });
  }
  return part;
}

function leftOut(modelled: readonly ModelledPort[]): End {
  return { kind: 'left_out', modelled };
}
