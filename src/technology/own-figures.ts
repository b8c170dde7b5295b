import {
  diagnostic,
  isObject,
  readJsonText,
  shownValue,
  shown,
  type Diagnostic,
  type JsonText,
} from '../diagnostics/index.js';
import { allFigures } from './data.js';
import type { Figure } from './figures.js';

const schema = 'accel-technology/1';

/** What a figure of a file may have. */
const keys = ['value', 'unit', 'range', 'source', 'year'];

/** What values a figure may have, and in words. */
interface Bounds {
  readonly holds: (value: number) => boolean;
  readonly words: string;
}

/** No figure in the units that they have is beyond it. */
const greatest = 1e12;

function boundsOf(name: string, published: Figure): Bounds {
  // A memory that always refreshes has no bandwidth.
  if (name.endsWith('.refresh'))
    return { holds: (value) => value >= 0 && value < 1, words: 'a number from 0 on, below 1' };
  if (name.endsWith('.tdp_activity') || name.endsWith('_share'))
    return { holds: (value) => value > 0 && value <= 1, words: 'a number above 0, at most 1' };
  // Powers of two stand behind these.
  if (name.endsWith('.ambient') || name.endsWith('.junction_limit'))
    return { holds: (value) => value > 0 && value <= 250, words: 'a number above 0, at most 250' };
  if (name.endsWith('.leakage_doubling'))
    return { holds: (value) => value >= 1 && value <= greatest, words: 'a number from 1 on' };
  if (published.range[0] > 0) return { holds: (value) => value > 0 && value <= greatest, words: 'a number above 0' };
  return { holds: (value) => value >= 0 && value <= greatest, words: 'a number from 0 on' };
}

/**
 * Figures of a user's own file, to stand in the place of the public ones:
 *
 * ```json
 * { "schema": "accel-technology/1",
 *   "figures": { "tsmc_n7.logic_density": { "value": 91, "unit": "MTr/mm2", "range": [88, 94], "source": "our kit 1.2" } } }
 * ```
 *
 * Without a range a figure is known exactly. E750 for what is no such file, E751 for figures that there are not, E752 for values that cannot be.
 */
export function readFigures(text: string, path: string): readonly [ReadonlyMap<string, Figure>, readonly Diagnostic[]] {
  const none = new Map<string, Figure>();
  const refuse = (why: string, at?: Diagnostic['origin']): readonly [typeof none, readonly Diagnostic[]] => {
    const help = `write { "schema": "${schema}", "figures": { "tsmc_n7.logic_density": { "value": 91, "unit": "MTr/mm2", "source": "..." } } }`;
    return [none, [diagnostic('E750', at, { path, why }, { help })]];
  };
  const json = readJsonText(text, path);
  if ('why' in json) return refuse(json.why, json.at);
  if (json.object['schema'] !== schema)
    return refuse(`its "schema" is ${shownValue(json.object['schema'] ?? null)}`, json.placeOf('schema'));
  const other = Object.keys(json.object).find((key) => key !== 'schema' && key !== 'figures');
  if (other !== undefined) return refuse(`it has "${shown(other)}"`, json.placeOf(other));
  const listed = json.object['figures'];
  if (!isObject(listed)) return refuse('its "figures" are not an object', json.placeOf('figures'));
  const all = allFigures();
  const figures = new Map<string, Figure>();
  const diagnostics: Diagnostic[] = [];
  for (const [name, value] of Object.entries(listed)) {
    const published = all.get(name);
    const [figure, problem] =
      published === undefined ? [undefined, unknown(name, json, all)] : figureOf(name, value, published, json);
    if (figure !== undefined) figures.set(name, figure);
    if (problem !== undefined) diagnostics.push(problem);
  }
  return [figures, diagnostics];
}

type Read = readonly [Figure, undefined] | readonly [undefined, Diagnostic];

function figureOf(name: string, given: unknown, published: Figure, json: JsonText): Read {
  const refuse = (key: string | undefined, value: unknown, expected: string): Read => {
    const at = json.placeOf('figures', name, ...(key === undefined ? [] : [key])) ?? json.placeOf('figures', name);
    const figure = key === undefined ? name : `${name}: ${key}`;
    return [undefined, diagnostic('E752', at, { figure, value: shownValue(value ?? null), expected })];
  };
  if (!isObject(given)) return refuse(undefined, given, 'an object with "value", "unit" and "source"');
  const other = Object.keys(given).find((key) => !keys.includes(key));
  if (other !== undefined) return refuse(shown(other), given[other], `left out; a figure has ${keys.join(', ')}`);
  const { value, unit, source, year } = given;
  const { holds, words } = boundsOf(name, published);
  const isValue = (each: unknown): each is number => typeof each === 'number' && holds(each);
  if (!isValue(value)) return refuse('value', value, words);
  if (unit !== published.unit) return refuse('unit', unit, `"${published.unit}"`);
  if (typeof source !== 'string' || source.trim() === '') return refuse('source', source, 'where the figure is from');
  if (year !== undefined && !Number.isSafeInteger(year)) return refuse('year', year, 'a year');
  const range = given['range'] ?? [value, value];
  const [from, to]: readonly unknown[] = Array.isArray(range) ? range : [];
  if (!Array.isArray(range) || range.length !== 2 || !isValue(from) || !isValue(to) || from > value || to < value)
    return refuse('range', range, `[least, greatest] around ${value}, each ${words}`);
  const dated = typeof year === 'number' ? { year } : {};
  return [{ value, unit, range: [from, to], source, ...dated, confidence: 'stated' }, undefined];
}

/** E751, with the figures of that process or memory, where there is such a one. */
function unknown(name: string, json: JsonText, all: ReadonlyMap<string, Figure>): Diagnostic {
  const [of = ''] = name.split('.');
  const names = [...all.keys()];
  const owners = [...new Set(names.map((each) => each.slice(0, each.indexOf('.'))))];
  const known = owners.includes(of)
    ? names.filter((each) => each.startsWith(`${of}.`)).map((each) => each.slice(of.length + 1))
    : owners;
  const help = `${owners.includes(of) ? of : 'processes, memories and measured chips'} ${owners.includes(of) ? 'has' : 'are'} ${known.join(', ')}`;
  return diagnostic('E751', json.placeOf('figures', name), { figure: shown(name) }, { help });
}
