/** The server on Node, over standard input and output. */
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diagnosticPage } from '../../src/workspace/node/index.js';
import { serve } from '../server/serve.js';
import { nodeFiles, pathOfUri, uriOfPath } from './files.js';

/** Serves the client on standard input and output; the process ends when the client leaves. */
export function serveStdio(version: string): void {
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), {
    files: nodeFiles,
    pathOf: pathOfUri,
    uriOf: uriOfPath,
    pageOf: (code) => pathToFileURL(diagnosticPage(code)).href,
    version,
  });
}
