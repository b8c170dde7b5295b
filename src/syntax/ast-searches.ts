import type { Documented, ErrorMember, Expression, Identifier, Range } from './ast.js';

/** `explore x for D { ... }`: what a search may change of a design, and what it is for. */
export interface ExploreDeclaration extends Documented {
  readonly kind: 'ExploreDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  readonly design: Expression;
  readonly statements: readonly ExploreStatement[];
}

export type ExploreStatement = SweepStatement | GoalStatement | SubjectStatement | ErrorMember;

/** `sweep l2.capacity in 32 MiB ..= 128 MiB step * 2;`, or over a list. */
export interface SweepStatement extends Documented {
  readonly kind: 'SweepStatement';
  /** A parameter of the design, of an instance or of a workload. */
  readonly path: Expression;
  readonly values: Range | Expression;
  readonly step?: Expression;
  /** Of a step: it multiplies (`step * 2`), and does not add. */
  readonly factor?: boolean;
}

/** `minimize energy_per_token(w);` */
export interface GoalStatement extends Documented {
  readonly kind: 'GoalStatement';
  readonly goal: 'minimize' | 'maximize';
  readonly value: Expression;
}

/** `subject to area <= 830 mm^2;` */
export interface SubjectStatement extends Documented {
  readonly kind: 'SubjectStatement';
  readonly condition: Expression;
}
