import type { Block, Connection, Design, Endpoint, Instance, Port, Requirement, Value } from '../../src/ir/index.js';

/** Designs written as IR, so that the estimator's tests need neither language nor builder. */

const int = (value: number): Value => ({ kind: 'int', value });
const real = (value: number): Value => ({ kind: 'quantity', value, dimension: {} });
const bits = (value: number): Value => ({ kind: 'quantity', value, dimension: { b: 1 } });
const rate = (value: number): Value => ({ kind: 'quantity', value, dimension: { b: 1, s: -1 } });
const of = (kind: string, name: string): Value => ({ kind: 'case', enum: kind, name });
const dtype = (name: string): Value => ({ kind: 'dtype', name });
const bool = (value: boolean): Value => ({ kind: 'bool', value });

export const KiB = 8 * 1024;
export const MiB = 1024 * KiB;

const memory = (name: string, direction: 'in' | 'out', count: number, element = 'bit'): Port => ({
  name,
  direction,
  type: { kind: 'memory', element, count, size_bits: 32 * MiB },
  shape: [],
});

function block(id: string, name: string, parameters: Record<string, Value>, ports: readonly Port[]): Block {
  return { id, name, parameters, clocks: ['clk'], ports, derived: {} };
}

export interface CoreOptions {
  readonly rows?: number;
  readonly cols?: number;
  readonly dataflow?: 'weight_stationary' | 'output_stationary';
  readonly weightRows?: number;
  readonly hideLoading?: boolean;
  readonly overlapCommands?: boolean;
  readonly multiplierRegisters?: number;
  readonly adderRegisters?: number;
  readonly convolution?: boolean;
  readonly requantise?: boolean;
  readonly addOnStore?: boolean;
  readonly psumIn?: 'by_operand' | 'top' | 'bottom';
  /** A float, into fp32; where not given, int8 into int32. */
  readonly operand?: string;
  /** Of weights; where not given, that of activations. */
  readonly weight?: string;
  readonly dot?: number;
  readonly zeroGating?: boolean;
  readonly zeroOperands?: number;
  readonly multiplier?: 'plain' | 'baugh_wooley' | 'booth';
  readonly adder?: 'plain' | 'kogge_stone' | 'sklansky';
  readonly activations?: number;
  readonly weights?: number;
  readonly accumulators?: number;
}

export function core(options: CoreOptions = {}): Block {
  const cols = options.cols ?? 16;
  const parameters = {
    rows: int(options.rows ?? 16),
    cols: int(cols),
    operand: dtype(options.operand ?? 'int8'),
    weight: dtype(options.weight ?? options.operand ?? 'int8'),
    dot: int(options.dot ?? 1),
    accumulator: dtype(options.operand === undefined ? 'int32' : 'fp32'),
    dataflow: of('Dataflow', options.dataflow ?? 'weight_stationary'),
    weight_rows: int(options.weightRows ?? 1),
    hide_loading: bool(options.hideLoading ?? true),
    overlap_commands: bool(options.overlapCommands ?? false),
    multiplier_registers: int(options.multiplierRegisters ?? 0),
    adder_registers: int(options.adderRegisters ?? 1),
    psum_in: of('PsumIn', options.psumIn ?? 'by_operand'),
    requantise: bool(options.requantise ?? false),
    add_on_store: bool(options.addOnStore ?? false),
    convolution: bool(options.convolution ?? false),
    counters: bool(false),
    multiplier: of('Multiplier', options.multiplier ?? 'plain'),
    adder: of('Adder', options.adder ?? 'plain'),
    zero_gating: bool(options.zeroGating ?? false),
    zero_operands: real(options.zeroOperands ?? 0),
    activation_capacity: bits(options.activations ?? 64 * KiB),
    weight_capacity: bits(options.weights ?? 64 * KiB),
    accumulator_capacity: bits(options.accumulators ?? 64 * KiB),
    address_space: bits(1 * MiB),
  };
  return block('MatrixCore', 'MatrixCore', parameters, [memory('spill', 'out', 2 * cols, options.operand ?? 'int8')]);
}

export interface ChipOptions extends CoreOptions {
  readonly name?: string;
  readonly node?: string;
  readonly voltage?: number;
  readonly frequency?: number;
  readonly capacity?: number;
  readonly word?: number;
  readonly ports?: 'one_rw' | 'one_r_one_w';
  /** What fills the SRAM. */
  readonly far?: 'lpddr4x' | 'ddr3' | 'hbm3' | 'port' | 'nothing';
  readonly pins?: number;
  /** Gb/s a pin. */
  readonly rate?: number;
  readonly beat?: number;
  /** Bits of the mover's near side. */
  readonly width?: number;
  /** Copies of the whole chain of core and memories. */
  readonly tiles?: number;
  readonly requirements?: readonly Requirement[];
  readonly workloads?: Design['workloads'];
  /** A vector unit of so many lanes beside the core, with numbers of the core's type. */
  readonly lanes?: number;
  readonly functions?: 'none' | 'half' | 'single';
  readonly reductions?: boolean;
}

const drams = {
  lpddr4x: ['LpddrDram', 'LpddrGeneration', 32, 4.266],
  ddr3: ['DdrDram', 'DdrGeneration', 128, 2.125],
  hbm3: ['HbmStack', 'HbmGeneration', 1024, 6.4],
} as const;

