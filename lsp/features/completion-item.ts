import { dtypeWidth } from '../../src/ir/index.js';
import { describeEntity, type Entity, type Program } from '../../src/language/index.js';
import type { Parameter } from '../../src/syntax/index.js';
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
  /** The same with places to fill in, as the protocol writes them: `Sram { capacity: $1 }`. */
  readonly snippet?: string;
  /** The module that it is imported from. */
  readonly from?: string;
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
    case 'component':
    case 'workload': {
      // The list shows a line; its parameters stand in the documentation.
      const signature = signatureOf(program, entity);
      const block = `\`\`\`accel\n${signature}\n\`\`\``;
      return {
        ...base,
        detail: signature.replace(/\([^]*$/, ''),
        documentation: documentation === undefined ? block : `${block}\n\n${documentation}`,
      };
    }
    default:
      return { ...base, detail: signatureOf(program, entity).replace(/\s+/g, ' ') };
  }
}

/** A component with the arguments that it needs, a function with those that it has no default for: `$1` is filled in first. */
export function snippetOf(program: Program, label: string, entity: Entity): string | undefined {
  switch (entity.kind) {
    case 'component': {
      const needed = neededBy(entity.node.parameters).map((name, index) => `${name}: $${index + 1}`);
      return needed.length === 0 ? undefined : `${label} { ${needed.join(', ')} }`;
    }
    case 'function':
      return callOf(label, neededBy(entity.node.parameters));
    case 'builtin':
    case 'operator': {
      const names = /\((.*)\)/.exec(describe(program, entity).signature)?.[1]?.split(', ') ?? [];
      return callOf(
        label,
        names.filter((name) => /^\w+$/.test(name)),
      );
    }
    default:
      return undefined;
  }
}

function neededBy(parameters: readonly Parameter[]): readonly string[] {
  return parameters.filter((each) => each.default === undefined).map(({ name }) => name.name);
}

function callOf(label: string, names: readonly string[]): string {
  return `${label}(${names.length === 0 ? '$1' : names.map((name, index) => `\${${index + 1}:${name}}`).join(', ')})`;
}

function documented(entity: Entity): { readonly documentation: string | undefined } {
  const node = 'node' in entity ? entity.node : undefined;
  return { documentation: node !== undefined && 'doc' in node ? node.doc?.text : undefined };
}
