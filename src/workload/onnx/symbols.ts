import type { OnnxExtent, OnnxGraph, OnnxValue } from './model.js';

/** Extents, or undefined where one is not known. */
export type Extents = readonly number[] | undefined;

/** An extent that a model leaves open, and where it stands. */
export interface Symbol {
  readonly name: string;
  readonly at: string;
}

/** The extents that what comes in leaves open, each once. One without a name is called after its tensor and axis: `data_0`. */
export function symbolsOf({ inputs, initializers }: OnnxGraph): readonly Symbol[] {
  const constants = new Set(initializers.map(({ name }) => name));
  const symbols = new Map<string, Symbol>();
  for (const value of inputs) {
    if (constants.has(value.name)) continue;
    for (const [axis, extent] of (value.extents ?? []).entries()) {
      if (typeof extent === 'number') continue;
      for (const name of termsOf(nameOf(value, axis, extent)))
        if (!symbols.has(name)) symbols.set(name, { name, at: `axis ${axis} of "${value.name}"` });
    }
  }
  return [...symbols.values()];
}

function nameOf({ name }: OnnxValue, axis: number, extent: OnnxExtent): string {
  return typeof extent === 'string' ? extent : `${name}_${axis}`;
}

/** The words of `past + sequence`; of what is no sum or product of words, one word. */
function termsOf(text: string): readonly string[] {
  return isExpression(text)
    ? text
        .split(/[-+*]/)
        .map(wordOf)
        .filter((each) => !/^\d+$/.test(each))
    : [wordOf(text)];
}

function isExpression(text: string): boolean {
  return /^\s*\w+(\s*[-+*]\s*\w+)+\s*$/.test(text);
}

/** A name that a command line can set. */
function wordOf(text: string): string {
  return text.trim().replace(/\W+/g, '_');
}

/** The extents of what a file says the shape of, with values of what it leaves open. */
export function extentsWith(settings: ReadonlyMap<string, number>): (value: OnnxValue) => Extents {
  return (value) => {
    const all = value.extents?.map((extent, axis) =>
      typeof extent === 'number' ? extent : worth(nameOf(value, axis, extent), settings),
    );
    if (all === undefined) return undefined;
    const known = all.filter((extent) => extent !== undefined);
    return known.length === all.length && known.every((extent) => extent >= 0) ? known : undefined;
  };
}

/** What an extent is, with values of its words; products bind before sums. */
function worth(text: string, settings: ReadonlyMap<string, number>): number | undefined {
  const termOf = (part: string): number | undefined => {
    const own = wordOf(part);
    return /^\d+$/.test(own) ? Number(own) : settings.get(own);
  };
  if (!isExpression(text)) return termOf(text);
  let sum = 0;
  for (const [, sign, product = ''] of text.matchAll(/([-+]?)\s*([^-+]+)/g)) {
    let value = 1;
    for (const part of product.split('*')) {
      const term = termOf(part);
      if (term === undefined) return undefined;
      value *= term;
    }
    sum += sign === '-' ? -value : value;
  }
  return sum;
}
