/** The API of `accel-hdl` in a page: the core, with the standard library's texts in the bundle. */
export * from './core.js';

declare const ACCEL_STANDARD_LIBRARY: Readonly<Record<string, string>>;

/** Texts of the standard library by import name: `std/memory`. */
export function standardLibrary(): Readonly<Record<string, string>> {
  return ACCEL_STANDARD_LIBRARY;
}
