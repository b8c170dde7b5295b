import { expect, test } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';

/** The names that W205 speaks of. */
function warned(source: string): readonly string[] {
  const verilog = { 'main.accel': source, 'ip.v': 'module my_ip(input wire clk, input wire rst); endmodule' };
  const { diagnostics } = diagnose(hostOf(verilog));
  return diagnostics
    .filter(({ code }) => code === 'W205')
    .map(({ message }) => /instead of "(\w+)"/.exec(message)?.[1] ?? message);
}

test.each([
  [
    'extern components of one’s own',
    'extern component my_ip(dataWidth: int = 8) { area = 1 mm^2; }',
    ['my_ip', 'dataWidth'],
  ],
  [
    '... but Verilog has its own names',
    'extern component my_ip(dataWidth: int = 8) { verilog = "ip.v"; port in dataIn: wires<1>; }',
    [],
  ],
  ['... for itself alone', 'extern component my_ip { verilog = "ip.v"; }\ncomponent uses { ip: my_ip; }', ['uses']],
  ['values of components', 'component C(Rows: int = 4) { let peakOps = 2 * Rows; }', ['Rows', 'peakOps']],
  ['single letters', 'component C(N: int = 4, _K: int = 2) { let M = 2 * N; for I in 0 .. M { let A = I * _K; } }', []],
  ['a single letter as a component', 'component c { }\nenum e { a }', ['c', 'e']],
  [
    'tensors of einsums',
    'workload w { einsum Out: int32[I, j] += In: int8[I, Kdim] * W: int8[Kdim, j] where I = 4, j = 5, Kdim = 6; }',
    [],
  ],
  [
    'tensors of graphs',
    'workload w { input X: int8[4, 4]; weight Wq: int8[4, 4]; let hiddenState = matmul(X, Wq); output Y = relu(hiddenState); }',
    [],
  ],
  [
    'workloads and their parameters',
    'workload runAll(batchSize: int = 1) { einsum O: int32[i] += A: int8[i] where i = batchSize; }',
    ['runAll', 'batchSize'],
  ],
  ['leading underscores', 'component _Cell(_rows: int = 1) { let _twice = 2 * _rows; }\nconst __n = 3;', []],
  ['... before another spelling', 'component _cell(_Rows: int = 1) { }\nconst _ = 1;', ['_cell', '_Rows']],
  [
    'digits and words of capitals',
    'component PE2 { let x_2 = 1; }\ncomponent HBM_2 { }\ncomponent HBM_Stack { }',
    ['HBM_Stack'],
  ],
])('W205, %s', (_, source, names) => {
  expect(warned(source)).toEqual(names);
});
