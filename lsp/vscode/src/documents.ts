import { commands, EventEmitter, languages, Uri, ViewColumn, window, workspace, type Disposable } from 'vscode';

const scheme = 'accel-report';

/** Read-only documents beside the source: what a report is shown in. */
export interface Documents extends Disposable {
  /** Shows a text under a title; Markdown as its preview. A later text of the same title takes its place. */
  readonly show: (title: string, text: string, language: 'plaintext' | 'accel' | 'markdown') => Promise<void>;
}

/** The documents of the extension. */
export function createDocuments(): Documents {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  return {
    show: async (title, text, language) => {
      const uri = Uri.from({ scheme, path: language === 'markdown' ? `/${title}.md` : `/${title}` });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      if (language === 'markdown') {
        await commands.executeCommand('markdown.showPreviewToSide', uri);
        return;
      }
      const document = await workspace.openTextDocument(uri);
      await languages.setTextDocumentLanguage(document, language);
      await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
    },
    dispose: () => {
      provider.dispose();
      changed.dispose();
    },
  };
}
