import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { quantile, root, textOf } from './measure.js';

const runs = 9;
const opened = 'examples/edge_npu.accel';

/**
 * CPU milliseconds of the built server from its start to the diagnostics of the first document that is opened: the median of
 * several processes. Linux only: it reads /proc.
 */
export async function coldStart(): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await startOnce());
  return quantile(times, 0.5);
}

function startOnce(): Promise<number> {
  const server = spawn(process.execPath, [`${root}bin/accel`, 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const write = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const uri = pathToFileURL(`${root}${opened}`).href;
  write({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
  write({ method: 'initialized', params: {} });
  const textDocument = { uri, languageId: 'accel', version: 1, text: textOf(opened) };
  write({ method: 'textDocument/didOpen', params: { textDocument } });
  return new Promise((resolve, reject) => {
    let heard = '';
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`the server ended without diagnostics: ${heard}`)));
    server.stdout.on('data', (bytes: Buffer) => {
      heard += bytes.toString();
      if (!heard.includes('textDocument/publishDiagnostics')) return;
      resolve(cpuOfProcess(server.pid ?? 0));
      server.removeAllListeners();
      server.kill();
    });
  });
}

/** CPU milliseconds of all threads of a process, as the scheduler counts them. */
function cpuOfProcess(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return times.reduce((sum, time) => sum + Number(time), 0) / 1e6;
}
