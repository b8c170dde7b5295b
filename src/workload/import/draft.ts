/** The lines of a workload while it is written. */
export interface Draft {
  readonly phase: 'prefill' | 'decode';
  /** Tokens of a sequence that come in at once. */
  readonly step: 'context' | '1';
  /** Declares what comes in from outside, and gives its name. */
  readonly input: (name: string, type: string) => string;
  /** Declares a weight of the model's number type, and gives its name. */
  readonly weight: (name: string, ...extents: readonly number[]) => string;
  /** Names what an operator makes, and gives the name. */
  readonly let: (name: string, expression: string) => string;
  readonly output: (name: string, expression: string) => void;
  readonly lines: () => readonly string[];
}

/** An empty workload of weights of a number type. */
export function draftOf(phase: Draft['phase'], element: string): Draft {
  const lines: string[] = [];
  const say = (name: string, line: string): string => {
    lines.push(line);
    return name;
  };
  return {
    phase,
    step: phase === 'prefill' ? 'context' : '1',
    input: (name, type) => say(name, `input ${name}: ${type};`),
    weight: (name, ...extents) => say(name, `weight ${name}: ${element}[${extents.join(', ')}];`),
    let: (name, expression) => say(name, `let ${name} = ${expression};`),
    output: (name, expression) => void say(name, `output ${name} = ${expression};`),
    lines: () => lines,
  };
}

/** A product with a weight, and with a bias where there is one. */
export function linear(
  draft: Draft,
  name: string,
  x: string,
  [from, to]: readonly [number, number],
  bias = false,
): string {
  const weight = draft.weight(`${name}_w`, from, to);
  return `matmul(${x}, ${weight}${bias ? `, ${draft.weight(`${name}_b`, to)}` : ''})`;
}
