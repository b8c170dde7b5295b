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
  const meets = m.named('sides_meet', single ? serve.valid : serve.valid.and(serve.write.xor(fill.write).not()));
  const fillTaken = m.named('fill_taken', fill.valid.and(meets.not()));
  m.output('serve_ready', constant(1));
  m.output('fill_ready', meets.not());
  const memory = m.memory('words', { type: unsigned(wordBits), depth: words, ports: single ? '1rw' : '1r1w', lane: 8 });
  const data = single ? onePort(m, memory, serve, fill, fillTaken) : twoPorts(m, memory, serve, fill, fillTaken);
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

function onePort(m: ModuleBuilder, memory: MemoryHandle, serve: Side, fill: Side, fillTaken: Signal): Signal {
  const pick = (name: keyof Side): Signal => m.named(name, mux(serve.valid, serve[name], fill[name]));
  return memory.access({
    enable: serve.valid.or(fillTaken),
    write: pick('write'),
    address: pick('address'),
    data: pick('data'),
    mask: pick('mask'),
  });
}

/** Reads and writes each have a port: `serve` takes the one that it asks for. */
function twoPorts(m: ModuleBuilder, memory: MemoryHandle, serve: Side, fill: Side, fillTaken: Signal): Signal {
  const serveWrites = m.named('serve_writes', serve.valid.and(serve.write));
  const serveReads = m.named('serve_reads', serve.valid.and(serve.write.not()));
  const written = (name: keyof Side): Signal => m.named(`write_${name}`, mux(serveWrites, serve[name], fill[name]));
  memory.write({
    enable: serveWrites.or(fillTaken.and(fill.write)),
    address: written('address'),
    data: written('data'),
    mask: written('mask'),
  });
  return memory.read({
    enable: serveReads.or(fillTaken.and(fill.write.not())),
    address: m.named('read_address', mux(serveReads, serve.address, fill.address)),
  });
}

function answer(m: ModuleBuilder, name: string, read: Signal, data: Signal): void {
  m.output(`${name}_response_valid`, m.delay(`${name}_read_q`, read, 1, { reset: 0 }));
  m.output(`${name}_response_data`, data);
}
