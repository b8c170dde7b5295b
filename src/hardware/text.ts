import { memoryClocks, typeName, type Memory, type Module, type Port } from '../rtl/index.js';

/**
 * The hardware of a chip as text, a module after all it instantiates: what `accel ir --stage hardware` prints. It lists ports, state and
 * structure; the logic between them stands in the Verilog.
 */
export function hardwareText(modules: readonly Module[]): string {
  return modules.map(moduleText).join('\n');
}

function moduleText(module: Module): string {
  const lines = [
    ...module.ports.map((port) => `${port.direction} ${port.name}: ${portText(port)}`),
    ...module.registers.map(
      ({ name, type, clock, reset, enable }) =>
        `register ${name}: ${typeName(type)}, ${clock}${reset === undefined ? '' : `, reset to ${reset.value}`}${enable === undefined ? '' : ', enabled'}`,
    ),
    ...module.memories.map(
      (memory) =>
        `memory ${memory.name}: ${memory.depth} x ${typeName(memory.type)}, ${memory.ports}${memory.lane === undefined ? '' : `, mask of ${memory.lane} bits`}, reads ${memory.underWrite} under a write${clocksText(memory)}`,
    ),
    ...module.instances.map(({ name, module: child }) => `instance ${name}: ${child.name}`),
    ...module.grids.map(({ name, module: child, rows, cols, linear }) =>
      linear ? `grid ${name}: ${cols} ${child.name}` : `grid ${name}: ${rows} x ${cols} ${child.name}`,
    ),
    ...module.assertions.map(({ name, message }) => `assertion ${name}: ${message}`),
  ];
  return [`module ${module.name}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** Where the ports of a memory are of several clocks: which. */
function clocksText(memory: Memory): string {
  if (memoryClocks(memory).length === 1) return '';
  const names = (ports: readonly { readonly clock: string }[]): string => ports.map(({ clock }) => clock).join(' and ');
  return `, read with ${names(memory.reads)}, written with ${names(memory.writes)}`;
}

function portText(port: Port): string {
  return port.role === 'data' ? typeName(port.type) : port.role;
}

/** The same as data: the modules with their ports, state and structure. */
export function hardwareData(modules: readonly Module[]): object {
  return {
    schema: 'accel-hardware/1',
    modules: modules.map((module) => ({
      name: module.name,
      ports: module.ports.map(({ name, direction, role, type }) => ({ name, direction, role, ...type })),
      registers: module.registers.map(({ name, type, clock, reset }) => ({
        name,
        clock,
        ...type,
        reset: reset === undefined ? null : reset.value.toString(),
      })),
      memories: module.memories.map(({ name, type, depth, ports, lane, underWrite }) => ({
        name,
        words: depth,
        width: type.width,
        ports,
        mask_bits: lane ?? null,
        read_under_write: underWrite,
      })),
      instances: module.instances.map(({ name, module: child }) => ({ name, module: child.name })),
      grids: module.grids.map(({ name, module: child, rows, cols }) => ({ name, module: child.name, rows, cols })),
    })),
  };
}
