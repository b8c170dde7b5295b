import { readFileSync } from 'node:fs';
import type { MappingCase } from '../../tests/mapping/nest/cases.js';

/** A published figure of a chip or of a tool's run, as the data have it. */
export interface Entry<Data> {
  readonly id: string;
  readonly what: string;
  readonly source: string;
  readonly data: Data;
}

/** One layer of the chip, as printed. */
export interface MeasuredLayer {
  /** Of four images, in ms. */
  readonly processing_latency: number;
  /** mW */
  readonly power: number;
  readonly MMACs_batch4: number;
  readonly active_PEs: number;
}

interface Measured {
  readonly eyeriss_v1_alexnet_jssc17_tableV: Readonly<Record<'conv1' | 'conv3' | 'conv5', MeasuredLayer>>;
  /** 10^9 times the energy of a multiply-accumulate: of the multipliers, the DRAM and the register files. */
  readonly eyeriss_isca16_fig10: Readonly<Record<string, readonly [alu: number, dram: number, files: number]>>;
  readonly tpu_v1_table3: { readonly apps: readonly string[]; readonly TOPS: readonly number[] };
  readonly nvdla_primer: readonly {
    readonly macs: number;
    /** KiB */
    readonly cbuf: number;
    /** GB/s */
    readonly bw: number;
    readonly fps: number;
  }[];
  readonly a100_matmul_measured: readonly MeasuredProduct[];
}

/** A product of halves and how long a call of it took. */
export type MeasuredProduct = readonly [m: number, k: number, n: number, milliseconds: number];

/** The entry of `data/validation/measured.json` of a name. */
export function measured<Id extends keyof Measured>(id: Id): Entry<Measured[Id]> {
  const { entries } = read('measured.json') as { readonly entries: readonly Entry<Measured[Id]>[] };
  const found = entries.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`no entry ${id}`);
  return found;
}

/** Timeloop's published run of its array after Eyeriss: the mapping as a case, and what it counted. */
export interface PublishedRun {
  readonly source: string;
  readonly case: MappingCase;
  readonly published: {
    readonly cycles: number;
    readonly utilisation: number;
    readonly energy_uJ: number;
    readonly fJ_per_compute: Readonly<Record<string, number>>;
    /** By level, operand and count: `shared_glb.Inputs.reads`. */
    readonly words: Readonly<Record<string, number>>;
  };
}

export function publishedRun(): PublishedRun {
  return read('timeloop-eyeriss.json') as PublishedRun;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../data/validation/${name}`, import.meta.url), 'utf8'));
}
