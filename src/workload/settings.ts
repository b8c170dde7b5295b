import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { listNames } from '../ir/index.js';

/** A setting that a model takes. */
export type SettingDeclaration =
  | { readonly kind: 'whole'; readonly least: number; readonly greatest: number; readonly default: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string };

/** Settings with every value present and in range. */
export interface Settings {
  readonly whole: (name: string) => number;
  readonly choice: (name: string) => string;
}

/**
 * Settings as given, checked against a model's declarations and completed with defaults. Unknown names (E722) and values
 * out of range (E723) are told, each at its place; the defaults stand in for them.
 */
export function readSettings(
  workload: string,
  declared: Readonly<Record<string, SettingDeclaration>>,
  given: ReadonlyMap<string, string | number>,
  placeOf: (setting: string) => Origin | undefined = () => undefined,
): [Settings, readonly Diagnostic[]] {
  const diagnostics: Diagnostic[] = [];
  const wholes = new Map<string, number>();
  const choices = new Map<string, string>();
  for (const [name, declaration] of Object.entries(declared)) {
    if (declaration.kind === 'whole') wholes.set(name, declaration.default);
    else choices.set(name, declaration.default);
  }
  for (const [name, value] of given) {
    const declaration = declared[name];
    if (declaration === undefined) {
      diagnostics.push(diagnostic('E722', placeOf(name), { workload, name, known: listNames(Object.keys(declared)) }));
    } else if (!fits(declaration, value)) {
      diagnostics.push(
        diagnostic('E723', placeOf(name), { workload, name, value: String(value), expected: expected(declaration) }),
      );
    } else if (declaration.kind === 'whole') wholes.set(name, Number(value));
    else choices.set(name, String(value));
  }
  return [{ whole: (name) => present(wholes, name), choice: (name) => present(choices, name) }, diagnostics];
}

function fits(declaration: SettingDeclaration, value: string | number): boolean {
  if (declaration.kind === 'choice') return declaration.choices.includes(String(value));
  const number = Number(value);
  return Number.isInteger(number) && number >= declaration.least && number <= declaration.greatest;
}

function expected(declaration: SettingDeclaration): string {
  return declaration.kind === 'choice'
    ? declaration.choices.join(' or ')
    : `a whole number in ${declaration.least} ..= ${declaration.greatest}`;
}

function present<T>(values: ReadonlyMap<string, T>, name: string): T {
  const value = values.get(name);
  if (value === undefined) throw new Error(`setting ${name} is not declared`);
  return value;
}
