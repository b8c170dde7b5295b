import {
  addressWidth,
  constant,
  moduleBuilder,
  mux,
  unsigned,
  type MemoryHandle,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../rtl/index.js';
import type { SramParameters } from './parameters.js';

/**
 * The hardware of an `Sram`: one memory of whole words with byte enables between its two sides. `serve` is always ready; `fill` is where
 * `serve` leaves it the port that it needs. A read is answered in the next cycle.
 */
export function sram(name: string, parameters: SramParameters): Module {
  const { wordBits, words, ports } = parameters;
  const m = moduleBuilder(name, { description: 'A static RAM between two sides, of which serve wins.' });
  const serve = side(m, 'serve', parameters);
  const fill = side(m, 'fill', parameters);
  const single = ports === 'one_rw';
  const meets = single ? serve.valid : serve.valid.and(serve.write.xor(fill.write).not());
  const fillTaken = m.named('fill_taken', fill.valid.and(meets.not()));
  m.output('serve_ready', constant(1));
  m.output('fill_ready', meets.not());
  const memory = m.memory('words', { type: unsigned(wordBits), depth: words, ports: single ? '1rw' : '1r1w', lane: 8 });
  const data = single ? onePort(memory, serve, fill, fillTaken) : twoPorts(memory, serve, fill, fillTaken);
  answer(m, 'serve', serve.valid.and(serve.write.not()), data);
  answer(m, 'fill', fillTaken.and(fill.write.not()), data);
  return m.build();
}

interface Side {
  readonly valid: Signal;
  readonly write: Signal;
  readonly address: Signal;
  readonly data: Signal;
  readonly mask: Signal;
}

function side(m: ModuleBuilder, name: string, { wordBits, words }: SramParameters): Side {
  return {
    valid: m.input(`${name}_valid`),
    write: m.input(`${name}_write`),
    address: m.input(`${name}_address`, unsigned(addressWidth(words))),
    data: m.input(`${name}_data`, unsigned(wordBits)),
    mask: m.input(`${name}_mask`, unsigned(wordBits / 8)),
  };
}

function onePort(memory: MemoryHandle, serve: Side, fill: Side, fillTaken: Signal): Signal {
  const pick = (of: (side: Side) => Signal): Signal => mux(serve.valid, of(serve), of(fill));
  return memory.access({
    enable: serve.valid.or(fillTaken),
    write: pick((from) => from.write),
    address: pick((from) => from.address),
    data: pick((from) => from.data),
    mask: pick((from) => from.mask),
  });
}

/** Reads and writes each have a port: `serve` takes the one that it asks for. */
function twoPorts(memory: MemoryHandle, serve: Side, fill: Side, fillTaken: Signal): Signal {
  const serveWrites = serve.valid.and(serve.write);
  const serveReads = serve.valid.and(serve.write.not());
  memory.write({
    enable: serveWrites.or(fillTaken.and(fill.write)),
    address: mux(serveWrites, serve.address, fill.address),
    data: mux(serveWrites, serve.data, fill.data),
    mask: mux(serveWrites, serve.mask, fill.mask),
  });
  return memory.read({
    enable: serveReads.or(fillTaken.and(fill.write.not())),
    address: mux(serveReads, serve.address, fill.address),
  });
}

function answer(m: ModuleBuilder, name: string, read: Signal, data: Signal): void {
  m.output(`${name}_response_valid`, m.delay(`${name}_read_q`, read, 1, { reset: 0 }));
  m.output(`${name}_response_data`, data);
}
