import { withArticle } from '../article.js';
import { error, warning } from '../define.js';

/** E65x: outside tools; E66x: from a design to a chip; E67x: verification; E68x: synthesis. */
export const chips = {
  E650: error(
    'tool not found',
    (p: { tool: string; program: string }) =>
      `${p.tool} is needed for this and there is no program "${p.program}" on the path`,
  ),
  E651: error(
    'tool exceeded its time limit',
    (p: { tool: string; step: string; seconds: number }) => `${p.tool} was ended after ${p.seconds} s while ${p.step}`,
  ),
  E652: error(
    'tool failed',
    (p: { tool: string; step: string; said: string }) => `${p.tool} failed while ${p.step}:\n${p.said}`,
  ),
  E660: error(
    'block without hardware',
    (p: { instance: string; block: string; known: string }) =>
      `${p.instance} is ${withArticle(p.block)}, for which there is no hardware; there is for ${p.known}`,
  ),
  E661: error(
    'parameter that the hardware does not have',
    (p: { instance: string; block: string; why: string }) =>
      `there is no hardware for ${p.instance}, ${withArticle(p.block)}: ${p.why}`,
  ),
  E662: error(
    'design without hardware',
    (p: { design: string }) => `${p.design} contains no block that has hardware, so there is nothing to build`,
  ),
  E664: error(
    "the user's Verilog is not at hand",
    (p: { path: string }) => `the design needs "${p.path}", which is not among the texts it was read from`,
  ),
  E665: error(
    'hardware that does not fit its block',
    (p: { component: string; why: string }) => `the hardware of "${p.component}" does not fit its ports: ${p.why}`,
  ),
  E666: error(
    'block of your own without hardware',
    (p: { instance: string; block: string }) =>
      `there is no hardware for ${p.instance}, ${withArticle(p.block)}: it has neither Verilog nor code that is run and makes some`,
  ),
  W662: warning(
    'memory without a macro',
    (p: { module: string; memory: string; why: string }) =>
      `the memory ${p.memory} of module ${p.module} ${p.why}; it stays as it is, for synthesis to make of it what it can`,
  ),
  W660: warning(
    'modelled block at the ports of the top',
    (p: { instance: string; block: string; ports: string }) =>
      `${p.instance}, ${withArticle(p.block)}, is modelled only; in its place the top module has ${p.ports}`,
  ),
  E670: error('no block to verify', (p: { path: string; known: string }) =>
    p.path === ''
      ? 'the design has no block whose hardware can be verified'
      : `there is no block "${p.path}" to verify; there is ${p.known}`,
  ),
  W670: warning(
    "the user's Verilog is not proved",
    (p: { path: string; block: string }) =>
      `${p.path}, ${withArticle(p.block)}, is your own Verilog: what it computes and how long it takes is not known here, so it is not verified`,
  ),
  W671: warning(
    'block of your own that is not verified',
    (p: { path: string; block: string; why: string }) => `${p.path}, a ${p.block}, is not verified: ${p.why}`,
  ),
  E671: error(
    'workload that hardware does not run',
    (p: { workload: string; why: string }) => `"${p.workload}" cannot run on the simulated hardware: ${p.why}`,
  ),
  E672: error(
    'array too large for a netlist',
    (p: { path: string; rows: number; cols: number; largest: number }) =>
      `the netlist of ${p.path} would have ${p.rows} x ${p.cols} processing elements; netlists are for arrays of at most ${p.largest} x ${p.largest}`,
  ),
  E673: error(
    'hardware and model differ',
    (p: { path: string; simulator: string; case: string; what: string; found: string; expected: string }) =>
      `${p.path} on ${p.simulator}, ${p.case}: ${p.what} is ${p.found}, expected ${p.expected}`,
  ),
  E680: error(
    'cell library that is not there',
    (p: { name: string; known: string }) =>
      `there is no cell library "${p.name}"; the package has ${p.known}, and anything else is the path of a Liberty file`,
  ),
  E681: error('no block to synthesise', (p: { path: string; known: string }) =>
    p.known === ''
      ? `there is no block "${p.path}" that has hardware, nor another one`
      : `there is no block "${p.path}" that has hardware; there is ${p.known}`,
  ),
  E682: error(
    'file that is no cell library',
    (p: { path: string }) => `"${p.path}" has no cells: it is no Liberty file, or one that cannot be read`,
  ),
  E684: error(
    'library of memory macros that cannot be read',
    (p: { path: string; why: string }) => `"${p.path}" is no library of memory macros: ${p.why}`,
  ),
  E683: error(
    'cell library without a gate for clocks',
    (p: { name: string }) => `the cell library "${p.name}" has no cell that gates a clock`,
  ),
} as const;
