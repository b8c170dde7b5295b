import { diagnostic, shownValue, type Diagnostic } from '../../diagnostics/index.js';
import { listNames } from '../../ir/index.js';
import { largestDimension } from '../parse.js';
import type { Config } from './config.js';

/** Reads fields of a configuration. What is wrong is kept, and something harmless stands in, so that all mistakes are told at once. */
export interface Fields {
  readonly config: Config;
  /**
   * A whole number in `1 ..= greatest`, 2^20 if left out. A field that is absent or null has the value `otherwise`;
   * E727 where there is none, E728 where the value is none.
   */
  readonly whole: (name: string, options?: { otherwise?: number; greatest?: number; least?: number }) => number;
  readonly flag: (name: string, otherwise: boolean) => boolean;
  /** What a word stands for; E728 names the words there are. */
  readonly word: <T>(name: string, words: Readonly<Record<string, T>>, otherwise: string) => T;
  /** E728 of a field, unless `holds`. */
  readonly require: (holds: boolean, name: string, value: number, expected: string) => void;
  /** E728 of a field that has another value than the only one that can be imported. */
  readonly fixed: (name: string, value: unknown) => void;
  /** E728 of a field. */
  readonly refuse: (name: string, value: string, expected: string) => void;
  /** Says that a field is modelled. */
  readonly seen: (name: string) => void;
  readonly read: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A reader of the fields of a configuration. */
export function fieldsOf(config: Config): Fields {
  const { fields, places, type } = config;
  const read = new Set(['model_type']);
  const diagnostics: Diagnostic[] = [];
  const refuse = (field: string, value: string, expected: string): void => {
    const help = `write in ${config.path}: "${field}", ${expected}`;
    diagnostics.push(diagnostic('E728', places.get(field), { field, value, expected }, { help }));
  };
  const present = (name: string): unknown => {
    read.add(name);
    return fields.get(name) ?? undefined;
  };
  return {
    config,
    read,
    diagnostics,
    refuse,
    fixed: (name, only) => {
      const value = present(name);
      const expected = `${shownValue(only)}: models with another value are not imported`;
      if (value !== undefined && shownValue(value) !== shownValue(only)) refuse(name, shownValue(value), expected);
    },
    seen: (name) => void read.add(name),
    whole: (name, { otherwise, least = 1, greatest = largestDimension } = {}) => {
      const value = present(name);
      const expected = `a whole number in ${least} ..= ${greatest}`;
      if (value === undefined && otherwise !== undefined) return otherwise;
      if (value === undefined) {
        const help = `add "${name}" to ${config.path}`;
        diagnostics.push(diagnostic('E727', places.get(name), { type, field: name, expected }, { help }));
      } else if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= greatest)
        return value;
      else refuse(name, shownValue(value), expected);
      return least;
    },
    flag: (name, otherwise) => {
      const value = present(name);
      if (value === undefined) return otherwise;
      if (typeof value === 'boolean') return value;
      refuse(name, shownValue(value), 'true or false');
      return otherwise;
    },
    word: (name, words, otherwise) => {
      const value = present(name) ?? otherwise;
      const known = new Map(Object.entries(words));
      const meant = typeof value === 'string' ? known.get(value) : undefined;
      if (meant !== undefined) return meant;
      refuse(name, shownValue(value), listNames(known.keys()).replace(/ and /, ' or '));
      return defaultWord(known, otherwise);
    },
    require: (holds, name, value, expected) => {
      if (!holds) refuse(name, String(value), expected);
    },
  };
}

function defaultWord<T>(known: ReadonlyMap<string, T>, otherwise: string): T {
  const value = known.get(otherwise);
  if (value === undefined) throw new Error(`the default ${otherwise} is not among its words`);
  return value;
}
