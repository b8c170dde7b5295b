import {
  diagnostic,
  type Code,
  type Diagnostic,
  type Extras,
  type Origin,
  type Parameters,
} from '../../diagnostics/index.js';
import { originKey, type OriginPart, type Origins } from '../origins.js';
import { portOf, type Resolver } from '../resolve.js';
import { endpointText } from '../spans.js';
import type { Endpoint } from '../types.js';

/** What the checks of one module share. */
export interface Context {
  readonly resolver: Resolver;
  readonly origins: Origins;
  /** Ports and instances that could not be worked out: nothing more is said of them. */
  readonly broken: ReadonlySet<string>;
  /** Of a system: nothing is clocked, and links are joined. */
  readonly system: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Where a part of the module was written. */
export function originOf(context: Context, part: OriginPart, name: string | number): Origin | undefined {
  return context.origins.get(originKey(context.resolver.module.name, part, name));
}

/** Reports a diagnostic of the catalogue about a part of the module. */
export function report<C extends Code>(
  context: Context,
  code: C,
  origin: Origin | undefined,
  parameters: Parameters<C>,
  extras: Extras = {},
): void {
  context.report(diagnostic(code, origin, parameters, extras));
}

/** An endpoint as it is written, whole dimensions as `*`. */
export function textOf(context: Context, endpoint: Endpoint): string {
  const found = portOf(endpoint, context.resolver);
  return endpointText(endpoint, found?.shape, found?.port);
}

/** Whether something about the endpoint has been reported by the face that made the draft. */
export function isBroken(context: Context, endpoint: Endpoint): boolean {
  const { instance, port } = endpoint;
  if (instance === null) return context.broken.has(port);
  return context.broken.has(instance) || context.broken.has(`${instance}.${port}`);
}

/** Where an endpoint's port stands: related information of a complaint about a connection. */
export function portOrigin(context: Context, endpoint: Endpoint): Origin | undefined {
  return endpoint.instance === null
    ? originOf(context, 'port', endpoint.port)
    : originOf(context, 'instance', endpoint.instance);
}
