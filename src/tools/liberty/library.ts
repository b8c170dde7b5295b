import { findGroups, groupsNamed, readGroup, type Group } from './group.js';
import { tableOf, templateOf, type Table, type Template } from './table.js';

/** What timing needs of a library of cells. Times in ps, capacitances in fF, areas in um2. */
export interface CellLibrary {
  readonly name: string;
  readonly cells: ReadonlyMap<string, LibraryCell>;
}

export interface LibraryCell {
  readonly area: number;
  /** It has a flip-flop or a latch. */
  readonly sequential: boolean;
  readonly pins: ReadonlyMap<string, LibraryPin>;
}

/** Of a rising and of a falling edge. */
export interface Edges<T> {
  readonly rise: T;
  readonly fall: T;
}

export interface LibraryPin {
  readonly output: boolean;
  readonly capacitance: Edges<number>;
  readonly arcs: readonly Arc[];
}

/**
 * A dependence of a pin: of an output on an input through logic, of an output on a clock, or how long before a clock (`setup`) an input must be
 * there. Tables of outputs are over the slew of `from` and the load, those of `setup` over the slew of the pin and of the clock.
 */
export interface Arc {
  readonly from: string;
  readonly kind: 'logic' | 'clocked' | 'setup';
  readonly sense: 'positive' | 'negative' | 'either';
  readonly delay: Edges<Table | undefined>;
  readonly slew: Edges<Table | undefined>;
}

/** Reads the cells named `wanted` of a Liberty text; the others' areas are of no interest to who asks. */
export function readLibrary(text: string, wanted: ReadonlySet<string>): CellLibrary {
  const scale: Scale = { time: timeUnit(text), capacitance: capacitanceUnit(text) };
  const templates = new Map<string, Template>();
  for (const [name, start] of findGroups(text, 'lu_table_template')) {
    const group = readGroup(text, start);
    if (group !== undefined) templates.set(name, templateOf(group));
  }
  const cells = new Map<string, LibraryCell>();
  for (const [name, start] of findGroups(text, 'cell')) {
    const group = wanted.has(name) ? readGroup(text, start) : undefined;
    if (group !== undefined) cells.set(name, cellOf(group, templates, scale));
  }
  return { name: /\blibrary\s*\(\s*"?([^")\s]*)/.exec(text)?.[1] ?? '', cells };
}

/** Names of all cells of a Liberty text, in its order. */
export function cellNames(text: string): readonly string[] {
  return [...findGroups(text, 'cell').keys()];
}

/** The pins of a cell that gates a clock. */
export interface GatingCell {
  readonly cell: string;
  readonly clock: string;
  readonly enable: string;
  readonly test: string | null;
  readonly output: string;
}

/** The first cell of a Liberty text that gates a rising clock by a latch (`clock_gating_integrated_cell`), and may be used; undefined where it has none. */
export function gatingCell(text: string): GatingCell | undefined {
  const places = [...findGroups(text, 'cell')];
  for (const [index, [cell, start]] of places.entries()) {
    // Reading a group is slow, and few cells gate clocks.
    const isNamed = text.slice(start, places[index + 1]?.[1]).includes('clock_gating_integrated_cell');
    const group = isNamed ? readGroup(text, start) : undefined;
    const kind = group?.attributes.get('clock_gating_integrated_cell');
    if (group === undefined || kind?.startsWith('latch_posedge') !== true) continue;
    if (group.attributes.get('dont_use') === 'true') continue;
    const pin = (attribute: string): string | undefined =>
      groupsNamed(group, 'pin').find(({ attributes }) => attributes.get(attribute) === 'true')?.argument;
    const [clock, enable, output] = [
      pin('clock_gate_clock_pin'),
      pin('clock_gate_enable_pin'),
      pin('clock_gate_out_pin'),
    ];
    if (clock === undefined || enable === undefined || output === undefined) continue;
    return { cell, clock, enable, test: pin('clock_gate_test_pin') ?? null, output };
  }
  return undefined;
}

