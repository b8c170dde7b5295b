import { builtins, dtypeWidth, formatValue, type Measure, type Run } from '../../src/ir/index.js';
import {
  describeEntity,
  knownValue,
  tensorShape,
  typeText,
  type Entity,
  type Program,
} from '../../src/language/index.js';
import type { Doc, NodeBase, Parameter } from '../../src/syntax/index.js';
import type { Target } from './occurrences.js';

/** What an editor shows of a name. */
export interface Description {
  /** A line or a few of the language: how it is declared. */
  readonly signature: string;
  /** What it is, and of what. */
  readonly what: string;
  /** Its value, where it has one before the estimate. */
  readonly value?: string;
  /** Its `///` comment. */
  readonly documentation?: string;
}

const measureTexts: Readonly<Record<Measure | Run, string>> = {
  area: 'Area of the design or the instance.',
  tdp: 'Power of a design that is busy all the time.',
  power_peak: 'The greatest power there can be.',
  leakage: 'Power of a design that does nothing.',
  cost: 'What making one costs.',
  peak: 'Operations a second of a number type, with every unit busy.',
  throughput: 'How much of a workload is done in a second.',
  latency: 'Time that a workload takes.',
  energy: 'Energy that a workload takes.',
  energy_per_token: 'Energy of one token of a language model.',
  utilization: 'Share of the peak that a workload reaches.',
  cycles: 'Clock cycles that a workload takes.',
};

/** Describes what a word means. */
export function describeTarget(program: Program, target: Target): Description {
  if (target.kind === 'entity') return describe(program, target.entity);
  const node = target.entity.node?.cases.find(({ name }) => name.name === target.name);
  return {
    signature: `.${target.name}`,
    what: `case of \`${target.entity.name}\``,
    ...documented(node?.doc),
  };
}

/** Describes something declared, or something that every file knows. */
export function describe(program: Program, entity: Entity): Description {
  const what = describeEntity(entity).replace(/^an? |^the /, '');
  switch (entity.kind) {
    case 'dtype': {
      const value = `${dtypeWidth(entity.name) ?? 0} b wide`;
      return { signature: entity.name, what, value };
    }
    case 'measure':
    case 'run':
      return {
        signature: entity.kind === 'run' ? `${entity.name}(workload)` : entity.name,
        what: `${what}, known after the estimate`,
        documentation: measureTexts[entity.name],
      };
    case 'builtin': {
      const found = builtins.get(entity.name);
      return { signature: found?.signature ?? entity.name, what, documentation: found?.doc ?? '' };
    }
    case 'operator':
      return { signature: entity.operator.signature, what, documentation: entity.operator.doc };
    case 'broken':
      return { signature: entity.name, what };
    case 'namespace':
      return { signature: `import * as ${entity.name}`, what: `${what} with ${[...entity.exports.keys()].join(', ')}` };
    default: {
      const shape = entity.kind === 'tensor' ? tensorShape(program, entity) : undefined;
      const value = shape === undefined ? knownValue(program, entity) : undefined;
      return {
        signature: signatureOf(program, entity),
        what: `${what}${stageOf(program, entity)}${placeOf(entity)}`,
        ...(shape !== undefined ? { value: shape } : value === undefined ? {} : { value: formatValue(value) }),
        ...documented(entity.node !== undefined && 'doc' in entity.node ? entity.node.doc : undefined),
      };
    }
  }
}

type Declared = Extract<Entity, { readonly at: NodeBase }>;

function documented(doc: Doc | undefined): { readonly documentation?: string } {
  return doc === undefined ? {} : { documentation: doc.text };
}

function placeOf(entity: Declared): string {
  const module = /^std:(\w+)\.accel$/.exec(entity.file)?.[1];
  return module === undefined ? '' : ` in \`std/${module}\``;
}

function stageOf({ facts }: Program, entity: Declared): string {
  if (entity.kind !== 'let' || entity.node.kind === 'LetSignature') return '';
  return facts.checked.get(entity.node.value)?.late === true ? ', known after the estimate' : '';
}

/** How something is declared, without its body. */
export function signatureOf(program: Program, entity: Declared): string {
  const source = (node: NodeBase): string => sourceOf(program, entity.file, node);
  switch (entity.kind) {
    case 'parameter':
      return source(entity.node).replace(/^\/\/\/.*?\n\s*/gm, '');
    case 'let':
    case 'const':
      return `${entity.kind} ${entity.name}: ${typeOfValue(program, entity)}`;
    case 'enum':
      return `enum ${entity.name} { ${entity.cases.join(', ')} }`;
    case 'tensor':
      return source(entity.node).replace(/;$/, '');
    case 'mapping':
      return `mapping ${entity.name} for ${source(entity.node.workload)} on ${source(entity.node.design)}`;
    case 'explore':
      return `explore ${entity.name} for ${source(entity.node.design)}`;
    case 'alias':
      return source(entity.node)
        .replace(/^(?:\/\/\/.*\n\s*)*(?:export )?/, '')
        .replace(/;$/, '');
    case 'component': {
      const { flavour } = entity.node;
      const word = flavour === 'extern' ? 'extern component' : flavour;
      if (flavour === 'interface') return `interface ${entity.name}`;
      return `${word} ${entity.name}(${parameterList(program, entity.file, entity.node.parameters)})`;
    }
    case 'workload':
      return `workload ${entity.name}(${parameterList(program, entity.file, entity.node.parameters)})`;
    case 'function': {
      const { result, parameters } = entity.node;
      return `fn ${entity.name}(${parameterList(program, entity.file, parameters)})${result === undefined ? '' : `: ${source(result)}`}`;
    }
    case 'instance': {
      const { component, shape } = entity.node;
      const array = shape.length === 0 ? '' : `[${shape.map(source).join(', ')}]`;
      return `${entity.name}: ${source(component)}${array}`;
    }
    case 'loop':
      return `for ${entity.name} in ${source(entity.node.over)}`;
    case 'label':
    case 'namespace':
    case 'broken':
      return entity.name;
    case 'clock':
      return entity.node === undefined ? 'clock clk' : source(entity.node).replace(/;$/, '');
    case 'port':
      return source(entity.node).replace(/;$/, '');
  }
}

function typeOfValue(program: Program, entity: Extract<Entity, { kind: 'let' | 'const' }>): string {
  const { node } = entity;
  const { facts } = program;
  const declared = node.type === undefined ? undefined : facts.types.get(node.type);
  const found = node.kind === 'LetSignature' ? undefined : facts.checked.get(node.value)?.type;
  const type = declared ?? found ?? { kind: 'unknown' };
  return type.kind === 'tensor' ? (tensorShape(program, entity) ?? 'tensor') : typeText(type);
}

const widest = 80;

function parameterList(program: Program, file: string, parameters: readonly Parameter[]): string {
  const texts = parameters.map((each) => sourceOf(program, file, { start: each.name.start, end: each.end }));
  const line = texts.join(', ');
  return line.length <= widest ? line : `\n  ${texts.join(',\n  ')},\n`;
}

/** A stretch of a source on one line. */
export function sourceOf({ texts }: Program, file: string, { start, end }: NodeBase): string {
  return (texts.get(file) ?? '').slice(start, end).replace(/\s+/g, ' ').trim();
}
