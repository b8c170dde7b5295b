import { dimensionName, formatExact, isDimensionless, unitFormula } from '../../units/index.js';
import type { Block, Design, External, PortType } from '../types.js';
import type { Value } from '../values.js';
import { printString, printValue } from './expression.js';

/** The blocks of the user's own that the text declares itself, and what it says of them. */
export interface OwnBlocks {
  readonly names: ReadonlySet<string>;
  readonly sections: readonly (readonly string[])[];
}

/**
 * Declarations of the user's own blocks: `extern component`s whose parameters take the values that the design has. What differs
 * between those of one name is a choice by the parameters. Left out are blocks whose code stands beside their declaration, whose
 * name is another's too, and those of one name that one declaration cannot say.
 */
export function printOwnBlocks(design: Design): OwnBlocks {
  const taken = otherNames(design);
  const variants = new Map<string, Block[]>();
  for (const block of design.blocks) {
    if (block.external === undefined) continue;
    variants.set(block.name, [...(variants.get(block.name) ?? []), block]);
  }
  const written = [...variants.values()].filter((blocks) => isOneDeclaration(blocks) && !isTaken(blocks, taken));
  const enums = [...enumsOf(written.flat())].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    names: new Set(written.flatMap(([first]) => (first === undefined ? [] : [first.name]))),
    sections: [
      ...enums.map(([name, cases]) => [`enum ${name} { ${[...cases].toSorted().join(', ')} }`]),
      ...written.map(printDeclaration),
    ],
  };
}

/** Names of the text that are not those of the user's blocks: what is declared, imported, or a member that would hide them. */
function otherNames({ process, modules, workloads, blocks }: Design): ReadonlySet<string> {
  const library = blocks.filter(({ external }) => external === undefined);
  const members = modules.flatMap(({ ports, instances }) => [...ports, ...instances]);
  const named = [...modules, ...workloads, ...library, ...members].map(({ name }) => name);
  return new Set([process.node, ...modules.flatMap(({ clocks }) => clocks), ...named]);
}

function isTaken(blocks: readonly Block[], taken: ReadonlySet<string>): boolean {
  return blocks.some(({ name }) => taken.has(name)) || [...enumsOf(blocks).keys()].some((name) => taken.has(name));
}

/** Whether the blocks differ in nothing but what a choice by a parameter can say. */
function isOneDeclaration(blocks: readonly Block[]): boolean {
  const forms = blocks.map(({ parameters, clocks, ports, derived, external }) =>
    JSON.stringify([
      Object.entries(parameters).map(([name, value]) => [name, typeOf(value)]),
      clocks,
      ports.map(({ name, direction, type, shape }) => [name, direction, type.kind, shape.length]),
      Object.keys(derived),
      [external?.code, external?.verilog?.files, external?.verilog?.module],
      amounts.map(({ of }) => external && of(external) === null),
    ]),
  );
  return new Set(forms).size === 1 && blocks.every(({ external }) => external?.code === null);
}

