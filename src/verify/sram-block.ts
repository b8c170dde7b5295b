import { sramCycle, type SramParameters, type SramRequest } from '../blocks/hardware.js';
import type { Simulator } from '../rtl/index.js';
import type { Random } from './random.js';
import type { Difference } from './report.js';
import { switchOn } from './reset.js';
import type { Sampler } from './trace.js';

/** What random traffic on a memory showed. */
export interface TrafficResult {
  /** Requests taken. */
  readonly requests: number;
  /** Words read and compared. */
  readonly values: number;
  /** Cycles in which the ready of `fill` and both answers were compared. */
  readonly cycles: number;
  readonly differences: readonly Difference[];
}

/** Words of the memory that traffic goes to, so that sides meet often. */
const wordsInUse = 24;
const toldDifferences = 4;

/** A side of the memory while traffic runs. */
interface SideState {
  readonly name: 'serve' | 'fill';
  /** The request on the wires; null: none. */
  request: SramRequest | null;
  /** The answer that the next cycle must show. */
  due: bigint | null;
}

/** Resets the memory, both sides idle. */
export function resetSram(simulator: Simulator, reset: string | null, sampler: Sampler | null): void {
  switchOn(simulator, reset, ['serve_valid', 'serve_write', 'fill_valid', 'fill_write'], sampler, 1);
}

/**
 * Reads and writes of both sides at random for `cycles` cycles, held against the golden model: which side is taken, what is read, and that an answer
 * comes in the cycle after its request and in no other. Every word is written once before anything is read.
 */
export function runTraffic(
  simulator: Simulator,
  parameters: SramParameters,
  title: string,
  cycles: number,
  draw: Random,
  sampler: Sampler | null,
): TrafficResult {
  const words: bigint[] = [];
  const used = Array.from({ length: Math.min(wordsInUse, parameters.words) }, (_, i) =>
    i === 0 ? parameters.words - 1 : Math.floor((i * parameters.words) / wordsInUse),
  ).filter((word, i, all) => all.indexOf(word) === i);
  const sides: readonly [SideState, SideState] = [
    { name: 'serve', request: null, due: null },
    { name: 'fill', request: null, due: null },
  ];
  const [serve, fill] = sides;
  const differences: Difference[] = [];
  const tell = (kind: Difference['kind'], cycle: number, what: string, found: unknown, expected: unknown): void => {
    if (found === expected || differences.length >= toldDifferences) return;
    differences.push({
      simulator: 'builtin',
      case: title,
      kind,
      what: `${what} in cycle ${cycle}`,
      found: String(found),
      expected: String(expected),
    });
  };
  let [requests, values] = [0, 0];
  // The last cycle asks for nothing, so that the answers before it are seen and none is left over.
  const last = used.length + cycles;
  for (let cycle = 0; cycle <= last; cycle++) {
    const first = used[cycle];
    if (first !== undefined) serve.request = writeOf(parameters, first, allBytes(parameters), draw);
    else
      for (const side of sides)
        side.request = cycle === last ? null : (side.request ?? drawRequest(parameters, used, draw));
    for (const side of sides) put(simulator, side, parameters, sampler === null ? draw : null);
    for (const side of sides) {
      tell(
        'cycles',
        cycle,
        `${side.name}_response_valid`,
        simulator.get(`${side.name}_response_valid`),
        side.due === null ? 0 : 1,
      );
      if (side.due === null) continue;
      values++;
      tell('value', cycle, `${side.name}_response_data`, simulator.getBig(`${side.name}_response_data`), side.due);
    }
    const expected = sramCycle(parameters, words, serve.request, fill.request);
    tell('cycles', cycle, 'serve_ready', simulator.get('serve_ready'), 1);
    if (fill.request !== null)
      tell('cycles', cycle, 'fill_ready', simulator.get('fill_ready'), expected.fillTaken ? 1 : 0);
    [serve.due, fill.due] = [expected.serve, expected.fill];
    sampler?.sample(simulator, false);
    simulator.step();
    requests += (serve.request === null ? 0 : 1) + (expected.fillTaken ? 1 : 0);
    serve.request = null;
    if (expected.fillTaken) fill.request = null;
  }
  return { requests, values, cycles: last + 1, differences };
}

function drawRequest(parameters: SramParameters, used: readonly number[], draw: Random): SramRequest | null {
  if (draw.chance(0.25)) return null;
  const address = used[draw.below(used.length)] ?? 0;
  if (draw.chance(0.5)) return { kind: 'read', address };
  const mask = draw.chance(0.5) ? allBytes(parameters) : randomBits(parameters.wordBits / 8, draw);
  return writeOf(parameters, address, mask, draw);
}

function writeOf(parameters: SramParameters, address: number, mask: bigint, draw: Random): SramRequest {
  return { kind: 'write', address, data: randomBits(parameters.wordBits, draw), mask };
}

function allBytes({ wordBits }: SramParameters): bigint {
  return (1n << BigInt(wordBits / 8)) - 1n;
}

function randomBits(width: number, draw: Random): bigint {
  let bits = 0n;
  for (let at = 0; at < width; at += 32) bits |= BigInt(draw.below(2 ** 32)) << BigInt(at);
  return BigInt.asUintN(width, bits);
}

/** Puts a side's request on its wires; what it does not say is low, or `anything`, which a trace of what means something would not repeat. */
function put(
  simulator: Simulator,
  { name, request }: SideState,
  { words, wordBits }: SramParameters,
  anything: Random | null,
): void {
  const write = request?.kind === 'write' ? request : null;
  const bits = (width: number): bigint => (anything === null ? 0n : randomBits(width, anything));
  simulator.set(`${name}_valid`, request === null ? 0 : 1);
  simulator.set(`${name}_write`, write !== null ? 1 : request === null ? bits(1) : 0);
  simulator.set(`${name}_address`, request?.address ?? anything?.below(words) ?? 0);
  simulator.set(`${name}_data`, write?.data ?? bits(wordBits));
  simulator.set(`${name}_mask`, write?.mask ?? bits(wordBits / 8));
}
