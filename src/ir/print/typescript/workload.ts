import { tensorExtent } from '../../einsum.js';
import { defaultOption, operators } from '../../graph/index.js';
import type { Affine, Einsum, GraphNode, GraphWorkload, Tensor, Workload } from '../../types.js';
import { formatFlat } from '../../json.js';
import type { Value } from '../../values.js';
import { argument, object, quoted, variables, type Writer } from './words.js';

/** A workload as the builder makes it: an expression, over several lines. */
export function printWorkload(workload: Workload, writer: Writer): readonly string[] {
  const { use } = writer;
  const name = quoted(workload.name);
  switch (workload.kind) {
    case 'model': {
      const settings = object(Object.entries(workload.settings).map(([key, value]) => [key, argument(value)]));
      const given = [name, quoted(workload.model), ...(settings === '' ? [] : [settings])];
      return [`${use('model')}(${given.join(', ')})`];
    }
    case 'einsums':
      return [
        `${use('einsums')}(`,
        `  ${name},`,
        ...workload.einsums.flatMap((each) => printEinsum(each, writer).map((line) => `  ${line}`)),
        ')',
      ];
    case 'graph':
      return printGraph(workload, writer);
  }
}

function printEinsum({ indices, output, operands }: Einsum, { use }: Writer): readonly string[] {
  const extents = new Map(indices.map(({ name, extent }) => [name, extent]));
  const access = (tensor: Tensor): string => {
    const follows = tensor.access.every((index, rank) => tensor.extents[rank] === tensorExtent(index, extents));
    const given = [
      ...[quoted(tensor.name), quoted(tensor.element), `[${tensor.access.map(printIndex).join(', ')}]`],
      ...(follows ? [] : [`[${tensor.extents.join(', ')}]`]),
    ];
    return `${use('tensor')}(${given.join(', ')})`;
  };
  const where = object(indices.map(({ name, extent }) => [name, String(extent)]));
  return [
    `${use('einsum')}(`,
    `  ${access(output)},`,
    `  [${operands.map(access).join(', ')}],`,
    `  ${where === '' ? '{}' : where},`,
    '),',
  ];
}

function printIndex({ terms, offset }: Affine): string {
  const entries = Object.entries(terms);
  const [only] = entries;
  if (entries.length === 1 && only?.[1] === 1 && offset === 0) return quoted(only[0]);
  const sum = [
    ...entries.map(([name, factor]) => [name, String(factor)] as const),
    ...(offset === 0 && entries.length > 0 ? [] : [['offset', String(offset)] as const]),
  ];
  return object(sum);
}

function printGraph({ name, tensors, nodes, outputs }: GraphWorkload, { use, taken }: Writer): readonly string[] {
  const wanted = new Set(outputs.map((each) => each.name));
  const made = new Set(nodes.map((each) => each.name));
  const all = variables(
    [...tensors, ...nodes].map((each) => each.name),
    new Set([...taken, 'g']),
  );
  const variable = (own: string): string => all.get(own) ?? own;
  const lines: (readonly [own: string | undefined, text: string])[] = [
    ...tensors.map((each) => {
      const given = [quoted(each.name), quoted(each.element), `[${each.extents.join(', ')}]`];
      return [each.name, `g.${each.role}(${given.join(', ')})`] as const;
    }),
    ...nodes.map((node) => {
      const kind = wanted.has(node.name) ? 'output' : 'let';
      return [node.name, `g.${kind}(${quoted(node.name)}, ${printNode(node, variable)})`] as const;
    }),
    ...outputs.flatMap((each) =>
      made.has(each.name) ? [] : [[undefined, `g.output(${quoted(each.name)}, ${variable(each.tensor)})`] as const],
    ),
  ];
  const used = new Set([...nodes.flatMap(({ operands }) => operands), ...outputs.flatMap(aliased(made))]);
  const body = lines.map(([own, text]) =>
    own !== undefined && used.has(own) ? `  const ${variable(own)} = ${text};` : `  ${text};`,
  );
  return [`${use('graph')}(${quoted(name)}, (g) => {`, ...body, '})'];
}

/** What an output names that is no node of its own name. */
function aliased(made: ReadonlySet<string>): (output: GraphWorkload['outputs'][number]) => readonly string[] {
  return ({ name, tensor }) => (made.has(name) ? [] : [tensor]);
}

/** `g.conv2d(x, w, { stride: 2 })`: options at their defaults are left out. */
function printNode({ operator, operands, options }: GraphNode, variable: (name: string) => string): string {
  const declared = operators.get(operator);
  const parameters = declared?.parameters ?? [];
  const tensors = parameters.filter(({ kind }) => kind === 'tensor');
  const needed = parameters.filter(({ optional }) => !optional);
  const given = operands.map(variable);
  const positional =
    declared?.variadic === true
      ? [`[${given.join(', ')}]`]
      : needed.map((each) =>
          each.kind === 'tensor' ? (given[tensors.indexOf(each)] ?? '') : argument(options[each.name] ?? nothing),
        );
  const named = parameters.flatMap((each): readonly (readonly [string, string])[] => {
    if (!each.optional) return [];
    if (each.kind === 'tensor') {
      const operand = given[tensors.indexOf(each)];
      return operand === undefined ? [] : [[each.name, operand]];
    }
    const value = options[each.name] ?? nothing;
    return formatFlat(value) === formatFlat(defaultOption(each, options) ?? nothing)
      ? []
      : [[each.name, argument(value)]];
  });
  return `g.${operator}(${[...positional, ...(named.length === 0 ? [] : [object(named)])].join(', ')})`;
}

const nothing: Value = { kind: 'int', value: 0 };
