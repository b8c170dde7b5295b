import { formatQuantity } from '../units/index.js';
import { loopsLines, sureLine } from './array/explain.js';
import type {
  ComponentEnergy,
  Estimate,
  Limit,
  MappingEstimate,
  OperationEstimate,
  TrafficEstimate,
  WavesEstimate,
} from './types.js';

/**
 * Why an operation's row says what it says, a line each: its work, what limits it and by how much, how it is mapped, its
 * traffic, where its energy goes, how sure it is. Undefined for a name that is no row's.
 */
export function explainOperation(estimate: Estimate, name: string): readonly string[] | undefined {
  const row = estimate.operations.find((operation) => operation.name === name);
  if (row === undefined) return undefined;
  const { fused_into: fused } = row;
  if (fused !== null)
    return [
      `${row.name}: ${row.kind}, ${row.shape}${row.repeat === 1 ? '' : `, ${row.repeat} times`}`,
      `done by the stores of ${fused.join(', ')}, as their core requantises: its time and energy are in ${fused.length === 1 ? 'that row' : 'those rows'}`,
      assuranceLine(row, estimate),
    ];
  return [
    `${row.name}: ${row.kind}, ${row.shape}${row.repeat === 1 ? '' : `, ${row.repeat} times`}`,
    workLine(row),
    limitLine(row),
    ...nextLine(row),
    ...mappingLines(row),
    ...groupLines(row),
    ...loopsLines(row),
    ...(row.waves === null ? [] : waveLines(row.waves)),
    ...row.traffic.map(trafficLine),
    energyLine(row),
    ...row.energy
      .filter((part) => part.energy_j >= 0.005 * row.energy_j)
      .map((part) => componentLine(part, row.energy_j)),
    assuranceLine(row, estimate),
  ];
}

/** What one number of a design's source moves: an operation with it twice or half as large. */
export interface Sensitivity {
  /** `core.rows`, `dram.rate` */
  readonly path: string;
  readonly from: string;
  readonly to: string;
  /** Of the operation, with the number changed, over what it takes as it is. */
  readonly time_ratio: number;
  readonly energy_ratio: number;
  /** Of the whole design. */
  readonly area_ratio: number;
}

/** Which numbers of the source move an operation, a line each; those that do most. */
export function sensitivityLines(found: readonly Sensitivity[]): readonly string[] {
  return found.slice(0, 5).map(({ path, from, to, time_ratio, energy_ratio, area_ratio }) => {
    const others = [`energy ${changed(energy_ratio)}`, `area ${changed(area_ratio)}`].join(', ');
    return `with ${path} = ${to}, not ${from}: time ${changed(time_ratio)}; ${others}`;
  });
}

/** `31.0 % less`, `as much` */
function changed(ratio: number): string {
  const text = percent(Math.abs(ratio - 1));
  return text === '0.0 %' ? 'as before' : `${text} ${ratio < 1 ? 'less' : 'more'}`;
}

function workLine(row: OperationEstimate): string {
  const time = `${grouped(row.cycles)} cycles = ${formatQuantity(row.latency_s, { s: 1 })}`;
  if (row.no_unit) return `no unit does it: ${time} to move its operands`;
  if (row.utilization === null)
    return `done by ${row.unit ?? ''} in ${time}, ${grouped(row.compute_cycles ?? 0)} of them its commands`;
  return `${grouped(row.macs)} multiply-accumulates in ${time}: ${percent(row.utilization)} of the array's peak`;
}

function limitLine(row: OperationEstimate): string {
  const what = partText(row.limit, row);
  if (row.compute_cycles === null || row.core_cycles === null) return `limited by ${what}`;
  const list = `its core's commands take ${grouped(row.core_cycles)} cycles, ${grouped(row.compute_cycles)} of them multiplications`;
  return `limited by ${what}; ${list}`;
}

/** What would limit an operation if that which does were faster, and how much faster it could be then. */
function nextLine(row: OperationEstimate): readonly string[] {
  const { bounds, cycles } = row;
  const [, next] = bounds;
  if (next === undefined) return [];
  const less =
    next.cycles < cycles ? `: at least ${grouped(next.cycles)} cycles, ${percent(1 - next.cycles / cycles)} less` : '';
  return [`next ${partText(next.limit, row)}${less}`];
}

