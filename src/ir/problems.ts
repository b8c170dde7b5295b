import {
  diagnostic,
  type Code,
  type Diagnostic,
  type Extras,
  type Origin,
  type Parameters,
} from '../diagnostics/index.js';

/** What a problem is about, as far as the IR can tell; each face looks up where that was written. */
export type About =
  | { readonly kind: 'expression'; readonly expression: object }
  | { readonly kind: 'argument'; readonly name: string }
  /** The n-th argument of a function. */
  | { readonly kind: 'operand'; readonly index: number };

/** A diagnostic that does not know yet where it belongs. */
export interface Problem {
  readonly about: About | undefined;
  readonly diagnostic: Diagnostic;
}

/** Makes a problem of the catalogue; tsc checks code and parameters. */
export function problem<C extends Code>(
  code: C,
  parameters: Parameters<C>,
  about?: About,
  extras: Extras = {},
): Problem {
  return { about, diagnostic: diagnostic(code, undefined, parameters, extras) };
}

/** The problem as a diagnostic at `origin`. */
export function locate(found: Problem, origin: Origin | undefined): Diagnostic {
  return origin === undefined ? found.diagnostic : { ...found.diagnostic, origin };
}

/** The problem, now said to be about something else: the argument whose value it is, for instance. */
export function about(found: Problem, subject: About): Problem {
  return { ...found, about: subject };
}
