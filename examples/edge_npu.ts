import {
  MatrixCore,
  Sram,
  LpddrDram,
  Dma,
  area,
  b,
  commands,
  design,
  mul,
  op,
  parameter,
  tsmc_n7,
} from 'accel-hdl/dsl';

/** An edge NPU: one 16 x 16 int8 matrix core beside an SRAM buffer and a channel of LPDDR4X. */
export default design(
  'EdgeNpu',
  {
    process: tsmc_n7({ voltage: '0.75 V' }),
    clocks: { main: '800 MHz' },
    parameters: { rows: parameter.int(16, 1, 256), cols: parameter.int(16, 1, 256) },
  },
  (d, { rows, cols }) => {
    /** What the core moves at a time: two rows of operands. */
    const word = b(2 * cols * 8);

    const work = d.in('work', commands());
    const moves = d.in('moves', commands());

    const core = d.add('core', MatrixCore({ rows, cols }));
    const buffer = d.add('buffer', Sram({ capacity: '1 MiB', word }));
    const dma = d.add('dma', Dma({ width: word }));
    const dram = d.add('dram', LpddrDram({ generation: 'lpddr4x', pins: 32, rate: '4.266 Gb/s' }));

    d.connect(work, core.commands);
    d.connect(moves, dma.commands);
    d.connect(core.spill, buffer.serve);
    d.connect(dma.local, buffer.fill);
    d.connect(dma.memory, dram.data);
    d.unused(core.results);

    const peak = mul(op(2), rows * cols, d.clock.frequency);
    d.require(peak.ge('0.1 TOPS'), 'below what the camera pipeline needs');
    d.require(area.le('6 mm^2'), "the NPU's share of the die");
  },
);
