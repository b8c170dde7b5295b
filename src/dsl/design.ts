import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  canonicalise,
  convert,
  formatValue,
  typeName,
  valueTypeName,
  type Canonical,
  type Clock,
  type Process,
  type Value,
} from '../ir/index.js';
import { draftModule, newDraft, type Draft, type PlacedClock } from './body.js';
import type { PortSet } from './component.js';
import { clockHandle, clockHandles } from './define.js';
import { callerOf } from './origin.js';
import { valueOfParameter, type ParameterValues, type Parameters } from './parameters.js';
import { sideOf, type Quantity, type Text } from './quantity.js';
import { makeScope, type Scope } from './scope.js';
import { noVerilog, type ReadVerilog } from './verilog.js';

/** The process node a design is made in, and its supply. */
export interface ProcessChoice {
  readonly node: string;
  readonly voltage?: Quantity<'voltage'> | Text<'voltage'>;
}

type Frequency = Quantity<'frequency'> | Text<'frequency'>;

export interface DesignOptions<K extends string, S extends Parameters> {
  /** `tsmc_n7({ voltage: '0.75 V' })` */
  readonly process: ProcessChoice;
  /** The first is the default one. */
  readonly clocks: Readonly<Record<K, Frequency | { readonly frequency: Frequency; readonly reset: 'sync' | 'async' }>>;
  /** What a command line or a search may change. */
  readonly parameters?: S;
}

/** A design written with the builder. */
export interface DesignDefinition {
  readonly kind: 'design-definition';
  readonly name: string;
  /** The names of the parameters that `settings` may give. */
  readonly parameters: readonly string[];
  /**
   * Builds it with some parameters set otherwise than by default. Errors are diagnostics at the lines of the TypeScript source;
   * what the body itself throws goes through. `read` gives the Verilog that extern components name; without it there is none.
   */
  readonly elaborate: (
    settings?: ReadonlyMap<string, Value>,
    read?: ReadVerilog,
  ) => readonly [Canonical | undefined, readonly Diagnostic[]];
}

/** A chip: `export default design('EdgeNpu', { process, clocks }, (d) => { ... });` */
export function design<const K extends string, S extends Parameters = Readonly<Record<never, never>>>(
  name: string,
  options: DesignOptions<K, S>,
  body: (d: Scope<K>, parameters: ParameterValues<S>) => PortSet | void,
): DesignDefinition {
  const origin = callerOf(design);
  return {
    kind: 'design-definition',
    name,
    parameters: Object.keys(options.parameters ?? {}),
    elaborate: (settings = new Map(), read = noVerilog) => elaborate(name, options, body, settings, read, origin),
  };
}

function elaborate<K extends string, S extends Parameters>(
  name: string,
  options: DesignOptions<K, S>,
  body: (d: Scope<K>, parameters: ParameterValues<S>) => PortSet | void,
  settings: ReadonlyMap<string, Value>,
  read: ReadVerilog,
  origin: Origin | undefined,
): readonly [Canonical | undefined, readonly Diagnostic[]] {
  const [values, wrong] = valueOfParameter(name, options.parameters, settings, origin);
  const [clocks, badClocks] = makeClocks(options.clocks, origin);
  const [process, badProcess] = makeProcess(options.process, origin);
  const early = [...wrong, ...badClocks, ...badProcess];
  if (values === undefined || early.length > 0) return [undefined, early];
  const frequencies = new Map(clocks.map(({ part }) => [part.name, part.frequency_hz]));
  const names = keysOf(options.clocks);
  const draft: Draft = newDraft(name, names, frequencies, 0, read);
  body(makeScope(draft, clockHandles(names, frequencies), clockHandle(draft.defaultClock, frequencies)), values);
  if (clocks.length === 0) draft.diagnostics.push(diagnostic('E456', origin, { design: name }));
  const top = draftModule(draft, origin);
  const [made, found] = canonicalise({ name, process, clocks, top, workloads: [...draft.workloads.values()] });
  const diagnostics = withoutRepeats([...draft.diagnostics, ...found]);
  return [diagnostics.some(({ severity }) => severity === 'error') ? undefined : made, diagnostics];
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}

/** A component that is added twice tells its mistakes twice. */
function withoutRepeats(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return all.filter((each) => {
    const key = JSON.stringify([each.code, each.origin, each.message]);
    return !seen.has(key) && seen.add(key);
  });
}

function makeClocks<K extends string>(
  given: DesignOptions<K, Parameters>['clocks'],
  origin: Origin | undefined,
): readonly [readonly PlacedClock[], readonly Diagnostic[]] {
  const diagnostics: Diagnostic[] = [];
  const clocks = keysOf(given).map((name): PlacedClock => {
    const choice = given[name];
    const [frequency, reset] =
      typeof choice === 'object' && 'reset' in choice ? [choice.frequency, choice.reset] : [choice, 'sync' as const];
    const { sample, faults } = sideOf(frequency, design);
    diagnostics.push(...faults.map((each) => placed(each, origin)));
    const fits =
      sample.kind === 'quantity' &&
      convert(sample, { kind: 'quantity', dimension: { s: -1 } }) !== undefined &&
      sample.value > 0;
    if (!fits && faults.length === 0) diagnostics.push(diagnostic('E458', origin, { value: formatValue(sample) }));
    const part: Clock = { name, frequency_hz: sample.kind === 'quantity' ? sample.value : 1, reset };
    return { part, origin };
  });
  return [clocks, diagnostics];
}

function makeProcess(choice: ProcessChoice, origin: Origin | undefined): readonly [Process, readonly Diagnostic[]] {
  const { node, voltage } = choice;
  if (voltage === undefined) return [{ node, voltage_v: null }, []];
  const { sample, faults } = sideOf(voltage, design);
  if (faults.length > 0) return [{ node, voltage_v: null }, faults.map((each) => placed(each, origin))];
  const volt = convert(sample, { kind: 'quantity', dimension: { J: 1, s: -1, A: -1 } });
  if (volt?.kind !== 'quantity') {
    const what = {
      what: 'the voltage',
      expected: valueTypeName({ kind: 'quantity', dimension: { J: 1, s: -1, A: -1 } }),
      found: typeName(sample),
    };
    return [{ node, voltage_v: null }, [diagnostic('E302', origin, what)]];
  }
  if (volt.value <= 0 || volt.value >= 20)
    return [{ node, voltage_v: null }, [diagnostic('E459', origin, { value: formatValue(volt) })]];
  return [{ node, voltage_v: volt.value }, []];
}

function placed(found: Diagnostic, origin: Origin | undefined): Diagnostic {
  return found.origin !== undefined || origin === undefined ? found : { ...found, origin };
}
