import type { UnderWrite } from '../module.js';

/** A pin of one bit, and what it has to be for what it is named after. */
export interface MacroPin {
  readonly pin: string;
  readonly active: 'high' | 'low';
}

/** The pins of a port of a macro. A port that writes has data `in`, one that reads data `out`. */
export interface MacroPort {
  readonly kind: 'r' | 'w' | 'rw';
  readonly clock: string;
  readonly address: string;
  readonly in?: string;
  readonly out?: string;
  /** Without, the port is always enabled. */
  readonly enable?: MacroPin;
  /** Where the port writes, not reads; a port that only writes may do without. */
  readonly write?: MacroPin;
  /** A pin for every `mask_bits` bits of a word: those bits are written. */
  readonly mask?: MacroPin;
}

/** A memory macro: what it stores, and its pins. */
export interface MemoryMacro {
  /** The module to instantiate. */
  readonly name: string;
  /** A power of two. */
  readonly words: number;
  readonly bits: number;
  readonly ports: readonly MacroPort[];
  /** Bits of a word that a mask pin enables, from the lowest on. */
  readonly mask_bits?: number;
  /** Edges from a read to its word. */
  readonly read_latency: number;
  /** Whether a port's word stays until its next read, whatever is written meanwhile; else it is there for one cycle. */
  readonly holds: boolean;
  /** What a port that reads and writes at once gives. */
  readonly own_write?: UnderWrite;
  /** What a read gives that meets a write of another port at one edge; `undefined` is about the bits that are written. */
  readonly under_write?: 'old' | 'new' | 'undefined';
  /** For choosing among macros, um2; without, the bits count. */
  readonly area_um2?: number;
  /** Further inputs, of so many bits, and what they are held at. */
  readonly tied?: readonly { readonly pin: string; readonly bits: number; readonly value: number }[];
  /** Pins for whoever joins the supplies; instances leave them out. */
  readonly power_pins?: readonly string[];
}

/** What memories become: macros, or memories as they are with attributes for synthesis. */
export interface MacroLibrary {
  readonly name: string;
  /** Where the pins are from. */
  readonly source: string;
  /** Memories of fewer bits stay as they are. */
  readonly least_bits: number;
  readonly macros: readonly MemoryMacro[];
  /** Attributes of the memories that stay. */
  readonly attributes?: readonly { readonly name: string; readonly value: string }[];
}
