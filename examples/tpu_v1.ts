import { DdrDram, Dma, MatrixCore, Sram, area, commands, design, tdp, tsmc_n28, valuesOf } from 'accel-hdl/dsl';

/**
 * The first TPU (Jouppi et al., ISCA 2017): 65,536 multiply-accumulators at 700 MHz behind a 24 MiB unified buffer.
 *
 * Two channels of DDR3-2133 hold the weights: 128 pins, 34 GB/s. The weight memory is the four tiles deep FIFO.
 */
export default design('TpuV1', { process: tsmc_n28(), clocks: { main: '700 MHz' } }, (d) => {
  const work = d.in('work', commands());
  const moves = d.in('moves', commands());

  const core = d.add(
    'core',
    MatrixCore({
      rows: 256,
      cols: 256,
      requantise: true,
      activation_capacity: '256 KiB',
      weight_capacity: '256 KiB',
      accumulator_capacity: '4 MiB',
      address_space: '24 MiB',
    }),
  );
  const unified = d.add('unified', Sram({ capacity: '24 MiB', word: '4096 b' }));
  const dma = d.add('dma', Dma({ width: '4096 b', beat: '512 b', address_space: '8 GiB', local_space: '24 MiB' }));
  const weights = d.add(
    'weights',
    DdrDram({ generation: 'ddr3', capacity: '8 GiB', pins: 128, rate: '2.133 Gb/s', beat: '512 b' }),
  );

  d.connect(work, core.commands);
  d.connect(moves, dma.commands);
  d.connect(core.spill, unified.serve);
  d.connect(dma.local, unified.fill);
  d.connect(dma.memory, weights.data);
  d.unused(core.results);

  d.require(valuesOf(core).peak_ops.ge('91 TOPS'), 'the 92 TOPS of the paper, less rounding');
  d.require(valuesOf(weights).bandwidth.ge('34 GB/s'));
  d.require(area.le('331 mm^2'), 'half a Haswell server die');
  d.require(tdp.le('75 W'));
});
