import { isSpan, type Origin } from '../diagnostics/index.js';
import type { Assurance, DesignEstimate, InstanceEstimate } from '../estimate/index.js';
import {
  elementCount,
  endpointCount,
  originKey,
  portWidth,
  type Design,
  type Module,
  type Origins,
  type Port,
} from '../ir/index.js';
import { instancePath } from '../mapping/index.js';

/** What one line of a source made in a design: figures of all copies together. */
export interface LiveInstance {
  readonly count: number;
  readonly area_mm2: number;
  readonly leakage_w: number;
  /** With every block busy at its full rate, leakage included. */
  readonly power_peak_w: number;
  readonly tdp_w: number;
  /** Of a cycle of its clock with every block busy; 0 where the clock is not known. */
  readonly energy_cycle_j: number;
  /** By operand type. */
  readonly peak_ops_per_s: Readonly<Record<string, number>>;
  /** The weakest of its blocks'; undefined where there is none. */
  readonly assurance: Assurance | undefined;
  /** Of one copy; those of all copies are alike. */
  readonly ports: readonly LivePort[];
}

/** A port with what it carries. */
export interface LivePort {
  readonly name: string;
  readonly direction: 'in' | 'out';
  /** How many: of `port in x: T[k]` k. */
  readonly count: number;
  readonly width_bits: number | undefined;
  readonly bandwidth_b_per_s: number | undefined;
}

/** What one line joins: so many ports, each of that bandwidth. */
export interface LiveConnection {
  readonly count: number;
  readonly bandwidth_b_per_s: number;
}

/** What lines of a source made in a design, by `placeKey`. */
export interface PlacedFigures {
  readonly instances: ReadonlyMap<string, LiveInstance>;
  readonly connections: ReadonlyMap<string, LiveConnection>;
  /** By the place of a component's name. */
  readonly components: ReadonlyMap<string, LiveInstance>;
  /** By the place of a port's name, where it is a port of a component. */
  readonly ports: ReadonlyMap<string, LivePort>;
}

/** A place in a source as a key. */
export function placeKey({ file, start }: { readonly file: string; readonly start: number }): string {
  return `${start} ${file}`;
}

const weakness: Readonly<Record<Assurance, number>> = { proved: 0, modelled: 1, bounded: 2 };

const nothing: LiveInstance = {
  count: 0,
  area_mm2: 0,
  leakage_w: 0,
  power_peak_w: 0,
  tdp_w: 0,
  energy_cycle_j: 0,
  peak_ops_per_s: {},
  assurance: undefined,
  ports: [],
};

