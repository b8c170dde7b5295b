/**
 * The hardware IR: described by a builder, printed as Verilog-2005, simulated here.
 *
 * ```ts
 * import { compile, fromNorth, fromWest, moduleBuilder, printVerilog, signed, unsigned } from '../rtl/index.js';
 *
 * const m = moduleBuilder('pe');                       // `clk` and `rst` (synchronous, high) appear where something needs them
 * const a = m.input('a', signed(8));
 * const p = m.input('p', signed(32));
 * const advance = m.input('advance');                  // one bit
 * const a_out = m.register('a_out_q', signed(8), { enable: advance });     // no reset: data
 * a_out.next(a);
 * const sum = m.register('sum', signed(32), { reset: 0, enable: advance });
 * sum.next(p.add(a.mul(a_out)).truncate(32));          // add grows, mul is exact, only what is named so cuts
 * m.output('a_out', a_out);
 * m.output('p_out', sum);
 * const pe = m.build();                                // throws HardwareError; `finish()` gives [module, diagnostics]
 *
 * const t = moduleBuilder('array');
 * const west = t.input('west', unsigned(4 * 8));       // a vector: element 0 in the low bits
 * const advance4 = t.input('advance');
 * const cells = t.grid('cells', [4, 3], pe, {
 *   a: fromWest('a_out', west),                        // column 0 takes the edge, or (row) => signal
 *   p: fromNorth('p_out', () => 0),
 *   advance: advance4,                                 // to all; perRow(v), perColumn(v), perCell(v) for one each
 * });
 * t.output('south', cells.south('p_out'));             // gathered: element c of 32 bits
 *
 * const mem = t.memory('acc', { type: unsigned(32), depth: 64, ports: '1r1w', lane: 8 });
 * const data = mem.read({ address, enable });          // one cycle later
 * mem.write({ address, data, enable, mask });          // mask: a bit a lane; `clock` on a port for one of another clock
 * const child = t.instance('u', pe, { a, p, advance }); const out = child.port('p_out'); child.connect('x', late);
 * const later = t.wire('stall'); later.assign(a.and(b));                 // used before it is known
 *
 * const top = t.build();
 * const sim = compile(top);
 * sim.set('rst', 1); sim.step(); sim.set('rst', 0); sim.getElements("south", signed(32)); // get, getBig
 * ```
 *
 * for (const { file, text } of printVerilog(top, { header: ['accel 0.1.0'] })) write(file, text);   // one file a module
 *
 * Values fit where every value of theirs does (unsigned(8) into signed(9)); else E601, E602 and so on, with the line of the call.
 */
export {
  addressWidth,
  bit,
  commonType,
  holds,
  signed,
  typeName,
  typeOfValue,
  unsigned,
  wrap,
  type Type,
} from './types.js';
export { type BinaryOperator, type Expr, type UnaryOperator } from './expression.js';
export {
  dataPorts,
  externalModule,
  memoryClocks,
  modulesOf,
  type Assertion,
  type Clock,
  type ClockGate,
  type Grid,
  type GridOutput,
  type GridSource,
  type Instance,
  type Memory,
  type MemoryRead,
  type MemoryWrite,
  type Module,
  type Port,
  type Register,
  type Reset,
  type ResetSynchroniser,
  type Side,
  type UnderWrite,
  type Wire,
} from './module.js';
export {
  add,
  concat,
  constant,
  elementAt,
  every,
  HardwareError,
  mul,
  mux,
  repeat,
  select,
  Signal,
  some,
  sub,
  vector,
  type SignalLike,
} from './signal.js';
export {
  ModuleBuilder,
  moduleBuilder,
  type BuilderOptions,
  type RegisterOptions,
  type RegisterSignal,
  type SynchroniserOptions,
  type WireSignal,
} from './builder.js';
export { type InstanceHandle } from './instance.js';
export { type AccessPort, type MemoryHandle, type MemoryOptions, type ReadPort, type WritePort } from './memory.js';
export {
  fromEast,
  fromNorth,
  fromSouth,
  fromWest,
  perCell,
  perColumn,
  perRow,
  type Edge,
  type GridHandle,
  type GridInput,
} from './grid.js';
export { checkModule } from './check/index.js';
export { combinationalPaths, type Paths } from './check/paths.js';
export { compile, type CompileOptions, type Failure, type MemoryAccess, type Simulator } from './simulate/index.js';
export {
  clockGateModule,
  legal,
  moduleNames,
  printVerilog,
  resetSynchroniserModule,
  type ClockGateCell,
  type ClockGating,
  type DesignOptions,
  type PrintOptions,
  type VerilogFile,
} from './print/index.js';
export {
  record,
  testbench,
  vcd,
  type Recorder,
  type RecordOptions,
  type Testbench,
  type TestbenchOptions,
  type Trace,
  type TraceRow,
  type VcdWriter,
} from './trace/index.js';
export { gateClocks, testPortOf, type GateOptions } from './passes/gate-clocks.js';
export { bypassMemories, type Bypassed } from './passes/bypass-memories.js';
export { synchroniseResets, type Resynchronised } from './passes/synchronise-resets.js';
export { optimise } from './passes/index.js';
export {
  lowerMemories,
  macroModule,
  type Lowered,
  type LoweredMemory,
  type MacroLibrary,
  type MacroPin,
  type MacroPort,
  type MemoryMacro,
  type Tiling,
} from './macros/index.js';
export {
  addFloat,
  addNarrow,
  addWith,
  adderStructures,
  binary32,
  dotAddFloat,
  groupBits,
  integerToFloat,
  multiply,
  multiplyAdd,
  multiplyAddFloat,
  multiplyFloat,
  multiplyFloatRegisters,
  multiplierStructures,
  narrowFloat,
  packedExponentBits,
  packFloat,
  productRows,
  requantiseStages,
  requantiseWith,
  shiftRight,
  splitSum,
  sumOfProducts,
  unpackFloat,
  widenFloat,
  type AddFloatOptions,
  type AdderStructure,
  type DotFloatOptions,
  type DotOperands,
  type FactorPair,
  type FloatLayout,
  type FloatOverflow,
  type GroupScale,
  type Hold,
  type MultiplierStructure,
  type MultiplyAddOptions,
  type MultiplyFloatOptions,
  type Operands,
  type RequantisationSignals,
  type Shifted,
  type Structures,
  type UnpackedFloat,
  type Unrounded,
} from './arithmetic/index.js';
