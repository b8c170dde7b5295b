import { diagnostic, shown, type Diagnostic } from '../../diagnostics/index.js';
import { elementsOf, listNames, printWorkload, type GraphWorkload } from '../../ir/index.js';
import { largestDimension } from '../parse.js';
import { isParameter } from './data.js';
import type { OnnxGraph } from './model.js';
import { joinPieces } from './pieces.js';
import { identifierOf } from './names.js';
import { readOnnx } from './read.js';
import { extentsWith, symbolsOf } from './symbols.js';
import { walkGraph, type LeftOperators } from './walk.js';

export type { LeftOperators } from './walk.js';

/** What an ONNX model becomes. */
export interface ImportedOnnx {
  readonly producer: string;
  readonly opset: number;
  readonly workload: string;
  /** Elements of all initializers that are data of the model, and not shapes or indices. */
  readonly parameters: number;
  /** Elements of the weights that the workload has: without those that go into others, and with those that the model makes itself. */
  readonly weights: number;
  /** Extents that the model leaves open, with the values that have been given. */
  readonly extents: Readonly<Record<string, number>>;
  readonly not_modelled: readonly LeftOperators[];
  readonly graph: GraphWorkload;
  /** The workload in the language, before formatting. */
  readonly text: string;
}

export interface OnnxOptions {
  /** The name of the workload; that of the file where it is left out. */
  readonly name?: string;
  /** Values of the extents that the model leaves open. */
  readonly extents?: ReadonlyMap<string, number>;
}

/** As `importOnnx` of the folder above. */
export function readWorkload(
  bytes: Uint8Array,
  path: string,
  options: OnnxOptions = {},
): readonly [ImportedOnnx | undefined, readonly Diagnostic[]] {
  const model = readOnnx(bytes);
  if (typeof model === 'string') {
    const help = 'name a file that an exporter of ONNX has written';
    return [undefined, [diagnostic('E717', undefined, { path, why: model }, { help })]];
  }
  const { opset, producer } = model;
  const graph = joinPieces(model.graph);
  const given = options.extents ?? new Map<string, number>();
  const wrong = settingMistakes(graph, path, given);
  if (wrong.length > 0) return [undefined, wrong];
  const name = options.name ?? identifierOf(path.replace(/^.*[\\/]|\.onnx$/gi, ''));
  const walked = walkGraph(graph, { name, opset, extentsOf: extentsWith(given) });
  if ('why' in walked) {
    const { node, why, help } = walked;
    return [undefined, [diagnostic('E719', undefined, { path, node, why }, { help })]];
  }
  const facts = {
    producer: shown(producer),
    opset,
    workload: name,
    parameters: parametersOf(graph),
    weights: weightsOf(walked.graph),
    extents: Object.fromEntries([...given].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    not_modelled: walked.left,
  };
  return [{ ...facts, graph: walked.graph, text: textOf(facts, walked.graph) }, []];
}

/** E718 of extents that are not given, and of what is given and is none. */
function settingMistakes(graph: OnnxGraph, path: string, given: ReadonlyMap<string, number>): readonly Diagnostic[] {
  const symbols = symbolsOf(graph);
  const names = symbols.map(({ name }) => name);
  const missing = symbols.filter(({ name }) => !given.has(name));
  const tell = (name: string, why: string, help: string): Diagnostic =>
    diagnostic('E718', undefined, { path, name: shown(name), why }, { help });
  return [
    ...missing.map(({ name, at }) =>
      tell(
        name,
        `it is ${shown(at)} and left open`,
        `write --set ${shown(name)}=1, or ${shown(name)}=1 behind the colon of --workload`,
      ),
    ),
    ...[...given].flatMap(([name, value]) => {
      if (!names.includes(name)) {
        const known =
          names.length === 0
            ? 'it leaves no extent open'
            : `it leaves open ${listNames(names.map((each) => shown(each)))}`;
        return [tell(name, 'the model has no such extent', known)];
      }
      if (Number.isInteger(value) && value >= 1 && value <= largestDimension) return [];
      return [tell(name, `it is ${value}`, `give it a whole number in 1 ..= ${largestDimension}`)];
    }),
  ];
}

function weightsOf({ tensors }: GraphWorkload): number {
  return tensors.reduce((sum, tensor) => sum + (tensor.role === 'weight' ? elementsOf(tensor) : 0), 0);
}

/** Each initializer once, those of branches too. */
function parametersOf({ initializers, nodes }: OnnxGraph): number {
  const own = initializers
    .filter(({ type }) => isParameter(type))
    .reduce((sum, { extents }) => sum + extents.reduce((product, extent) => product * extent, 1), 0);
  const within = nodes.flatMap(({ attributes }) =>
    [...attributes.values()].flatMap((each) => (each.kind === 'graph' ? [each.value] : [])),
  );
  return within.reduce((sum, graph) => sum + parametersOf(graph), own);
}

function textOf(facts: Omit<ImportedOnnx, 'graph' | 'text'>, graph: GraphWorkload): string {
  const { producer, opset, parameters, extents, not_modelled } = facts;
  const set = Object.entries(extents).map(([name, value]) => `${name} = ${value}`);
  const head = [
    `// From an ONNX model${producer === '' ? '' : ` of ${producer}`}, operators of version ${opset}: ${parameters} parameters.`,
    ...(set.length === 0 ? [] : [`// With ${set.join(', ')}.`]),
    ...not_modelled.map(({ operator, why, nodes }) => `// Not modelled: ${nodes.length} x ${operator} (${why}).`),
  ];
  const [first = '', ...lines] = printWorkload(graph);
  return `${[...head, '', `export ${first}`, ...lines].join('\n')}\n`;
}