/** Puts the figures of a design where its instances, connections, components and ports were written. */
export function placeFigures(design: Design, origins: Origins, hardware: DesignEstimate | undefined): PlacedFigures {
  const modules = new Map(design.modules.map((module) => [module.name, module]));
  const blocks = new Map(design.blocks.map((block) => [block.id, block]));
  const byPath = sumsByPath(hardware?.instances ?? []);
  const instances = new Map<string, LiveInstance>();
  const connections = new Map<string, LiveConnection>();
  const components = new Map<string, LiveInstance>();
  const ports = new Map<string, LivePort>();
  const add = (into: Map<string, LiveInstance>, at: Origin | undefined, found: LiveInstance): void => {
    if (at === undefined || !isSpan(at)) return;
    const key = placeKey(at);
    into.set(key, plus(into.get(key) ?? nothing, found));
  };
  const portsOf = (all: readonly Port[], hertz: number | undefined): readonly LivePort[] =>
    all.map((port) => livePort(port, hertz));
  const visit = (path: string, module: Module, count: number, clocks: Readonly<Record<string, number>>): void => {
    const inside = (instance: Module['instances'][number]) =>
      Object.fromEntries(Object.entries(instance.clocks).map(([inner, outer]) => [inner, clocks[outer] ?? Number.NaN]));
    for (const each of portsOf(module.ports, clockOf(clocks))) {
      const at = origins.get(originKey(module.name, 'port', each.name));
      if (at !== undefined && isSpan(at)) ports.set(placeKey(at), each);
    }
    for (const [index, { from, to }] of module.connections.entries()) {
      const at = origins.get(originKey(module.name, 'connection', index));
      const end = to.instance === null ? from : to;
      const instance = module.instances.find(({ name }) => name === end.instance);
      const of = instance?.of;
      const offered =
        of === undefined ? module.ports : of.kind === 'module' ? modules.get(of.name)?.ports : blocks.get(of.id)?.ports;
      const port = offered?.find(({ name }) => name === end.port);
      const hertz = clockOf(instance === undefined ? clocks : inside(instance));
      const bandwidth = port === undefined ? undefined : livePort(port, hertz).bandwidth_b_per_s;
      if (at === undefined || !isSpan(at) || bandwidth === undefined) continue;
      const before = connections.get(placeKey(at));
      connections.set(placeKey(at), {
        count: (before?.count ?? 0) + count * endpointCount(end),
        bandwidth_b_per_s: bandwidth,
      });
    }
    for (const instance of module.instances) {
      const inner = instancePath(path, instance);
      const total = count * elementCount(instance.shape);
      const child = instance.of.kind === 'module' ? modules.get(instance.of.name) : undefined;
      const block = instance.of.kind === 'block' ? blocks.get(instance.of.id) : undefined;
      const hertz = clockOf(inside(instance));
      const sums = byPath.get(inner) ?? nothing;
      const figures: LiveInstance = {
        ...sums,
        energy_cycle_j: hertz === undefined || !(hertz > 0) ? 0 : sums.power_peak_w / hertz,
        count: total,
        ports: portsOf((child ?? block)?.ports ?? [], hertz),
      };
      add(instances, origins.get(originKey(module.name, 'instance', instance.name)), figures);
      if (child === undefined || total === 0) continue;
      add(components, origins.get(originKey(child.name, 'module', child.name)), figures);
      visit(inner, child, total, inside(instance));
    }
  };
  const top = modules.get(design.name);
  const hertz = Object.fromEntries(design.clocks.map(({ name, frequency_hz }) => [name, frequency_hz]));
  if (top !== undefined) visit('', top, 1, hertz);
  return { instances, connections, components, ports };
}

function clockOf(clocks: Readonly<Record<string, number>>): number | undefined {
  return clocks['clk'] ?? Object.values(clocks)[0];
}

function livePort(port: Port, hertz: number | undefined): LivePort {
  const { name, direction, type, shape } = port;
  const width = portWidth(type);
  return {
    name,
    direction,
    count: elementCount(shape),
    width_bits: width,
    bandwidth_b_per_s: width === undefined || hertz === undefined ? undefined : width * hertz,
  };
}

/** Sums over the blocks at or below each path of the design. */
function sumsByPath(all: readonly InstanceEstimate[]): ReadonlyMap<string, LiveInstance> {
  const sums = new Map<string, LiveInstance>();
  for (const each of all) {
    const { peak_ops_per_s: peak } = each;
    const figures: LiveInstance = {
      ...each,
      energy_cycle_j: 0,
      peak_ops_per_s: peak === null ? {} : { [peak.dtype]: peak.value },
      ports: [],
    };
    const names = each.path.split('.');
    for (let length = 1; length <= names.length; length++) {
      const path = names.slice(0, length).join('.');
      sums.set(path, plus(sums.get(path) ?? nothing, figures));
    }
  }
  return sums;
}

function plus(a: LiveInstance, b: LiveInstance): LiveInstance {
  const peaks: Record<string, number> = { ...a.peak_ops_per_s };
  for (const [type, value] of Object.entries(b.peak_ops_per_s)) peaks[type] = (peaks[type] ?? 0) + value;
  return {
    count: a.count + b.count,
    area_mm2: a.area_mm2 + b.area_mm2,
    leakage_w: a.leakage_w + b.leakage_w,
    power_peak_w: a.power_peak_w + b.power_peak_w,
    tdp_w: a.tdp_w + b.tdp_w,
    energy_cycle_j: a.energy_cycle_j + b.energy_cycle_j,
    peak_ops_per_s: peaks,
    assurance: weaker(a.assurance, b.assurance),
    ports: a.ports.length === 0 ? b.ports : a.ports,
  };
}

function weaker(a: Assurance | undefined, b: Assurance | undefined): Assurance | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return weakness[a] > weakness[b] ? a : b;
}
