/** What one test file said in a run of its own: vitest's report in JSON, of which a load needs a few figures. */

export interface Failure {
  /** Empty where the file itself did not load. */
  readonly test: string;
  readonly message: string;
}

export interface FileReport {
  readonly file: string;
  readonly tests: number;
  readonly skipped: number;
  /** Random cases that ran. */
  readonly cases: number;
  readonly failures: readonly Failure[];
  readonly time_s: number;
}

interface TestCase {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages?: readonly string[] | null;
  readonly meta?: { readonly cases?: number };
}

interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly TestCase[];
  }[];
}

/** Reads the report of `file`; without one (the process was killed, say) the file has failed by what it `said`. */
export function readReport(file: string, json: string | undefined, said: string): Omit<FileReport, 'time_s'> {
  if (json === undefined)
    return {
      file,
      tests: 0,
      skipped: 0,
      cases: 0,
      failures: [{ test: '', message: said || 'it ended without a report' }],
    };
  const suites = (JSON.parse(json) as Report).testResults;
  const all = suites.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.filter(({ status }) => status === 'failed');
  const unloaded = failed.length === 0 ? suites.filter(({ status }) => status === 'failed') : [];
  return {
    file,
    tests: all.length,
    skipped: all.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
    cases: all.reduce((sum, { meta }) => sum + (meta?.cases ?? 0), 0),
    failures: [
      ...unloaded.map(({ message }) => ({ test: '', message })),
      ...failed.map(({ fullName, failureMessages }) => ({ test: fullName, message: failureMessages?.[0] ?? '' })),
    ],
  };
}
