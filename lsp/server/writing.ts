import type {
  ClientCapabilities,
  CompletionItem as Shown,
  Connection,
  ServerCapabilities,
} from 'vscode-languageserver';
import { completion } from '../features/completion.js';
import type { CompletionItem } from '../features/completion-item.js';
import { signatureHelp } from '../features/signature.js';
import { rangeOf } from '../text/positions.js';
import { guardOf } from './guard.js';
import { at, type At } from './names.js';
import { CompletionItemKind, InsertTextFormat, MarkupKind } from './protocol.js';
import { tableOf, type Session } from './session.js';

/** What helps while writing. */
export const writingCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: ['.', ' ', '"', '/'], resolveProvider: true },
  signatureHelpProvider: { triggerCharacters: ['(', '{', ','], retriggerCharacters: [','] },
};

const kinds: Readonly<Record<CompletionItem['kind'], CompletionItemKind>> = {
  parameter: CompletionItemKind.Property,
  let: CompletionItemKind.Variable,
  instance: CompletionItemKind.Field,
  port: CompletionItemKind.Interface,
  clock: CompletionItemKind.Event,
  loop: CompletionItemKind.Variable,
  label: CompletionItemKind.Reference,
  const: CompletionItemKind.Constant,
  function: CompletionItemKind.Function,
  enum: CompletionItemKind.Enum,
  component: CompletionItemKind.Class,
  alias: CompletionItemKind.Class,
  tensor: CompletionItemKind.Variable,
  operator: CompletionItemKind.Function,
  mapping: CompletionItemKind.Struct,
  explore: CompletionItemKind.Struct,
  workload: CompletionItemKind.Struct,
  namespace: CompletionItemKind.Module,
  broken: CompletionItemKind.Reference,
  dtype: CompletionItemKind.TypeParameter,
  measure: CompletionItemKind.Property,
  run: CompletionItemKind.Function,
  builtin: CompletionItemKind.Function,
  case: CompletionItemKind.EnumMember,
  unit: CompletionItemKind.Unit,
  type: CompletionItemKind.TypeParameter,
  file: CompletionItemKind.File,
  keyword: CompletionItemKind.Keyword,
  member: CompletionItemKind.Property,
};

/** Which item of which list it is. */
interface Listed {
  readonly list: number;
  readonly index: number;
}

/** What a client does with completions. */
export function writingClient({ textDocument }: ClientCapabilities): {
  readonly snippets: boolean;
  readonly resolvesDocumentation: boolean;
} {
  const item = textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    resolvesDocumentation: item?.resolveSupport?.properties.includes('documentation') === true,
  };
}

/** Registers completion and signature help. */
export function registerWriting(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  const listed: { number: number; items: readonly CompletionItem[] } = { number: 0, items: [] };
  connection.onCompletion(
    guard('textDocument/completion', null, (parameters) => {
      const here = at(session, parameters);
      const analysis = here && session.project.completing(here.document.path, here.offset);
      if (here === undefined || analysis === undefined) return null;
      const items = completion(analysis, here.offset, session.project.importable(here.document.path));
      // A blank asks for the unit of a number, and for nothing else.
      const blank = parameters.context?.triggerCharacter === ' ';
      const wanted = blank ? items.filter(({ kind }) => kind === 'unit') : items;
      listed.number += 1;
      listed.items = wanted;
      const data = (index: number): Listed => ({ list: listed.number, index });
      return {
        isIncomplete: false,
        items: wanted.map((item, index) => ({ ...shownItem(session, here, item), data: data(index) })),
      };
    }),
  );
  connection.onCompletionResolve((item) => {
    const { list, index } = (item.data ?? { list: -1, index: -1 }) as Listed;
    // Of a list before the last one nothing is kept; a client that resolves does so for the one that it shows.
    const found = list === listed.number ? listed.items[index] : undefined;
    return { ...item, ...markdown(found?.documentation) };
  });
  connection.onSignatureHelp(
    guard('textDocument/signatureHelp', null, (parameters) => {
      const here = at(session, parameters);
      const analysis = here && session.project.completing(here.document.path, here.offset);
      const found = here && analysis && signatureHelp(analysis, here.offset);
      if (found === undefined) return null;
      const { label, documentation, active } = found;
      const signature = {
        label,
        parameters: found.parameters.map((each) => ({ label: each.label, ...markdown(each.documentation) })),
        ...markdown(documentation),
      };
      return { signatures: [signature], activeSignature: 0, activeParameter: active ?? null };
    }),
  );
}

function markdown(text: string | undefined): { readonly documentation?: { kind: 'markdown'; value: string } } {
  return text === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: text } };
}

function shownItem(session: Session, { document, offset }: At, item: CompletionItem): Shown {
  const { text } = document.table;
  const path = item.kind === 'file';
  const written = (path ? /[^"]*$/ : item.kind === 'unit' ? /[A-Za-zµ%]*$/ : /\w*$/).exec(text.slice(0, offset));
  const range = rangeOf(document.table, { start: written?.index ?? offset, end: offset }, session.encoding);
  const snippet = session.client.snippets ? item.snippet : undefined;
  return {
    label: item.label,
    kind: kinds[item.kind],
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.from === undefined ? {} : { labelDetails: { description: item.from } }),
    ...(session.client.resolvesDocumentation ? {} : markdown(item.documentation)),
    sortText: `${item.preferred === true ? 0 : item.edits === undefined ? 1 : 2}${item.label}`,
    filterText: item.label,
    insertTextFormat: snippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    textEdit: { range, newText: snippet ?? item.insert ?? item.label },
    ...(item.edits === undefined
      ? {}
      : {
          additionalTextEdits: item.edits.map((edit) => ({
            range: rangeOf(tableOf(session, edit.file), edit, session.encoding),
            newText: edit.text,
          })),
        }),
  };
}
