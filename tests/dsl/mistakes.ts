/** Mistakes that tsc finds in designs of the builder. Each line under a mark must be one: `tsc` complains of a mark without mistake. */
import {
  Dma,
  LpddrDram,
  MatrixCore,
  PEArray,
  Sram,
  GHz,
  KiB,
  MHz,
  W,
  area,
  as,
  axi_lite,
  commands,
  component,
  design,
  einsum,
  einsums,
  energy_per_token,
  external,
  graph,
  latency,
  mapping,
  memory,
  model,
  mul,
  parameter,
  required,
  stream,
  tensor,
  throughput,
  tsmc_n7,
  valuesOf,
  workload,
  type Quantity,
  type TensorHandle,
} from 'accel-hdl/dsl';

const options = { process: tsmc_n7(), clocks: { main: '800 MHz', slow: MHz(100) } } as const;

// Dimensions.
const frequency: Quantity<'frequency'> = GHz(1.5);
// @ts-expect-error a power is no frequency
const power: Quantity<'frequency'> = W(2);
// @ts-expect-error frequency and power cannot be added
GHz(1.5).plus(W(2));
// @ts-expect-error a text of another dimension
GHz(1.5).le('2 W');
// @ts-expect-error there is no such unit
GHz(1.5).le('2 Ghz');
// @ts-expect-error a frequency needs a unit
GHz(1.5).le(2);
// @ts-expect-error an area is compared with an area
area.le('6 mm');
// @ts-expect-error the dimension of a product must be named before it is a capacity
Sram({ capacity: mul('1 Gb/s', '1 ms') });
Sram({ capacity: as('information', mul('1 Gb/s', '1 ms')) });
// @ts-expect-error what only the estimate tells is no argument
Sram({ capacity: as('information', mul(area, '1 b/mm^2')) });

// Arguments.
Sram({ capacity: KiB(64) });
// @ts-expect-error the capacity is needed
Sram({ word: '128 b' });
// @ts-expect-error a capacity is information
Sram({ capacity: '1 GHz' });
// @ts-expect-error there is no such parameter
Sram({ capacity: '1 MiB', banks: 4 });
// @ts-expect-error there is no such case
Sram({ capacity: '1 MiB', ports: 'two_rw' });
// @ts-expect-error there is no such number type
MatrixCore({ operand: 'int7' });
// @ts-expect-error a count has no unit
MatrixCore({ rows: '16 b' });
// @ts-expect-error a voltage is no power
tsmc_n7({ voltage: '2 W' });
// @ts-expect-error a clock has a frequency
design('Chip', { process: tsmc_n7(), clocks: { main: '1 ns' } }, () => {});

// Ports and connections.
design('Chip', options, (d) => {
  const work = d.in('work', commands());
  const core = d.add('core', MatrixCore({ rows: 16, cols: 16 }));
  const other = d.add('other', PEArray({ rows: 16, cols: 32, operand: 'int32', accumulator: 'int32' }));
  const buffer = d.add('buffer', Sram({ capacity: '1 MiB' }));
  d.connect(work, core.commands);
  d.connect(core.spill, buffer.serve);
  // @ts-expect-error there is no such port
  d.connect(core.output, buffer.serve);
  // @ts-expect-error both are sinks
  d.connect(core.commands, buffer.serve);
  // @ts-expect-error both are sources
  d.connect(core.results, core.spill);
  // @ts-expect-error the arrow points the other way
  d.connect(core.commands, work);
  // @ts-expect-error commands are no memory
  d.connect(work, buffer.serve);
  // @ts-expect-error a stream of 16 does not fit one of 32
  d.connect(core.results, other.weights);
  d.connect(core.results, other.activations);
  // @ts-expect-error int32 is not int8
  d.connect(other.sums, d.out('bytes', stream('int8', 32)));
  d.connect(other.sums, d.out('words', stream('int32', 32)));
  // @ts-expect-error a memory has a size
  d.in('host', memory('int8', 4));
  // @ts-expect-error the size of a memory is information
  d.in('host', memory('int8', 4, '1 W'));
  // @ts-expect-error there is no such clock
  d.add('dma', Dma(), { clk: 'fast' });
  d.add('dma', Dma(), { clk: 'slow' });
  // @ts-expect-error a requirement is a condition
  d.require(area);
  // @ts-expect-error an instance is no port
  d.unused(core);
  // @ts-expect-error there is no such clock
  d.require(d.clocks.fast.frequency.ge('1 GHz'));
  // @ts-expect-error there is no such value
  d.require(valuesOf(core).flops.ge('1 TOPS'));
  const values: Quantity<'op_rate'> = valuesOf(core).peak_ops;
  d.require(values.ge('0.1 TOPS'));
});

