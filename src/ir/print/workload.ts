import { tensorExtent } from '../einsum.js';
import { operators, shapeText } from '../graph/index.js';
import type { Affine, Einsum, GraphNode, GraphWorkload, Tensor, Workload } from '../types.js';
import { printString, printValue } from './expression.js';

/** A workload declaration without parameters. */
export function printWorkload(workload: Workload): readonly string[] {
  const body =
    workload.kind === 'graph'
      ? printGraph(workload)
      : workload.kind === 'einsums'
        ? workload.einsums.flatMap(printEinsum)
        : [
            `model ${printString(workload.model)};`,
            ...Object.entries(workload.settings).map(([name, value]) => `${name} = ${printValue(value)};`),
          ];
  return [`workload ${workload.name} {`, ...body.map((line) => `  ${line}`), '}'];
}

function printGraph({ tensors, nodes, outputs }: GraphWorkload): readonly string[] {
  const wanted = new Set(outputs.map(({ name }) => name));
  const made = new Set(nodes.map(({ name }) => name));
  return [
    ...tensors.map((tensor) => `${tensor.role} ${tensor.name}: ${shapeText(tensor)};`),
    ...nodes.map((node) => `${wanted.has(node.name) ? 'output' : 'let'} ${node.name} = ${printNode(node)};`),
    ...outputs.flatMap(({ name, tensor }) => (made.has(name) ? [] : [`output ${name} = ${tensor};`])),
  ];
}

/** `conv2d(x, w, stride: 2)`: options at their defaults are left out. */
function printNode({ operator, operands, options }: GraphNode): string {
  const parameters = operators.get(operator)?.parameters ?? [];
  const given = Object.entries(options).flatMap(([name, value]) => {
    const otherwise = parameters.find((each) => each.name === name)?.default;
    const usual = typeof otherwise === 'string' ? options[otherwise] : { kind: 'int', value: otherwise };
    return usual?.kind === 'int' && value.kind === 'int' && usual.value === value.value
      ? []
      : [`${name}: ${printValue(value)}`];
  });
  return `${operator}(${[...operands, ...given].join(', ')})`;
}

function printEinsum(einsum: Einsum): readonly string[] {
  const extents = new Map(einsum.indices.map(({ name, extent }) => [name, extent]));
  const bindings = einsum.indices.map(({ name, extent }) => `${name} = ${extent}`);
  const stated = new Map<string, string>();
  for (const tensor of [einsum.output, ...einsum.operands]) {
    if (!followsFromIndices(tensor, extents))
      stated.set(tensor.name, `${tensor.name} = [${tensor.extents.join(', ')}]`);
  }
  const where = [...bindings, ...stated.values()];
  const product = einsum.operands.map(printTensor).join(' * ');
  return [
    `einsum ${printTensor(einsum.output)} += ${product}${where.length === 0 ? ';' : ''}`,
    ...(where.length === 0 ? [] : [`  where ${where.join(', ')};`]),
  ];
}

/** Whether each extent is the largest index plus one, as it is where nothing states it. */
function followsFromIndices(tensor: Tensor, extents: ReadonlyMap<string, number>): boolean {
  return tensor.access.every((index, rank) => tensor.extents[rank] === tensorExtent(index, extents));
}

function printTensor(tensor: Tensor): string {
  return `${tensor.name}: ${tensor.element}[${tensor.access.map(printAffine).join(', ')}]`;
}

function printAffine({ terms, offset }: Affine): string {
  const signed = [
    ...Object.entries(terms).map(
      ([name, factor]) => [factor, Math.abs(factor) === 1 ? name : `${Math.abs(factor)} * ${name}`] as const,
    ),
    ...(offset === 0 && Object.keys(terms).length > 0 ? [] : [[offset, String(Math.abs(offset))] as const]),
  ];
  return signed
    .map(([sign, text], i) => (i === 0 ? (sign < 0 ? `-${text}` : text) : `${sign < 0 ? '-' : '+'} ${text}`))
    .join(' ');
}
