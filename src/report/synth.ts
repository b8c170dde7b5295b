import { engineering, grouped, percent, significant } from './figures.js';
import type { Style } from './style.js';
import { table, type Column } from './table.js';

/** What `accel synth` prints: hardware in the cells of a library. */
export interface SynthesisReport {
  readonly schema: 'accel-synth/1';
  readonly design: string;
  /** Path of the block that was mapped alone; null: the whole design. */
  readonly block: string | null;
  readonly top: string;
  /** Version of Yosys. */
  readonly yosys: string;
  readonly library: { readonly name: string; readonly title: string };
  readonly flat: boolean;
  /** The period that was aimed at. */
  readonly target_s: number;
  readonly cells: number;
  readonly registers: number;
  readonly area_mm2: number;
  /** null where nothing is timed, or there are too many cells. */
  readonly longest_path: {
    readonly delay_s: number;
    readonly frequency_hz: number;
    readonly from: string;
    readonly to: string;
    readonly levels: number;
  } | null;
  /** Without the modules within them; those first. */
  readonly modules: readonly {
    readonly module: string;
    readonly count: number;
    readonly cells: number;
    readonly registers: number;
    readonly area_mm2: number;
  }[];
  readonly unmapped_memories: readonly {
    readonly module: string;
    readonly count: number;
    readonly words: number;
    readonly bits: number;
  }[];
  /** The estimator's area at the design's own node, memories included. */
  readonly estimate: { readonly node: string; readonly area_mm2: number } | null;
}

const columns: readonly Column[] = [
  { title: 'module', align: 'left' },
  { title: 'count', align: 'right' },
  { title: 'cells', align: 'right', expendable: 2 },
  { title: 'registers', align: 'right', expendable: 1 },
  { title: 'area', align: 'right' },
  { title: 'together', align: 'right' },
  { title: 'share', align: 'right' },
];

/** Area by module, the total, the longest path, what was left out, and the estimate beside it. */
export function synthesisReport(report: SynthesisReport, style: Style, width: number): readonly string[] {
  const { modules, longest_path: path, estimate, unmapped_memories: memories } = report;
  const all = modules.reduce((sum, { area_mm2, count }) => sum + area_mm2 * count, 0);
  const rows = modules
    .filter(({ cells }) => cells > 0)
    .toSorted((a, b) => b.area_mm2 * b.count - a.area_mm2 * a.count)
    .map(({ module, count, cells, registers, area_mm2 }) => ({
      cells: [
        module,
        grouped(count),
        grouped(cells),
        grouped(registers),
        squareMicrometres(area_mm2),
        squareMicrometres(area_mm2 * count),
        percent(all === 0 ? null : (area_mm2 * count) / all),
      ],
    }));
  const total = {
    cells: ['total', '', grouped(report.cells), grouped(report.registers), '', squareMicrometres(report.area_mm2)],
    style: style.bold,
  };
  const line = (name: string, text: string): string => `${style.cyan(name.padEnd(10))} ${text}`;
  const mapping = report.flat ? 'flat' : 'each module mapped once';
  return [
    `${style.bold(report.block === null ? report.design : `${report.block} of ${report.design}`)} in ${style.bold(report.library.name)} ${style.dim(`(Yosys ${report.yosys}, for ${engineering(report.target_s, 's')}, ${mapping}; nothing placed)`)}`,
    '',
    ...table(columns, rows, style, width, total),
    '',
    line('path', pathText(path, style)),
    ...(path === null ? [] : [line('from', path.from), line('to', path.to)]),
    ...memories.map(({ module, count, words, bits }) =>
      line('memory', `${grouped(count)} of ${grouped(words)} x ${bits} b in ${module}   ${style.dim('not mapped')}`),
    ),
    ...(estimate === null
      ? []
      : [
          line(
            'estimate',
            `${squareMicrometres(estimate.area_mm2)} at ${estimate.node}, with memories and what has no hardware`,
          ),
        ]),
  ];
}

function pathText(path: SynthesisReport['longest_path'], style: Style): string {
  if (path === null) return style.dim('not timed: too many cells, or none');
  return `${engineering(path.delay_s, 's')}, ${path.levels} cells: at most ${engineering(path.frequency_hz, 'Hz')}`;
}

function squareMicrometres(area_mm2: number): string {
  const area = area_mm2 * 1e6;
  return `${area >= 1000 ? grouped(Math.round(area)) : significant(area)} µm²`;
}
