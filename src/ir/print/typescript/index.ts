import { formatExact } from '../../../units/index.js';
import { interfacesOf, resolverOf, type Interfaces, type Resolver } from '../../resolve.js';
import type { Block, Clock, Design, Endpoint, Instance, Module, Port } from '../../types.js';
import { isPassedOn } from '../connection.js';
import { printConnection, printPassed, printUnused, type BodyNames } from './connection.js';
import { printLate, type Spoken } from './expression.js';
import { printExternal } from './external.js';
import { printPort } from './port.js';
import { argument, object, quoted, shapeArgument, variables, type Writer } from './words.js';
import { printWorkload } from './workload.js';

/** What a module's text needs of the whole design. */
interface Context {
  readonly design: Design;
  readonly interfaces: Interfaces;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly writer: Writer;
  /** The variable of a component or workload. */
  readonly variable: (name: string) => string;
  /** The variable of a user's own block. */
  readonly external: (id: string) => string;
}

/**
 * A design as a module of the embedded builder that elaborates to the same design, byte for byte: modules as components without
 * parameters, every parameter of a block written out. Lengths of lines are left to the formatter.
 */
export function printTypeScript(design: Design): string {
  const imported = new Set<string>();
  const use = (name: string): string => {
    imported.add(name);
    return name;
  };
  // What is imported does not depend on what variables are called.
  printBody(design, { use, taken: new Set() });
  const body = printBody(design, { use, taken: new Set(imported) });
  const list = [...imported].toSorted();
  return [`import { ${list.join(', ')} } from 'accel-hdl/dsl';`, ...body].join('\n\n') + '\n';
}

function printBody(design: Design, writer: Writer): readonly string[] {
  const parts = design.modules.filter(({ name }) => name !== design.name);
  // A workload may have the name of a component.
  const components = variables(
    parts.map(({ name }) => name),
    writer.taken,
  );
  const workloads = variables(
    design.workloads.map(({ name }) => name),
    new Set([...writer.taken, ...components.values()]),
  );
  const externals = design.blocks.filter(({ external }) => external !== undefined);
  const blocks = variables(
    externals.map(({ id }) => id),
    new Set([...writer.taken, ...components.values(), ...workloads.values()]),
  );
  const outer = new Set([...writer.taken, ...components.values(), ...workloads.values(), ...blocks.values()]);
  const context: Context = {
    design,
    interfaces: interfacesOf(design),
    blocks: new Map(design.blocks.map((block) => [block.id, block])),
    writer: { ...writer, taken: outer },
    variable: (name) => components.get(name) ?? name,
    external: (id) => blocks.get(id) ?? id,
  };
  const workload = (name: string): string => workloads.get(name) ?? name;
  return [
    ...design.workloads.map(
      (each) => `const ${workload(each.name)} = ${printWorkload(each, context.writer).join('\n')};`,
    ),
    ...externals.map(
      (each) => `const ${context.external(each.id)} = ${printExternal(each, context.writer).join('\n')};`,
    ),
    ...design.modules.map((module) => printModule(module, context, workload).join('\n')),
  ];
}

function printModule(module: Module, context: Context, workload: (name: string) => string): readonly string[] {
  const { design, writer } = context;
  const isTop = module.name === design.name;
  const scope = isTop ? 'd' : 'c';
  const resolver = resolverOf(module, context.interfaces);
  const own = variables(
    [...module.ports, ...module.instances].map(({ name }) => name),
    new Set([...writer.taken, scope]),
  );
  const names: BodyNames = {
    scope,
    variable: (name) => own.get(name) ?? name,
    taken: new Set([...writer.taken, ...own.values(), scope]),
  };
  const spoken: Spoken = { workload, instance: (step) => printStep(step, module, names) };
  const passedOn = module.connections.filter((connection) => isPassedOn(connection, resolver));
  const statements = [
    ...module.connections
      .filter((each) => !passedOn.includes(each))
      .flatMap((each) => printConnection(each, resolver, names)),
    ...module.unused.flatMap((endpoint) => printUnused(endpoint, resolver, names)),
    ...module.requirements.map(({ condition, message }) => {
      const why = message === null ? '' : `, ${quoted(message)}`;
      return `${scope}.require(${printLate(condition, writer, spoken)}${why});`;
    }),
  ];
  const ports = module.ports.map((port): Line => {
    const inner = passedOn.find(({ from }) => from.port === port.name)?.to;
    return [port.name, inner === undefined ? printPort(port, scope, writer) : printPass(port, inner, resolver, names)];
  });
  const instances = module.instances.map((each): Line => [each.name, printInstance(each, module, names, context)]);
  // A port that an instance gives stands behind it; the order of ports is that of the design.
  const body = passedOn.length === 0 ? [...ports, ...instances] : [...instances, ...ports];
  const returned = isTop ? [] : module.ports.map(({ name }) => [name, names.variable(name)] as const);
  const rest = [...statements, ...(returned.length === 0 ? [] : [`return ${object(returned)};`])];
  const texts = [...body.map(([, text]) => text), ...rest];
  const lines = body.map(([name, text]) => {
    const variable = names.variable(name);
    const isUsed = texts.some((each) => each !== text && new RegExp(`(?<![\\w'.$])${variable}\\b(?!')`).test(each));
    return isUsed ? `const ${variable} = ${text};` : `${text};`;
  });
  return [...heading(module, context, scope), ...[...lines, ...rest].map((line) => `  ${line}`), '});'];
}

