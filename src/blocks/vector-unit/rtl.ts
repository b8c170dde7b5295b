import { moduleBuilder, perColumn, unsigned, type Module } from '../../rtl/index.js';
import { vectorCommandBits } from './command.js';
import type { VectorUnitParameters } from './parameters.js';
import { guide } from './rtl/control.js';
import { issue } from './rtl/issue.js';
import { vectorLane } from './rtl/lane.js';

/**
 * The hardware of a `VectorUnit`: what takes commands and lets beats enter, scalar registers, and the lanes.
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
  const issued = issue(m, {
    run,
    commandValid: m.input('commands_valid'),
    command,
    aValid: m.input('a_valid'),
    bValid: m.input('b_valid'),
    functions: parameters.functions !== 'none',
  });
  const guidance = guide(m, parameters, run, issued);
  const cells = m.grid('lane', [lanes], vectorLane(`${name}_lane`, parameters), {
    ...guidance.lane,
    run,
    a: perColumn(m.input('a_data', unsigned(lanes * operandBits))),
    b: perColumn(m.input('b_data', unsigned(lanes * operandBits))),
  });
  resultsValid.assign(guidance.resultsValid);
  m.output('commands_ready', issued.commandReady);
  m.output('commands_done', m.delay('done_q', guidance.ends.and(run), 1, { reset: 0 }));
  m.output('a_ready', issued.aReady);
  m.output('b_ready', issued.bReady);
  m.output('results_valid', guidance.resultsValid);
  m.output('results_data', cells.all('result'));
  return m.build();
}