interface Scale {
  /** ps and fF a unit of the file. */
  readonly time: number;
  readonly capacitance: number;
}

function timeUnit(text: string): number {
  const [, count = '1', unit = 'ns'] = /\btime_unit\s*:\s*"?([\d.]+)\s*([pn]s)/.exec(text) ?? [];
  return Number(count) * (unit === 'ps' ? 1 : 1000);
}

function capacitanceUnit(text: string): number {
  const [, count = '1', unit = 'pf'] = /\bcapacitive_load_unit\s*\(\s*([\d.]+)\s*,\s*"?([pf]f)/i.exec(text) ?? [];
  return Number(count) * (unit.toLowerCase() === 'ff' ? 1 : 1000);
}

function cellOf(group: Group, templates: ReadonlyMap<string, Template>, scale: Scale): LibraryCell {
  const pins = groupsNamed(group, 'pin').map((pin) => [pin.argument, pinOf(pin, templates, scale)] as const);
  return {
    area: Number(group.attributes.get('area') ?? 0),
    sequential: groupsNamed(group, 'ff', 'latch').length > 0,
    pins: new Map(pins),
  };
}

function pinOf(pin: Group, templates: ReadonlyMap<string, Template>, scale: Scale): LibraryPin {
  const capacitance = (name: string): number =>
    Number(pin.attributes.get(`${name}_capacitance`) ?? pin.attributes.get('capacitance') ?? 0) * scale.capacitance;
  return {
    output: pin.attributes.get('direction') === 'output',
    capacitance: { rise: capacitance('rise'), fall: capacitance('fall') },
    arcs: groupsNamed(pin, 'timing').flatMap((timing) => arcsOf(timing, templates, scale)),
  };
}

const kinds: Readonly<Record<string, Arc['kind']>> = {
  combinational: 'logic',
  combinational_rise: 'logic',
  combinational_fall: 'logic',
  three_state_enable: 'logic',
  rising_edge: 'clocked',
  falling_edge: 'clocked',
  setup_rising: 'setup',
  setup_falling: 'setup',
  recovery_rising: 'setup',
  recovery_falling: 'setup',
};

/** Arcs of a `timing` group, one for each pin it names; none of kinds that no longest path has. */
function arcsOf(timing: Group, templates: ReadonlyMap<string, Template>, scale: Scale): readonly Arc[] {
  const kind = kinds[timing.attributes.get('timing_type') ?? 'combinational'];
  if (kind === undefined) return [];
  const first = kind === 'setup' ? 'constrained_pin' : 'transition';
  const table = (name: string): Table | undefined => {
    const [group] = groupsNamed(timing, name);
    const found = group === undefined ? undefined : tableOf(group, templates, first);
    return found === undefined ? undefined : scaled(found, kind === 'setup', scale);
  };
  const edges = (name: (edge: string) => string): Edges<Table | undefined> => ({
    rise: table(name('rise')),
    fall: table(name('fall')),
  });
  const sense = timing.attributes.get('timing_sense');
  const arc = {
    kind,
    sense: sense === 'positive_unate' ? 'positive' : sense === 'negative_unate' ? 'negative' : 'either',
    delay: edges((edge) => (kind === 'setup' ? `${edge}_constraint` : `cell_${edge}`)),
    slew: edges((edge) => `${edge}_transition`),
  } as const;
  const pins = (timing.attributes.get('related_pin') ?? '').split(/\s+/).filter((name) => name !== '');
  return pins.map((from) => ({ from, ...arc }));
}

/** In ps and fF: rows are times, columns times or loads, values times. */
function scaled({ rows, columns, values }: Table, timesOnly: boolean, { time, capacitance }: Scale): Table {
  const column = timesOnly ? time : capacitance;
  return {
    rows: rows.map((value) => value * time),
    columns: columns.map((value) => value * column),
    values: values.map((value) => value * time),
  };
}
