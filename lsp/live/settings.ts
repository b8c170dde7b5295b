/** Kinds of inlay hints, each of which can be switched off. */
export const hintKinds = ['values', 'arguments', 'arrays', 'instances', 'connections', 'requirements'] as const;
export type HintKind = (typeof hintKinds)[number];

/** The section `accel` of an editor's settings. */
export interface Settings {
  /** The hints that are shown. */
  readonly hints: ReadonlySet<HintKind>;
  readonly lens: boolean;
  /** Quiet time before designs are estimated, in milliseconds. */
  readonly delay_ms: number;
}

export const defaultSettings: Settings = { hints: new Set(hintKinds), lens: true, delay_ms: 250 };

const longestDelay_ms = 60_000;

/**
 * Reads the section `accel`: `{ "hints": false }` or `{ "hints": { "values": false } }`, `{ "lens": false }`,
 * `{ "estimate": { "delay": 500 } }`. What is absent or of another kind has its default.
 */
export function readSettings(section: unknown): Settings {
  const { hints, lens, estimate } = recordOf(section);
  const kinds = recordOf(hints);
  const delay = recordOf(estimate)['delay'];
  return {
    hints: new Set(hintKinds.filter((kind) => hints !== false && kinds[kind] !== false)),
    lens: lens !== false,
    delay_ms: typeof delay === 'number' && delay >= 0 ? Math.min(delay, longestDelay_ms) : defaultSettings.delay_ms,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
