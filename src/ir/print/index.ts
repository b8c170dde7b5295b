import { formatExact } from '../../units/index.js';
import { registerPage } from '../check/address-map.js';
import { interfacesOf, resolverOf, type Interfaces, type Resolver } from '../resolve.js';
import type { Block, Design, Instance, Module, PortType } from '../types.js';
import { isPassedOn, printConnection, printEndpoint, printPassedOn, printUnused } from './connection.js';
import { printExpression, printString, printValue } from './expression.js';
import { printOwnBlocks, type OwnBlocks } from './external.js';
import { printWorkload } from './workload.js';

/** From a block's name to the library module that exports it: `Sram` to `std/memory`. */
export type BlockModules = (name: string) => string | undefined;

/** What a module's text needs of the whole design. */
interface Context {
  readonly design: Design;
  readonly interfaces: Interfaces;
  readonly blocks: ReadonlyMap<string, Block>;
  /** The name under which a block or process is imported. */
  readonly alias: (name: string) => string;
}

/**
 * A design as `.accel` text that elaborates to the same design, byte for byte: modules as components without parameters, every
 * parameter of a block written out, exact literals, late requirements as expressions. Lengths of lines are left to the formatter.
 * Blocks of the user's own are declared in the text, as far as one declaration of each can say what the design has of them.
 *
 * `moduleOf` tells where each other block is declared; blocks it does not know are taken from `std/` and named after nothing else.
 */
