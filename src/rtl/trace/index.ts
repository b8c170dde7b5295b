export { record, type Recorder, type RecordOptions, type Trace, type TraceRow } from './trace.js';
export { testbench, type Testbench, type TestbenchOptions } from './testbench.js';
export { vcd, type VcdWriter } from './vcd.js';
