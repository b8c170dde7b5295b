/** Why mutants that nothing notices do no harm, by what they change. */
interface Explanation {
  readonly of: RegExp;
  readonly why: string;
}

const explanations: readonly Explanation[] = [];

/** The explanation of a mutant that was not noticed. */
export function explanationOf(what: string): string {
  return explanations.find(({ of }) => of.test(what))?.why ?? 'Not explained yet.';
}
