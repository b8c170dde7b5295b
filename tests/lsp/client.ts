import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../support/program.js';

/** A message of JSON-RPC, as far as the tests look into it. */
export interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A plain client of the built server: it knows the framing of JSON-RPC and nothing of the protocol. */
export interface Client {
  readonly request: (method: string, params?: unknown) => Promise<Message>;
  /** Sends a request without waiting; gives its number. */
  readonly send: (method: string, params?: unknown) => number;
  readonly notify: (method: string, params?: unknown) => void;
  readonly answer: (id: number) => Promise<Message>;
  /** The next notification of that method that holds, those before the call included. */
  readonly told: (method: string, holds?: (params: never) => boolean) => Promise<never>;
  /** What `work` sends arrives together. */
  readonly together: <R>(work: () => R) => R;
  /** Sends bytes as they are. */
  readonly raw: (text: string) => void;
  /** Ends the input, as a client does that is gone. */
  readonly vanish: () => void;
  readonly exited: Promise<number | null>;
}

/** Starts `accel lsp --stdio`, of the built program or of another one, and speaks to it. */
export function startClient(program = join(packageRoot, 'bin/accel')): Client {
  const server = spawn(process.execPath, [program, 'lsp', '--stdio']);
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  readMessages(server, (message) => {
    messages.push(message);
    // Requests of the server (registrations) are agreed to.
    if (message.id !== undefined && message.method !== undefined) write(server, { id: message.id, result: null });
    for (const look of waiting) look();
  });
  const find = (wanted: (message: Message) => boolean, take: boolean): Promise<Message> =>
    new Promise((resolve) => {
      const look = (): void => {
        const index = messages.findIndex(wanted);
        const found = messages[index];
        if (found === undefined) return;
        if (take) messages.splice(index, 1);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  let last = 0;
  const send: Client['send'] = (method, params) => {
    last += 1;
    write(server, { id: last, method, params });
    return last;
  };
  const answer: Client['answer'] = (id) => find((each) => each.id === id && each.method === undefined, true);
  return {
    send,
    answer,
    request: (method, params) => answer(send(method, params)),
    notify: (method, params) => write(server, { method, params }),
    told: async (method, holds = () => true) =>
      (await find((each) => each.method === method && holds(each.params as never), true)).params as never,
    together: (work) => {
      server.stdin.cork();
      try {
        return work();
      } finally {
        server.stdin.uncork();
      }
    },
    raw: (text) => server.stdin.write(text),
    vanish: () => server.stdin.end(),
    exited: new Promise((resolve) => server.on('exit', resolve)),
  };
}

function write(server: ChildProcessWithoutNullStreams, message: object): void {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function readMessages(server: ChildProcessWithoutNullStreams, take: (message: Message) => void): void {
  let rest = Buffer.alloc(0);
  server.stdout.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/.exec(rest.subarray(0, Math.max(0, head)).toString())?.[1];
      if (head < 0 || length === undefined || rest.length < head + 4 + Number(length)) return;
      const end = head + 4 + Number(length);
      take(JSON.parse(rest.subarray(head + 4, end).toString()) as Message);
      rest = rest.subarray(end);
    }
  });
}
