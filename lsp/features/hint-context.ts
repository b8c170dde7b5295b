import type { KnownValues } from '../../src/language/index.js';
import type { LiveEstimates } from '../../src/workspace/index.js';
import type { Analysis, Place } from '../analysis.js';
import type { HintKind } from '../live/settings.js';

/** A figure shown in a line of the source. */
export interface Hint {
  readonly at: number;
  readonly kind: HintKind;
  readonly text: string;
  readonly tooltip?: string;
}

export type Stretch = Omit<Place, 'file'>;

/** What hints are made from. */
export interface HintContext {
  readonly analysis: Analysis;
  readonly live: LiveEstimates | undefined;
  /** Whether `live` is of the file as it is. */
  readonly estimated: boolean;
  /** The key by which estimates know a place of the file, where what is around it is what was estimated. */
  readonly keyOf: (start: number, around: Stretch) => string;
  readonly within: Stretch;
  readonly values: KnownValues;
  readonly kinds: ReadonlySet<HintKind>;
}

/** Behind the bracket that closes what ends at `end`. */
export function afterBracket(text: string, end: number): number {
  const bracket = /^\s*,?\s*\]/.exec(text.slice(end, end + 100));
  return end + (bracket?.[0].length ?? 0);
}
