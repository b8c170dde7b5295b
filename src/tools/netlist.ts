/** A wire of a module: its number, or a constant. */
export type Net = number | '0' | '1' | 'x' | 'z';

/** A module of a netlist as Yosys writes it in JSON. */
export interface NetlistModule {
  readonly ports: readonly { readonly name: string; readonly input: boolean; readonly nets: readonly Net[] }[];
  readonly cells: readonly NetlistCell[];
  /** What wires are called that the Verilog names. */
  readonly names: ReadonlyMap<number, string>;
}

export interface NetlistCell {
  readonly name: string;
  /** A cell of the library, a module of the netlist, or one of Yosys's own that begins with `$`. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly connections: ReadonlyMap<string, readonly Net[]>;
}

/** Reads what `write_json` of Yosys writes. */
export function readNetlist(text: string): ReadonlyMap<string, NetlistModule> {
  const root: unknown = JSON.parse(text);
  return new Map(entries(field(root, 'modules')).map(([name, module]) => [name, moduleOf(module)]));
}

function moduleOf(module: unknown): NetlistModule {
  const names = new Map<number, string>();
  for (const [name, wire] of entries(field(module, 'netnames'))) {
    if (field(wire, 'hide_name') === 1) continue;
    const nets = netsOf(field(wire, 'bits'));
    for (const [index, net] of nets.entries())
      if (typeof net === 'number') names.set(net, nets.length === 1 ? name : `${name}[${index}]`);
  }
  return {
    ports: entries(field(module, 'ports')).map(([name, port]) => ({
      name,
      input: field(port, 'direction') === 'input',
      nets: netsOf(field(port, 'bits')),
    })),
    cells: entries(field(module, 'cells')).map(([name, cell]) => ({
      name,
      type: String(field(cell, 'type')),
      parameters: Object.fromEntries(entries(field(cell, 'parameters'))),
      connections: new Map(entries(field(cell, 'connections')).map(([pin, nets]) => [pin, netsOf(nets)])),
    })),
    names,
  };
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function field(value: unknown, name: string): unknown {
  return entries(value).find(([key]) => key === name)?.[1];
}

function netsOf(value: unknown): readonly Net[] {
  if (!Array.isArray(value)) return [];
  return value.map((net: unknown) =>
    typeof net === 'number' || net === '0' || net === '1' || net === 'z' ? net : ('x' as const),
  );
}
