/** The wire between Monaco's own client and the server in a worker, on which the page speaks as well. */
import type { lsp } from 'monaco-editor';

/** The worker, as far as the wire needs it. */
export interface Port {
  addEventListener(event: 'message', listener: (event: { readonly data: lsp.Message }) => void): void;
  postMessage(message: lsp.Message): void;
}

export interface Wire {
  /** What Monaco's client is given. */
  readonly transport: lsp.Transport;
  readonly notify: (method: string, params: object) => void;
  readonly request: (method: string, params: object) => Promise<unknown>;
  /** Milliseconds since a message came or went. */
  readonly quiet: () => number;
}

type Listener = (message: lsp.Message) => void;

/**
 * Monaco's client does not ask for lenses again when the server says so; the page does, so it says in the client's stead that it
 * can, and `refreshLenses` is called whenever it should.
 */
export function createWire(port: Port, refreshLenses: () => void): Wire {
  const answers = new Map<string, (result: unknown) => void>();
  const early: lsp.Message[] = [];
  let listener: Listener | undefined;
  let last_ms = performance.now();
  let asked = 0;
  const send = (message: lsp.Message): void => {
    last_ms = performance.now();
    port.postMessage(message);
  };
  port.addEventListener('message', ({ data }) => {
    last_ms = performance.now();
    const own = typeof data.id === 'string' ? answers.get(data.id) : undefined;
    if (own !== undefined) own(data.result);
    else if (data.method === 'workspace/codeLens/refresh') {
      send({ jsonrpc: '2.0', id: data.id ?? null, result: null });
      refreshLenses();
    } else if (listener === undefined) early.push(data);
    else listener(data);
  });
  const transport: lsp.Transport = {
    state: { value: { state: 'open' }, onChange: () => ({ dispose: () => undefined }) },
    send: async (message) => send(message.method === 'initialize' ? withLenses(message) : message),
    setListener: (given) => {
      listener = given;
      if (given !== undefined) for (const message of early.splice(0)) given(message);
    },
    log: () => transport,
    toString: () => 'worker',
  };
  return {
    transport,
    notify: (method, params) => send({ jsonrpc: '2.0', method, params }),
    request: (method, params) =>
      new Promise((resolve) => {
        asked += 1;
        const id = `page:${asked}`;
        answers.set(id, resolve);
        send({ jsonrpc: '2.0', id, method, params });
      }),
    quiet: () => performance.now() - last_ms,
  };
}

interface Initialize {
  readonly capabilities?: { readonly workspace?: object };
}

function withLenses(message: lsp.Message): lsp.Message {
  const params: Initialize = message.params ?? {};
  const workspace = { ...params.capabilities?.workspace, codeLens: { refreshSupport: true } };
  return { ...message, params: { ...params, capabilities: { ...params.capabilities, workspace } } };
}