const end = (instance: string | null, port: string): Endpoint => ({ instance, at: [], port, lane: [] });
const join = (from: Endpoint, to: Endpoint): Connection => ({ kind: 'memory', from, to });
const pass = (from: Endpoint, to: Endpoint): Connection => ({ kind: 'pass', from, to });
const instance = (name: string, id: string): Instance => ({
  name,
  of: { kind: 'block', id },
  shape: [],
  clocks: { clk: 'clk' },
});

/** A core, its SRAM, a mover and an external memory; by default the shape of `examples/edge_npu`. */
export function chip(options: ChipOptions = {}): Design {
  const far = options.far ?? 'lpddr4x';
  const word = options.word ?? 2 * (options.cols ?? 16) * 8;
  const beat = options.beat ?? 256;
  const blocks = [
    core(options),
    block(
      'Sram',
      'Sram',
      {
        capacity: bits(options.capacity ?? MiB),
        word: bits(word),
        ports: of('SramPorts', options.ports ?? 'one_r_one_w'),
      },
      [memory('serve', 'in', word), memory('fill', 'in', word)],
    ),
  ];
  const instances = [instance('core', 'MatrixCore'), instance('buffer', 'Sram')];
  const connections = [join(end('core', 'spill'), end('buffer', 'serve'))];
  const ports: Port[] = [];
  if (far === 'port') {
    ports.push(memory('outside', 'in', word));
    connections.push(pass(end(null, 'outside'), end('buffer', 'fill')));
  } else if (far !== 'nothing') {
    const [name, generation, pins, gigabits] = drams[far];
    const width = options.width ?? word;
    blocks.push(
      block(
        'Dma',
        'Dma',
        { width: bits(width), beat: bits(beat), address_space: bits(2 ** 35), local_space: bits(MiB) },
        [memory('memory', 'out', beat), memory('local', 'out', width)],
      ),
      block(
        name,
        name,
        {
          generation: of(generation, far),
          capacity: bits(2 ** 35),
          pins: int(options.pins ?? pins),
          rate: rate((options.rate ?? gigabits) * 1e9),
          beat: bits(beat),
        },
        [memory('data', 'in', beat)],
      ),
    );
    instances.push(instance('dma', 'Dma'), instance('dram', name));
    connections.push(join(end('dma', 'local'), end('buffer', 'fill')), join(end('dma', 'memory'), end('dram', 'data')));
  }
  if (options.lanes !== undefined) {
    const numbers = dtype(options.operand ?? 'int8');
    const vector = {
      lanes: int(options.lanes),
      operand: numbers,
      result: options.operand === undefined ? dtype('fp32') : numbers,
      saturate: bool(false),
      functions: of('VectorFunctions', options.functions ?? 'single'),
      reductions: bool(options.reductions ?? true),
      multiplier: of('Multiplier', 'plain'),
      adder: of('Adder', 'plain'),
      adder_registers: int(3),
    };
    blocks.push(block('VectorUnit', 'VectorUnit', vector, []));
    instances.push(instance('vector', 'VectorUnit'));
  }
  const name = options.name ?? 'Chip';
  const requirements = options.requirements ?? [];
  const tile = { name: 'Tile', clocks: ['clk'], ports, instances, connections, unused: [], requirements: [] };
  const whole = options.tiles === undefined;
  const top = {
    name,
    clocks: ['clk'],
    ports: whole ? ports : [],
    instances: whole
      ? instances
      : [
          {
            name: 'tile',
            of: { kind: 'module' as const, name: 'Tile' },
            shape: [options.tiles ?? 1],
            clocks: { clk: 'clk' },
          },
        ],
    connections: whole ? connections : [],
    unused: [],
    requirements,
  };
  return {
    schema: 'accel-design/1',
    name,
    process: { node: options.node ?? 'tsmc_n7', voltage_v: options.voltage ?? null },
    clocks: [{ name: 'clk', frequency_hz: options.frequency ?? 800e6, reset: 'sync' }],
    modules: whole ? [top] : [tile, top],
    blocks,
    workloads: options.workloads ?? [],
  };
}

/** The shape of `examples/tpu_v1`: 256 x 256 at 700 MHz, 24 MiB, 4 MiB of accumulators, DDR3 at 34 GB/s. */
export const tpu = chip({
  name: 'TpuV1',
  node: 'tsmc_n28',
  frequency: 700e6,
  rows: 256,
  cols: 256,
  activations: MiB,
  weights: 256 * KiB,
  accumulators: 4 * MiB,
  capacity: 24 * MiB,
  far: 'ddr3',
  beat: 512,
});

/** A core that asks the memory outside itself, and waits for it. */
export const withoutSram: Design = asking();

export function asking(options: ChipOptions = {}): Design {
  const { modules, ...design } = chip({ far: 'lpddr4x', ...options });
  return {
    ...design,
    modules: modules.map((module) => ({
      ...module,
      instances: module.instances.filter(({ name }) => name === 'core' || name === 'dram'),
      connections: [
        {
          kind: 'memory',
          from: { instance: 'core', at: [], port: 'spill', lane: [] },
          to: { instance: 'dram', at: [], port: 'data', lane: [] },
        },
      ],
    })),
  };
}