/** The enums of values of the blocks, with the cases that occur. */
function enumsOf(blocks: readonly Block[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (value: Value): void => {
    if (value.kind === 'list') value.elements.forEach(add);
    if (value.kind === 'case') found.set(value.enum, (found.get(value.enum) ?? new Set()).add(value.name));
  };
  for (const { parameters, derived } of blocks) [...Object.values(parameters), ...Object.values(derived)].forEach(add);
  return found;
}

const watt = { J: 1, s: -1 };
const amounts: readonly {
  readonly name: string;
  readonly of: (external: External) => number | null;
  readonly text: (amount: number) => string;
}[] = [
  { name: 'area', of: ({ area_m2 }) => area_m2, text: (amount) => formatExact(amount, { m: 2 }) },
  { name: 'power', of: ({ power_w }) => power_w, text: (amount) => formatExact(amount, watt) },
  { name: 'leakage', of: ({ leakage_w }) => leakage_w, text: (amount) => formatExact(amount, watt) },
];

function printDeclaration(blocks: readonly Block[]): readonly string[] {
  const [first] = blocks;
  if (first === undefined) return [];
  const each = (textOf: (block: Block) => string): string => choice(blocks, blocks.map(textOf));
  const parameters = Object.entries(first.parameters).map(([name, value]) => `${name}: ${typeOf(value)}`);
  const { verilog = null } = first.external ?? {};
  const lines = [
    ...(verilog === null ? [] : [`verilog = [${verilog.files.map(printString).join(', ')}];`]),
    ...(verilog === null ? [] : [`module = ${printString(verilog.module)};`]),
    ...amounts.flatMap(({ name, of, text }) => {
      const isStated = first.external !== undefined && of(first.external) !== null;
      return isStated ? [`${name} = ${each(({ external }) => text((external && of(external)) ?? 0))};`] : [];
    }),
    ...first.clocks.filter((clock) => clock !== 'clk').map((clock) => `clock in ${clock};`),
    ...first.ports.map(({ name, direction, type, shape }, p) => {
      const parts = partsOf(type).map((_, i) => each((block) => partsOf(block.ports[p]?.type ?? type)[i] ?? ''));
      const sizes = shape.map((_, d) => each((block) => String(block.ports[p]?.shape[d] ?? 1)));
      const given = parts.length === 0 ? '' : `<${parts.join(', ')}>`;
      return `port ${direction} ${name}: ${type.kind}${given}${sizes.length === 0 ? '' : `[${sizes.join(', ')}]`};`;
    }),
    ...Object.keys(first.derived).map((name) => {
      const values = blocks.flatMap(({ derived }) => derived[name] ?? []);
      return `let ${name}${letType(values)} = ${choice(blocks, values.map(printValue))};`;
    }),
  ];
  const open = `extern component ${first.name}${parameters.length === 0 ? '' : `(${parameters.join(', ')})`} {`;
  return [open, ...lines.map((line) => `  ${line}`), '}'];
}

/** A text of each block as one: the text, or a choice by the parameters. */
function choice(blocks: readonly Block[], texts: readonly string[]): string {
  if (new Set(texts).size === 1) return texts[0] ?? '';
  const names = Object.keys(blocks[0]?.parameters ?? {});
  const differing = names.filter((name) => new Set(blocks.map((block) => valueText(block, name))).size > 1);
  const arms = blocks.slice(0, -1).map((block, i) => {
    const condition = differing.map((name) => `${name} == ${valueText(block, name)}`).join(' && ');
    return `${condition} ? ${texts[i] ?? ''} : `;
  });
  return `(${arms.join('')}${texts.at(-1) ?? ''})`;
}

function valueText(block: Block, parameter: string): string {
  const value = block.parameters[parameter];
  return value === undefined ? '' : printValue(value);
}

/** What stands in the `< >` of a type of ports. */
function partsOf(type: PortType): readonly string[] {
  switch (type.kind) {
    case 'stream':
      return [type.element, String(type.count)];
    case 'memory':
      return [type.element, String(type.count), formatExact(type.size_bits, { b: 1 })];
    case 'axi':
      return [String(type.data_bits), String(type.address_bits)];
    case 'lanes':
    case 'wires':
      return [String(type.count)];
    default:
      return [];
  }
}

/** The type of a parameter that takes the value. */
function typeOf(value: Value): string {
  switch (value.kind) {
    case 'quantity': {
      if (isDimensionless(value.dimension)) return 'real';
      const name = dimensionName(value.dimension);
      const formula = unitFormula(value.dimension);
      return name === formula ? `{${formula}}` : name;
    }
    case 'case':
      return value.enum;
    case 'list': {
      const [element] = value.elements;
      return `[${element === undefined ? 'int' : typeOf(element)}]`;
    }
    default:
      return value.kind;
  }
}

/** Cases and lists say what they are of. */
function letType(values: readonly Value[]): string {
  const value = values.find((each) => each.kind === 'list' && each.elements.length > 0) ?? values[0];
  return value?.kind === 'case' || value?.kind === 'list' ? `: ${typeOf(value)}` : '';
}