function partText({ kind, path }: Limit, { macs }: OperationEstimate): string {
  const words = { compute: 'the array of', memory: 'the memory', port: 'the port', launch: 'the launch of' };
  return kind === 'compute' && macs === 0 ? `the lanes of ${path}` : `${words[kind]} ${path}`;
}

function mappingLines(row: OperationEstimate): readonly string[] {
  if (row.mapping === null) return [];
  const { core_tile: tile, order, kept, commands, considered, folded } = row.mapping;
  return [
    ...(folded === null ? [] : [foldedLine(folded)]),
    `tiles of M=${tile.m} K=${tile.k} N=${tile.n}, loops ${order}: ${grouped(commands)} commands a core; best of ${grouped(considered)} mappings`,
    `kept near: of activations ${kept.activations}, of weights ${kept.weights}, of results ${kept.results}`,
  ];
}

function foldedLine({ columns, rows, channels }: NonNullable<MappingEstimate['folded']>): string {
  const of = [counted(columns, 'column'), ...(rows === 1 ? [] : [counted(rows, 'row')])].join(' and ');
  return `its image is an input and lies in memory folded: ${of} of the kernel are the ${channels} channels of a pixel`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function waveLines({
  multiprocessors,
  tile,
  stages,
  resident,
  splits,
  tiles,
  waves,
  considered,
}: WavesEstimate): readonly string[] {
  const parts = splits === 1 ? '' : `, k in ${splits} parts`;
  return [
    `tiles of M=${tile.m} N=${tile.n}${parts}: ${grouped(tiles)} on ${multiprocessors} multiprocessors, ${grouped(waves)} on the busiest; best of ${grouped(considered)}`,
    `${resident} at once, each with ${stages} slabs of K=${tile.k} in the shared memory`,
  ];
}

/** What is fused with an operation, and what that takes. */
function groupLines({ group, name }: OperationEstimate): readonly string[] {
  if (group === null) return [];
  const { operations, stays, parts, buffer_bytes } = group;
  const others = operations.filter((each) => each !== name).join(', ');
  return [
    `fused with ${others}, ${parts === 1 ? 'in one part' : `in ${grouped(parts)} equal parts`}: at most ${bytes(buffer_bytes)} are handed on near`,
    stays.includes(name) ? 'its results do not leave the chip' : 'its results leave the chip',
  ];
}

function trafficLine({ path, read_bytes, write_bytes }: TrafficEstimate): string {
  return `${path}: ${bytes(read_bytes)} read, ${bytes(write_bytes)} written`;
}

function energyLine(row: OperationEstimate): string {
  const [least, greatest] = row.energy_j_range;
  return `${joule(row.energy_j)} (${joule(least)} to ${joule(greatest)})`;
}

function componentLine(part: ComponentEnergy, total: number): string {
  return `  ${percent(part.energy_j / total)} ${part.path} ${part.part}: ${formatQuantity(part.energy_j, { J: 1 })}`;
}

function assuranceLine(row: OperationEstimate, { hardware }: Estimate): string {
  const covered = hardware.instances.every(({ block, assurance }) => block !== 'MatrixCore' || assurance === 'proved');
  switch (row.assurance) {
    case 'proved':
      return 'proved: the hardware takes exactly these cycles';
    case 'modelled':
      if (row.loops !== null) return sureLine;
      if (row.waves !== null)
        return 'modelled: formulas of tiles and waves, held against measured products in docs/validation.md';
      return covered
        ? row.core_cycles === null
          ? 'modelled: the memory behind the core is a formula'
          : `modelled: the core's ${grouped(row.core_cycles)} cycles are proved, the memory behind them is a formula`
        : 'modelled: no hardware covers a core of these parameters yet';
    case 'bounded':
      return row.no_unit
        ? 'bounded: the arithmetic itself is not counted'
        : row.waves !== null
          ? 'bounded: no launch, and multipliers and memory at their full rate, as no measured constants are given'
          : row.core_cycles === null
            ? "bounded: the unit's commands are exact, but what feeds its streams from memory has no hardware yet"
            : "bounded: the core's commands are exact, but what arranges its operands has no hardware yet";
  }
}

function bytes(count: number): string {
  return formatQuantity(count * 8, { b: 1 });
}

function joule(value: number): string {
  return formatQuantity(value, { J: 1 });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