export function print(design: Design, moduleOf: BlockModules): string {
  const own = printOwnBlocks(design);
  const alias = aliases(design, own);
  const context: Context = {
    design,
    interfaces: interfacesOf(design),
    blocks: new Map(design.blocks.map((block) => [block.id, block])),
    alias,
  };
  const sections = [
    printImports(design, moduleOf, alias, own),
    ...own.sections,
    ...design.workloads.map(printWorkload),
    ...design.modules.map((module) => printModule(module, context)),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Imports get another name where the design uses theirs for something of its own. */
function aliases(design: Design, own: OwnBlocks): (name: string) => string {
  const taken = new Set([...design.modules, ...design.workloads].map((each) => each.name));
  for (const module of design.modules) {
    for (const each of [...module.ports, ...module.instances]) taken.add(each.name);
    for (const clock of module.clocks) taken.add(clock);
  }
  const imported = [
    ...design.blocks.map((block) => block.name).filter((name) => !own.names.has(name)),
    design.process.node,
  ];
  const names = new Map<string, string>();
  for (const name of imported) {
    let fresh = name;
    for (let n = 1; taken.has(fresh); n++) fresh = `${name}_std${n === 1 ? '' : n}`;
    names.set(name, fresh);
  }
  return (name) => names.get(name) ?? name;
}

function printImports(
  design: Design,
  moduleOf: BlockModules,
  alias: (name: string) => string,
  own: OwnBlocks,
): readonly string[] {
  const byModule = new Map<string, Set<string>>();
  const add = (module: string, name: string): void =>
    void byModule.set(module, (byModule.get(module) ?? new Set()).add(name));
  for (const { name } of design.blocks) if (!own.names.has(name)) add(moduleOf(name) ?? 'std', name);
  add('std/process', design.process.node);
  return [...byModule]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => {
      const list = [...names].toSorted().map((name) => (alias(name) === name ? name : `${name} as ${alias(name)}`));
      return `import { ${list.join(', ')} } from "${module}";`;
    });
}

function printModule(module: Module, context: Context): readonly string[] {
  const top = module.name === context.design.name;
  const resolver = resolverOf(module, context.interfaces);
  const names = new Set([...module.clocks, ...[...module.ports, ...module.instances].map((each) => each.name)]);
  const passedOn = module.connections.filter((connection) => isPassedOn(connection, resolver));
  const body = [
    top
      ? printTechnology(context)
      : module.clocks.filter((clock) => clock !== 'clk').map((clock) => `clock in ${clock};`),
    printPorts(module, resolver),
    module.instances.map((instance) => printInstance(instance, module, context)),
    module.connections
      .filter((each) => !passedOn.includes(each))
      .flatMap((each) => printConnection(each, resolver, names)),
    module.unused.flatMap((endpoint) => printUnused(endpoint, resolver, names)),
    printAddressMap(module, resolver),
    module.requirements.map(({ condition, message }) => {
      const why = message === null ? '' : `, ${printString(message)}`;
      return `require ${printExpression(condition)}${why};`;
    }),
  ].filter((lines) => lines.length > 0);
  const lines = body.flatMap((section, i) => [...(i === 0 ? [] : ['']), ...section.map((line) => `  ${line}`)]);
  return [`${top ? 'export design' : 'component'} ${module.name} {`, ...lines, '}'];
}

function printAddressMap({ address_map = [] }: Module, resolver: Resolver): readonly string[] {
  const entries = address_map.map(({ registers, base_bytes, size_bytes }) => {
    const size = size_bytes === registerPage ? '' : `, ${formatExact(8 * size_bytes, { b: 1 })}`;
    return `  ${printEndpoint(registers, resolver)}: 0x${base_bytes.toString(16).padStart(4, '0')}${size};`;
  });
  return entries.length === 0 ? [] : ['address_map {', ...entries, '}'];
}

function printTechnology({ design, alias }: Context): readonly string[] {
  const { node, voltage_v } = design.process;
  const voltage = voltage_v === null ? '' : ` { voltage: ${formatExact(voltage_v, { J: 1, s: -1, A: -1 })} }`;
  const clocks = design.clocks.map(({ name, frequency_hz, reset }) => {
    const options = reset === 'async' ? ' { reset: .async }' : '';
    return `clock ${name} = ${formatExact(frequency_hz, { s: -1 })}${options};`;
  });
  return [`process ${alias(node)}${voltage};`, ...clocks];
}

/** A port's type, exactly. */
function printPortType(type: PortType): string {
  switch (type.kind) {
    case 'stream':
      return `stream<${type.element}, ${type.count}>`;
    case 'memory':
      return `memory<${type.element}, ${type.count}, ${formatExact(type.size_bits, { b: 1 })}>`;
    case 'axi':
      return `axi<${type.data_bits}, ${type.address_bits}>`;
    case 'lanes':
    case 'wires':
      return `${type.kind}<${type.count}>`;
    default:
      return type.kind;
  }
}

/** The module's ports in their order; one that an inner port gives is written so. */
function printPorts(module: Module, resolver: Resolver): readonly string[] {
  return module.ports.map(({ name, direction, type, shape }) => {
    const passed = module.connections.find(
      (each) => each.from.port === name && each.from.instance === null && isPassedOn(each, resolver),
    );
    if (passed !== undefined) return printPassedOn(passed, shape, resolver);
    return `port ${direction} ${name}: ${printPortType(type)}${printShape(shape)};`;
  });
}

function printShape(shape: readonly number[]): string {
  return shape.length === 0 ? '' : `[${shape.join(', ')}]`;
}

function printInstance(instance: Instance, module: Module, context: Context): string {
  const block = instance.of.kind === 'block' ? context.blocks.get(instance.of.id) : undefined;
  const type = instance.of.kind === 'module' ? instance.of.name : context.alias(block?.name ?? instance.of.id);
  const parameters = Object.entries(block?.parameters ?? {}).map(([name, value]) => `${name}: ${printValue(value)}`);
  const given = parameters.length === 0 ? '' : ` { ${parameters.join(', ')} }`;
  return `${instance.name}: ${type}${printShape(instance.shape)}${printClocks(instance, module, context)}${given};`;
}

/** Clocks that are not the default one. */
function printClocks(instance: Instance, module: Module, { design }: Context): string {
  const first = module.name === design.name ? (design.clocks[0]?.name ?? 'clk') : 'clk';
  const bindings = Object.entries(instance.clocks).filter(([inner, outer]) => inner !== 'clk' || outer !== first);
  if (bindings.length === 0) return '';
  const [only] = bindings;
  if (bindings.length === 1 && only !== undefined && only[0] === 'clk') return ` @ ${only[1]}`;
  return ` @ (${bindings.map(([inner, outer]) => `${inner}: ${outer}`).join(', ')})`;
}
