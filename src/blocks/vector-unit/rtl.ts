import { moduleBuilder, mux, perColumn, unsigned, vector, type Module, type Signal } from '../../rtl/index.js';
import { vectorCommandBits } from './command.js';
import type { VectorUnitParameters } from './parameters.js';
import { guide } from './rtl/control.js';
import { issue } from './rtl/issue.js';
import { vectorLane } from './rtl/lane.js';
import { reduction } from './rtl/reduction.js';

const fp32 = unsigned(32);

/**
 * The hardware of a `VectorUnit`: what takes commands and lets beats enter, scalar registers, the lanes, and a tree over them.
 *
 * @param name name of the module, and the beginning of the names of those within
 */
export function vectorUnit(name: string, parameters: VectorUnitParameters): Module {
  const { lanes, operandBits } = parameters;
  const m = moduleBuilder(name, { description: 'Lanes that compute in fp32 on two streams.' });
  const resultsReady = m.input('results_ready');
  const resultsValid = m.wire('results_wait');
  // The one reason to stand still.
  const run = m.named('run', resultsValid.not().or(resultsReady));
  const command = m.input('commands_data', unsigned(vectorCommandBits));
  m.unused(command);
  const reduced = parameters.reductions ? { value: m.wire('reduced', fp32), written: m.wire('written') } : undefined;
  const issued = issue(m, {
    run,
    commandValid: m.input('commands_valid'),
    command,
    aValid: m.input('a_valid'),
    bValid: m.input('b_valid'),
    functions: parameters.functions !== 'none',
    written: reduced?.written,
    sumCycles: parameters.adderRegisters,
  });
  const guidance = guide(m, parameters, run, issued, reduced);
  const a = m.input('a_data', unsigned(lanes * operandBits));
  const cells = m.grid('lane', [lanes], vectorLane(`${name}_lane`, parameters), {
    ...guidance.lane,
    run,
    a: perColumn(lanes === 1 ? a : m.named('a_elements', mux(issued.fields.exchange, exchanged(a, parameters), a))),
    b: perColumn(m.input('b_data', unsigned(lanes * operandBits))),
  });
  resultsValid.assign(guidance.resultsValid);
  let ends = guidance.ends;
  if (reduced !== undefined) {
    const { value, written } = reduction(m, name, parameters, run, issued, cells.all('value'));
    reduced.value.assign(value);
    reduced.written.assign(written);
    ends = ends.or(written);
  }
  m.output('commands_ready', issued.commandReady);
  m.output('commands_done', m.delay('done_q', ends.and(run), 1, { reset: 0 }));
  m.output('a_ready', issued.aReady);
  m.output('b_ready', issued.bReady);
  m.output('results_valid', guidance.resultsValid);
  m.output('results_data', cells.all('result'));
  return m.build();
}

/** A beat with the elements of lanes 2 i and 2 i + 1 exchanged; the last one of an odd number stays. */
function exchanged(beat: Signal, { lanes, operandBits }: VectorUnitParameters): Signal {
  const other = (lane: number): number => (lane % 2 === 1 ? lane - 1 : Math.min(lane + 1, lanes - 1));
  return vector(Array.from({ length: lanes }, (_, lane) => beat.element(other(lane), operandBits)));
}
