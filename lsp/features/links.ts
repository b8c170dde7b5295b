import { importPath } from '../../src/language/index.js';
import { visit, type Expression, type Node, type StringLiteral } from '../../src/syntax/index.js';
import type { Analysis } from '../analysis.js';

/** A piece of a source that names a file. */
export interface Link {
  readonly start: number;
  readonly end: number;
  /** As in spans. */
  readonly file: string;
}

/** The files that a source names: of its imports, and of models and Verilog that lie beside it. */
export function links({ program, path }: Analysis): readonly Link[] {
  const found: Link[] = [];
  visit(program.entry.tree, (node) => {
    const named = fileNamed(node);
    if (named === undefined) return;
    const { literal, isImport } = named;
    const file = importPath(path, isImport || literal.value.startsWith('.') ? literal.value : `./${literal.value}`);
    if (file === undefined || (isImport && !program.modules.has(file))) return;
    // Without the quotation marks.
    found.push({ start: literal.start + 1, end: literal.end - 1, file });
  });
  return found;
}

function fileNamed(node: Node): { readonly literal: StringLiteral; readonly isImport: boolean } | undefined {
  switch (node.kind) {
    case 'ImportDeclaration':
    case 'ReexportDeclaration':
      return { literal: node.from, isImport: true };
    case 'ModelStatement':
      return namesFile(node.model) ? { literal: node.model, isImport: false } : undefined;
    case 'SettingStatement':
      return node.name.name === 'verilog' && namesFile(node.value)
        ? { literal: node.value, isImport: false }
        : undefined;
    default:
      return undefined;
  }
}

/** A model that comes with the program has no file; nothing absolute is linked. */
function namesFile(node: Expression): node is StringLiteral {
  return node.kind === 'StringLiteral' && /^(?!\/)[^:]*\.(?:json|onnx|s?v)$/.test(node.value);
}
