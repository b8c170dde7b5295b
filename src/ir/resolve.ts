import type { Design, Endpoint, Instance, Module, Port } from './types.js';

/** What can be instantiated, as its user sees it. */
export interface Interface {
  readonly name: string;
  readonly clocks: readonly string[];
  readonly ports: ReadonlyMap<string, Port>;
}

/** A module with everything its endpoints speak of at hand. */
export interface Resolver {
  readonly module: Module;
  readonly own: Interface;
  readonly instances: ReadonlyMap<string, { readonly instance: Instance; readonly interface: Interface }>;
}

export type Interfaces = ReadonlyMap<string, Interface>;

/** The key of what an instance is of. */
export function interfaceKey(of: Instance['of']): string {
  return of.kind === 'block' ? `block ${of.id}` : `module ${of.name}`;
}

function interfaceOf(name: string, { clocks, ports }: Pick<Module, 'clocks' | 'ports'>): Interface {
  return { name, clocks, ports: new Map(ports.map((port) => [port.name, port])) };
}

/** The interfaces of all modules and blocks of a design. */
export function interfacesOf(design: Pick<Design, 'blocks' | 'modules'>): Interfaces {
  return new Map([
    ...design.blocks.map((block) => [`block ${block.id}`, interfaceOf(block.name, block)] as const),
    ...design.modules.map((module) => [`module ${module.name}`, interfaceOf(module.name, module)] as const),
  ]);
}

/** Looks up what the instances of `module` are; those of unknown kind are left out. */
export function resolverOf(module: Module, interfaces: Interfaces): Resolver {
  const empty: Interface = { name: module.name, clocks: module.clocks, ports: new Map() };
  const instances = module.instances.flatMap((instance) => {
    const found = interfaces.get(interfaceKey(instance.of));
    return found === undefined ? [] : [[instance.name, { instance, interface: found }] as const];
  });
  return { module, own: interfaces.get(`module ${module.name}`) ?? empty, instances: new Map(instances) };
}

/** The port of an endpoint and the shape of its instance; undefined where there is no such instance or port. */
export function portOf(
  endpoint: Endpoint,
  resolver: Resolver,
): { readonly port: Port; readonly shape: readonly number[] } | undefined {
  if (endpoint.instance === null) {
    const port = resolver.own.ports.get(endpoint.port);
    return port === undefined ? undefined : { port, shape: [] };
  }
  const found = resolver.instances.get(endpoint.instance);
  const port = found?.interface.ports.get(endpoint.port);
  return found === undefined || port === undefined ? undefined : { port, shape: found.instance.shape };
}