function heading(module: Module, { design, writer: { use }, variable }: Context, scope: string): readonly string[] {
  if (module.name !== design.name) {
    const clocks = module.clocks.filter((clock) => clock !== 'clk');
    const options = clocks.length === 0 ? '' : `{ clocks: [${clocks.map(quoted).join(', ')}] }, `;
    return [`const ${variable(module.name)} = ${use('component')}(${quoted(module.name)}, ${options}(${scope}) => {`];
  }
  const { node, voltage_v } = design.process;
  const voltage = voltage_v === null ? '' : `{ voltage: ${quoted(formatExact(voltage_v, { J: 1, s: -1, A: -1 }))} }`;
  const clocks = object(design.clocks.map((clock) => [clock.name, clockText(clock)]));
  const options = object([
    ['process', `${use(node)}(${voltage})`],
    ['clocks', clocks],
  ]);
  return [`export default ${use('design')}(${quoted(design.name)}, ${options}, (${scope}) => {`];
}

function clockText({ frequency_hz, reset }: Clock): string {
  const frequency = quoted(formatExact(frequency_hz, { s: -1 }));
  return reset === 'sync' ? frequency : `{ frequency: ${frequency}, reset: 'async' }`;
}

type Line = readonly [name: string, text: string];

function printPass({ name, shape }: Port, inner: Endpoint, resolver: Resolver, names: BodyNames): string {
  return `${names.scope}.pass(${quoted(name)}, ${printPassed(inner, shape, resolver, names)})`;
}

/** `tile.at(3)` for `tile[3]`, `tile.all` for all elements of an array. */
function printStep(step: string, { instances }: Module, { variable }: BodyNames): string {
  const [, name = step, indices] = /^(\w+)\[(.*)\]$/.exec(step) ?? [];
  if (indices !== undefined) return `${variable(name)}.at(${indices})`;
  const isArray = (instances.find((each) => each.name === name)?.shape.length ?? 0) > 0;
  return isArray ? `${variable(name)}.all` : variable(name);
}

function printInstance(instance: Instance, module: Module, { scope }: BodyNames, context: Context): string {
  const { of, shape, name } = instance;
  const block = of.kind === 'block' ? context.blocks.get(of.id) : undefined;
  const parameters = Object.entries(block?.parameters ?? {}).map(([key, value]) => [key, argument(value)] as const);
  const made = of.kind === 'module' ? context.variable(of.name) : blockName(of.id, block, context);
  const clocks = object(boundClocks(instance, module, context.design).map(([inner, outer]) => [inner, quoted(outer)]));
  const given = [
    quoted(name),
    ...(shape.length === 0 ? [] : [shapeArgument(shape)]),
    `${made}(${object(parameters)})`,
    ...(clocks === '' ? [] : [clocks]),
  ];
  return `${scope}.${shape.length === 0 ? 'add' : 'array'}(${given.join(', ')})`;
}

function blockName(id: string, block: Block | undefined, { writer, external }: Context): string {
  return block?.external === undefined ? writer.use(block?.name ?? id) : external(id);
}

/** Clocks that are not the default one. */
function boundClocks(instance: Instance, module: Module, design: Design): readonly (readonly [string, string])[] {
  const first = module.name === design.name ? (design.clocks[0]?.name ?? 'clk') : 'clk';
  return Object.entries(instance.clocks).filter(([inner, outer]) => inner !== 'clk' || outer !== first);
}
