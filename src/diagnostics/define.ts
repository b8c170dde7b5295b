import type { Severity } from './types.js';

/** One row of the catalogue: what a code means and how its sentence is made from its parameters. */
export interface Definition<P> {
  readonly severity: Severity;
  /** The heading of its page, without parameters. */
  readonly title: string;
  readonly message: (parameters: P) => string;
}

/** Defines an error of the catalogue; `P` is inferred from the message function. */
export function error<P = Record<never, never>>(title: string, message: (parameters: P) => string): Definition<P> {
  return { severity: 'error', title, message };
}

/** Defines a warning of the catalogue. */
export function warning<P = Record<never, never>>(title: string, message: (parameters: P) => string): Definition<P> {
  return { severity: 'warning', title, message };
}
