import { dtypeWidth } from '../../src/ir/index.js';
import { describeEntity, type Entity, type Program } from '../../src/language/index.js';
import { describe, signatureOf } from '../names/describe.js';
import type { Edit } from './rename.js';

/** One thing that could stand at a place. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: Entity['kind'] | 'case' | 'unit' | 'type' | 'file' | 'keyword' | 'member';
  /** How it is declared, in a line. */
  readonly detail?: string;
  readonly documentation?: string;
  /** What is written where it is more than the label. */
  readonly insert?: string;
  /** Fits best here: comes first. */
  readonly preferred?: boolean;
  /** What has to change elsewhere: an import. */
  readonly edits?: readonly Edit[];
}

/** What entities of a program look like in a list. */
export function itemOf(program: Program, label: string, entity: Entity): CompletionItem {
  const { documentation } = documented(entity);
  const base = { label, kind: entity.kind, ...(documentation === undefined ? {} : { documentation }) };
  switch (entity.kind) {
    case 'dtype':
      return { ...base, detail: `${dtypeWidth(entity.name) ?? 0} b wide` };
    case 'measure':
    case 'run':
    case 'operator':
    case 'builtin': {
      const { signature, documentation: text } = describe(program, entity);
      return { ...base, detail: signature, ...(text === undefined ? {} : { documentation: text }) };
    }
    case 'namespace':
    case 'broken':
    case 'label':
      return { ...base, detail: describeEntity(entity) };
    default:
      return { ...base, detail: signatureOf(program, entity).replace(/\s+/g, ' ') };
  }
}

function documented(entity: Entity): { readonly documentation: string | undefined } {
  const node = 'node' in entity ? entity.node : undefined;
  return { documentation: node !== undefined && 'doc' in node ? node.doc?.text : undefined };
}
