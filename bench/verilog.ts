/** How long a 256 x 256 array takes to describe, to print as Verilog and to compile for simulation, and how long its Verilog is. */
import {
  compile,
  fromNorth,
  fromWest,
  moduleBuilder,
  printVerilog,
  signed,
  unsigned,
  type Module,
} from '../src/rtl/index.js';

function array(rows: number, cols: number): Module {
  const cell = moduleBuilder('mac');
  const [a, p] = [cell.input('a', signed(8)), cell.input('p', signed(32))];
  const weight = cell.register('weight', signed(8), { enable: cell.input('load') });
  weight.next(a);
  cell.output('a_out', cell.delay('a_q', a));
  cell.output('p_out', cell.delay('p_q', p.add(a.mul(weight)).truncate(32)));
  const m = moduleBuilder('array');
  const inputs = {
    a: fromWest('a_out', m.input('a', unsigned(8 * rows))),
    p: fromNorth('p_out', () => 0),
    load: m.input('load'),
  };
  m.output('p', m.grid('cells', [rows, cols], cell.build(), inputs).south('p_out'));
  return m.build();
}

function timed<T>(work: () => T): readonly [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

console.log('array        describe    print   compile    bytes');
for (const size of [16, 256, 1024]) {
  const [module, describe] = timed(() => array(size, size));
  const [files, print] = timed(() => printVerilog(module));
  const [, simulator] = timed(() => compile(module));
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0);
  const times = [describe, print, simulator].map((time) => `${time.toFixed(1)} ms`.padStart(9)).join(' ');
  console.log(`${`${size} x ${size}`.padEnd(11)} ${times} ${String(bytes).padStart(8)}`);
}
