import type { ExploreStatement, Expression, GoalStatement, SubjectStatement, SweepStatement } from './ast.js';
import { describe, didYouMean } from './messages.js';
import { WorkloadParser } from './parser-workloads.js';
import * as t from './tokens.js';

const { contextual } = t;

/** The statements of `explore`: what a search may change, and what it is for. */
export abstract class SearchParser extends WorkloadParser {
  protected readonly exploreBody = this.RULE('exploreBody', (): ExploreStatement[] => {
    const open = this.expect(1, t.LBrace);
    const statements: ExploreStatement[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.exploreStatement));
      this.CONSUME(t.RBrace);
      return statements;
    }
    if (open.image === '') return statements;
    this.statements(open, () => statements.push(this.SUBRULE(this.exploreStatement)));
    return statements;
  });

  private readonly exploreStatement = this.RULE('exploreStatement', (): ExploreStatement => {
    if (!this.RECORDING_PHASE && !this.isAny(exploreWords)) return this.noExploreStatement();
    return this.OR<ExploreStatement>([
      { ALT: () => this.SUBRULE(this.sweep) },
      { ALT: () => this.SUBRULE(this.goal) },
      { ALT: () => this.SUBRULE(this.subject) },
    ]);
  });

  private noExploreStatement(): ExploreStatement {
    const start = this.here();
    const token = this.LA(1);
    const expected = '`sweep`, `minimize`, `maximize` or `subject to`';
    const near = didYouMean(token, ['sweep', 'minimize', 'maximize', 'subject']);
    this.report('E101', this.spanOf(token), { expected, found: describe(token) }, near);
    this.skipStatement();
    return { kind: 'ErrorMember', ...this.from(start) };
  }

  private readonly sweep = this.RULE('sweep', (): SweepStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.sweep);
    const path = this.SUBRULE(this.endpoint);
    this.expect(1, contextual.in);
    const values = this.SUBRULE(this.rangeOrValue);
    const isRange = this.RECORDING_PHASE || values.kind === 'Range';
    const step = isRange ? this.OPTION(() => this.sweepStep()) : undefined;
    this.endStatement(1, errors);
    return { kind: 'SweepStatement', ...this.from(start), ...doc, path, values, ...step };
  });

  /** `step 4` adds, `step * 2` multiplies. */
  private sweepStep(): { readonly step: Expression; readonly factor: boolean } {
    this.CONSUME(contextual.step);
    const factor = this.OPTION2(() => (this.CONSUME(t.Star), true)) ?? false;
    return { step: this.SUBRULE(this.expression), factor };
  }

  private readonly goal = this.RULE('goal', (): GoalStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    const goal = this.OR<GoalStatement['goal']>([
      { ALT: () => (this.CONSUME(contextual.minimize), 'minimize') },
      { ALT: () => (this.CONSUME(contextual.maximize), 'maximize') },
    ]);
    const value = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    return { kind: 'GoalStatement', ...this.from(start), ...doc, goal, value };
  });

  private readonly subject = this.RULE('subject', (): SubjectStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.subject);
    this.expect(1, contextual.to);
    const condition = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    return { kind: 'SubjectStatement', ...this.from(start), ...doc, condition };
  });
}

const exploreWords = [contextual.sweep, contextual.minimize, contextual.maximize, contextual.subject];
