import { expect } from 'vitest';
import { diagnose, hostOf, rendered } from '../support/language.js';
import { inOrder, marksFor, marksOf } from '../support/marks.js';

/** Expects exactly the diagnostics that are marked in `main.accel`, with carets under what each points at, and none elsewhere. */
export function expectDiagnostics(source: string, others: Readonly<Record<string, string>> = {}): void {
  const { program, diagnostics } = diagnose(hostOf({ 'main.accel': source, ...others }));
  const found = marksFor(diagnostics, program?.texts ?? new Map(), 'main.accel');
  expect(inOrder(found), rendered(diagnostics, program)).toEqual(inOrder(marksOf(source)));
  expect(diagnostics.length, rendered(diagnostics, program)).toBe(found.length);
}
