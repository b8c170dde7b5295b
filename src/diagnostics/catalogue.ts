import type { Definition } from './define.js';
import { estimates } from './catalogue/estimates.js';
import { files } from './catalogue/files.js';
import { hardware } from './catalogue/hardware.js';
import { names } from './catalogue/names.js';
import { quantities } from './catalogue/quantities.js';
import { requirements } from './catalogue/requirements.js';
import { structure } from './catalogue/structure.js';
import { warnings } from './catalogue/warnings.js';
import { words } from './catalogue/words.js';
import { workloads } from './catalogue/workloads.js';
import type { Diagnostic, Fix, Origin, Related } from './types.js';

/** Every diagnostic the project can give, by code. Each has a page in `docs/diagnostics/` and a test source. */
export const catalogue = {
  ...files,
  ...words,
  ...names,
  ...quantities,
  ...structure,
  ...requirements,
  ...hardware,
  ...workloads,
  ...estimates,
  ...warnings,
} as const;

export type Code = keyof typeof catalogue;

/** The parameters that the message of `C` takes. */
export type Parameters<C extends Code> = (typeof catalogue)[C] extends Definition<infer P> ? P : never;

export interface Extras {
  readonly related?: readonly Related[];
  readonly help?: string;
  readonly fix?: Fix;
}

/** Makes a diagnostic of the catalogue; tsc checks code and parameters. */
export function diagnostic<C extends Code>(
  code: C,
  origin: Origin | undefined,
  parameters: Parameters<C>,
  extras: Extras = {},
): Diagnostic {
  const definition = catalogue[code] as Definition<Parameters<C>>;
  return {
    code,
    severity: definition.severity,
    message: definition.message(parameters),
    ...(origin === undefined ? {} : { origin }),
    related: extras.related ?? [],
    ...(extras.help === undefined ? {} : { help: extras.help }),
    ...(extras.fix === undefined ? {} : { fix: extras.fix }),
  };
}
