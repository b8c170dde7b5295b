import { error, warning } from '../define.js';

/** E72x-E79x: what to run, and what an estimate can be made of. */
export const estimates = {
  E720: error(
    'unknown workload',
    (p: { name: string; known: string }) => `there is no workload "${p.name}"; there are ${p.known} and gemm(M, K, N)`,
  ),
  E721: error(
    'workload not understood',
    (p: { text: string; why: string }) =>
      `"${p.text}" is no workload: ${p.why}; write a name with settings (llama-3.1-8b:decode,batch=32) or gemm(M, K, N)`,
  ),
  E722: error(
    'unknown setting of a workload',
    (p: { workload: string; name: string; known: string }) =>
      `${p.workload} has no setting "${p.name}"; it has ${p.known}`,
  ),
  E723: error(
    'setting of a workload out of range',
    (p: { workload: string; name: string; value: string; expected: string }) =>
      `"${p.name}" of ${p.workload} must be ${p.expected}, but is ${p.value}`,
  ),
  E724: error(
    'einsum that no unit can run',
    (p: { output: string; why: string }) => `the einsum of "${p.output}" cannot be mapped: ${p.why}`,
  ),
  E725: error(
    'not the configuration of a model',
    (p: { path: string; why: string }) => `"${p.path}" is not a model's config.json: ${p.why}`,
  ),
  E726: error(
    'unknown model type',
    (p: { type: string; known: string }) => `models of type ${p.type} are not imported; known types are ${p.known}`,
  ),
  E727: error(
    'field of a model missing',
    (p: { type: string; field: string; expected: string }) =>
      `a model of type ${p.type} needs the field "${p.field}": ${p.expected}`,
  ),
  E728: error(
    'field of a model that cannot be',
    (p: { field: string; value: string; expected: string }) => `"${p.field}" is ${p.value}, but must be ${p.expected}`,
  ),
  E730: error(
    'process without figures',
    (p: { node: string; known: string }) =>
      `there are no technology figures for the process "${p.node}"; there are figures for ${p.known}`,
  ),
  E731: error(
    'block without a cost model',
    (p: { block: string; known: string }) => `the estimator has no model of the block ${p.block}; it has ${p.known}`,
  ),
  E732: error(
    'no unit to run on',
    (p: { design: string; workload: string }) =>
      `${p.design} has neither a MatrixCore nor a Mac, so no matrix multiplication of ${p.workload} can run on it`,
  ),
  E733: error(
    'core without a memory',
    (p: { path: string; port: string }) => `${p.path} reaches no memory through ${p.port}, so nothing can feed it`,
  ),
  E734: error(
    'no tile fits the core',
    (p: { path: string; operation: string; why: string }) => `no tile of ${p.operation} fits ${p.path}: ${p.why}`,
  ),
  E735: error(
    'measure without a model',
    (p: { measure: string }) => `there is no estimate of "${p.measure}" yet, so a requirement cannot speak of it`,
  ),
  E736: error(
    'memories in no order',
    (p: { first: string; second: string; mac: string }) =>
      `${p.first} and ${p.second} each stand outside the other, seen from ${p.mac}: levels of memory have one order for all operands`,
  ),
  E737: error(
    'no hierarchy of memories',
    (p: { design: string }) =>
      `${p.design} has no Mac, so it has no hierarchy of memories that loops are mapped onto; its cores have memories of their own`,
  ),
  E738: error(
    'array without a list of commands',
    (p: { mac: string; workload: string }) =>
      `${p.mac} takes no commands, so ${p.workload} is no list of them on it: schedules are those of a MatrixCore`,
  ),
  W730: warning(
    'supply outside the working range',
    (p: { node: string; voltage: string; range: string }) =>
      `${p.voltage} is outside the working range of ${p.node} (${p.range}): energies go with V^2 and are not to be trusted here`,
  ),
  E750: error(
    'not a file of technology figures',
    (p: { path: string; why: string }) => `"${p.path}" is not a file of technology figures: ${p.why}`,
  ),
  E751: error('unknown technology figure', (p: { figure: string }) => `there is no technology figure "${p.figure}"`),
  E752: error(
    'technology figure that cannot be',
    (p: { figure: string; value: string; expected: string }) => `${p.figure} is ${p.value}, but must be ${p.expected}`,
  ),
  W733: warning('block of unknown area', (p: { block: string }) => `${p.block} states no area, so it counts as none`),
  W734: warning(
    'a die beyond the reticle',
    (p: { design: string; area: string; reticle: string }) =>
      `the die of ${p.design} is about ${p.area}, and one exposure covers ${p.reticle}`,
  ),
  W735: warning(
    'a die that gets too hot',
    (p: { design: string; why: string }) => `at its TDP, the die of ${p.design} ${p.why}`,
  ),
  W731: warning(
    'sums may overflow',
    (p: { operation: string; k: number; greatest: number; operand: string; accumulator: string }) =>
      `${p.operation} sums ${p.k} products: from ${p.greatest + 1} on, products of ${p.operand} can overflow ${p.accumulator}`,
  ),
} as const;