// Components and arrays.
const Tile = component('Tile', (c, lanes: number) => {
  const core = c.add('core', MatrixCore({ rows: lanes, cols: lanes }));
  return { work: c.pass('work', core.commands), mem: c.pass('mem', core.spill) };
});
design('Chip', { ...options, parameters: { tiles: parameter.int(4, 1, 8) } }, (d, { tiles }) => {
  const tile = d.array('tile', tiles, Tile(16));
  const dram = d.array('dram', 4, LpddrDram());
  d.connect(d.in('work', commands(), tiles), tile.all.work);
  d.connect(tile.at(0).mem, dram.at(0).data);
  // @ts-expect-error an element is picked with `at`, `slice` or `all`
  d.connect(tile.mem, dram.at(0).data);
  // @ts-expect-error what the component does not return cannot be reached
  d.connect(d.in('inner', commands()), tile.at(0).core);
  // @ts-expect-error the memory of a tile asks, it is not asked
  d.connect(dram.at(1).data, tile.at(1).mem);
  // @ts-expect-error a control port is no memory
  d.connect(tile.at(1).mem, d.out('host', axi_lite()));
  // @ts-expect-error a tile takes a number
  Tile('16');
});

// Workloads.
const decode = model('decode', 'llama-3.1-8b', { phase: 'decode', batch: 8 });
const images = model('images', 'resnet50', { batch: 8 });
const product = einsums(
  'product',
  einsum(tensor('O', 'int32', ['m', 'n']), [tensor('A', 'int8', ['m', 'k']), tensor('B', 'int8', ['k', 'n'])], {
    m: 64,
    n: 64,
    k: 64,
  }),
);
throughput(decode).ge('100 token/s');
throughput(images).ge('100 sample/s');
throughput(product).ge('100 Hz');
latency(images).le('5 ms');
// @ts-expect-error a language model gives tokens, not samples
throughput(decode).ge('100 sample/s');
// @ts-expect-error a model of images gives samples
throughput(images).ge('100 token/s');
// @ts-expect-error a latency is a time
latency(images).le('5 mW');
// @ts-expect-error energy for a token is not energy
energy_per_token(decode).le('5 mJ');
// @ts-expect-error there is no such phase
model('train', 'llama-3.1-8b', { phase: 'train' });
// @ts-expect-error there is no such setting
model('images', 'resnet50', { size: 8 });
// @ts-expect-error there is no such number type
tensor('A', 'int9', ['m']);
const [a, b] = [tensor('A', 'int8', ['m', { k: 2, r: 1 }]), tensor('B', 'int8', ['k', 'n'])];
einsum(tensor('O', 'int32', ['m', 'n']), [a, b], { m: 4, n: 4, k: 4, r: 3 });
// @ts-expect-error index r has no extent
einsum(tensor('O', 'int32', ['m', 'n']), [a, b], { m: 4, n: 4, k: 4 });
// @ts-expect-error index p of the output stands in no operand
einsum(tensor('O', 'int32', ['m', 'p']), [a, b], { m: 4, n: 4, k: 4, r: 3, p: 1 });

// Graphs.
graph('network', (g) => {
  const x = g.input('x', 'int8', [4, 8]);
  const w = g.weight('w', 'int8', [8, 16]);
  const h = g.let('h', g.gelu(g.matmul(x, w)));
  const shape: TensorHandle<'int8', readonly [4, 16]> = h;
  g.output('y', g.matmul(g.transpose(shape), x));
  // @ts-expect-error the inner extents are 8 and 4
  g.matmul(x, x);
  // @ts-expect-error int8 is not bf16
  g.add(x, g.cast(x, 'bf16'));
  g.add(g.cast(x, 'bf16'), g.cast(x, 'bf16'));
  // @ts-expect-error there is no such number type
  g.cast(x, 'int9');
  // @ts-expect-error there is no such option
  g.softmax(x, { axes: 1 });
  // @ts-expect-error a pooling has a size
  g.max_pool2d(x);
  // @ts-expect-error a text is no tensor
  g.relu('x');
  // @ts-expect-error one tensor cannot be joined
  g.concat([x]);
  // @ts-expect-error there is no such operator
  g.convolve(x, w);
});
const sized = workload({ batch: parameter.int(8, 1, 64) }, ({ batch }) => model('w', 'resnet50', { batch }));
throughput(sized).ge('100 sample/s');

// Blocks of one's own.
const Ip = external('Ip', { parameters: { size: required(parameter.int(4)) } }, (x, { size }) => ({
  data: x.in('data', stream('int8', size)),
  peak: size * 2,
}));
Ip({ size: 8 });
// @ts-expect-error the size must be given
Ip({});
// @ts-expect-error a size is a number
Ip({ size: '8' });

// Mappings.
const chip = design('Chip', options, () => {});
mapping('m', product, chip, (m) => {
  m.tile('k', 8, 'buffer');
  // @ts-expect-error the product has no such index
  m.tile('z', 8, 'buffer');
  // @ts-expect-error the product has no such tensor
  m.bypass(['D'], 'buffer');
});

export { frequency, power };
