/** Checks of a design's structure, once for both faces: endpoints, connections, drivers and clocks. */
import type { Diagnostic } from '../../diagnostics/index.js';
import type { Origins } from '../origins.js';
import { interfaceKey, interfacesOf, resolverOf, type Interfaces } from '../resolve.js';
import type { Design, Module } from '../types.js';
import { checkAddressMap } from './address-map.js';
import { checkCrossing, checkInstanceClocks, type PortClocks } from './clocks.js';
import type { Context } from './context.js';
import { trackDrivers } from './drivers.js';
import { checkEndpoint } from './endpoints.js';
import { checkPair, type Pair } from './pair.js';
import { originOf } from './context.js';

export interface CheckContext {
  readonly origins: Origins;
  /** By module: ports and instances that are known to be wrong. */
  readonly broken?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of a system: there are no clocks, and links are joined. */
  readonly system?: boolean;
}

/** Checks every module of a design. Work grows with what is written, and with the number of ports only as one mark each. */
export function checkDesign(design: Pick<Design, 'blocks' | 'modules'>, context: CheckContext): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const interfaces = interfacesOf(design);
  const clocks = new Map<string, ReadonlyMap<string, string>>();
  for (const block of design.blocks) {
    const [clock] = block.clocks;
    if (clock !== undefined) clocks.set(`block ${block.id}`, new Map(block.ports.map((port) => [port.name, clock])));
  }
  for (const module of design.modules) {
    const broken = context.broken?.get(module.name) ?? new Set<string>();
    const report = (found: Diagnostic): void => void diagnostics.push(found);
    clocks.set(
      `module ${module.name}`,
      checkModule(module, interfaces, clocks, {
        origins: context.origins,
        broken,
        report,
        system: context.system ?? false,
      }),
    );
  }
  return diagnostics;
}

/** Checks one module whose instances' modules have been checked; gives the clock of each of its own ports. */
function checkModule(
  module: Module,
  interfaces: Interfaces,
  clocks: PortClocks,
  shared: Omit<Context, 'resolver'>,
): ReadonlyMap<string, string> {
  const context: Context = { ...shared, resolver: resolverOf(module, interfaces) };
  for (const { instance, interface: offered } of context.resolver.instances.values()) {
    if (!context.system) checkInstanceClocks(instance, offered.clocks, context);
  }
  const drivers = trackDrivers(context);
  const pairs: { readonly pair: Pair; readonly index: number }[] = [];
  for (const [index, connection] of module.connections.entries()) {
    const origin = originOf(context, 'connection', index);
    const [from, to] = [checkEndpoint(connection.from, origin, context), checkEndpoint(connection.to, origin, context)];
    const pair = from && to ? checkPair(connection, origin, context) : undefined;
    if (pair === undefined) {
      drivers.excuse(connection.from);
      drivers.excuse(connection.to);
    } else {
      drivers.connect(pair, index);
      pairs.push({ pair, index });
    }
  }
  for (const [index, endpoint] of module.unused.entries()) {
    if (checkEndpoint(endpoint, originOf(context, 'unused', index), context)) drivers.leaveOut(endpoint, index);
    else drivers.excuse(endpoint);
  }
  drivers.finish();
  checkAddressMap(context);
  return checkDomains(pairs, context, clocks);
}

/** Clock domains: an own port runs on the clock of the first inner port it is joined to. */
function checkDomains(
  pairs: readonly { readonly pair: Pair; readonly index: number }[],
  context: Context,
  clocks: PortClocks,
): ReadonlyMap<string, string> {
  const inner = new Map<string, ReadonlyMap<string, string>>();
  for (const { instance } of context.resolver.instances.values()) {
    inner.set(instance.name, clocks.get(interfaceKey(instance.of)) ?? new Map());
  }
  const own = new Map<string, string>();
  for (const { pair } of pairs) {
    const [outside] = pair.filter(({ endpoint }) => endpoint.instance === null);
    const inside = pair.find(({ endpoint }) => endpoint.instance !== null)?.endpoint;
    if (outside === undefined || inside === undefined || inside.instance === null || own.has(outside.endpoint.port))
      continue;
    const innerClock = inner.get(inside.instance)?.get(inside.port);
    const outer =
      innerClock === undefined
        ? undefined
        : context.resolver.instances.get(inside.instance)?.instance.clocks[innerClock];
    if (outer !== undefined) own.set(outside.endpoint.port, outer);
  }
  for (const { pair, index } of pairs) checkCrossing(pair, index, context, own, inner);
  return own;
}
