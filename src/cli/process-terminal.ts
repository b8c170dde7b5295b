import process from 'node:process';
import type { Output, Terminal } from './terminal.js';

/** The terminal of this process. A reader that goes away (`accel ... | head`) ends the output, not the program. */
export function processTerminal(): Terminal {
  const interruption = new AbortController();
  process.on('SIGINT', () => {
    interruption.abort();
    process.exit(130);
  });
  return {
    out: outputTo(process.stdout),
    err: outputTo(process.stderr),
    readInput,
    environment: process.env,
    folder: process.cwd(),
    interrupted: interruption.signal,
  };
}

function outputTo(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on('error', (failure: NodeJS.ErrnoException) => {
    if (failure.code !== 'EPIPE') throw failure;
    open = false;
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    isTerminal: stream.isTTY,
    // A pseudo terminal without a size says 0.
    columns: stream.columns > 0 ? stream.columns : 100,
  };
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
