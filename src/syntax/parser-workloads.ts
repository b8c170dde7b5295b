import type {
  EinsumBinding,
  EinsumStatement,
  Expression,
  ModelStatement,
  OutputStatement,
  TensorAccess,
  TensorStatement,
  WorkloadStatement,
} from './ast.js';
import { describe } from './messages.js';
import { MemberParser } from './parser-members.js';
import * as t from './tokens.js';

const { contextual, reserved } = t;

/** The statements of a workload: section 7 of the language. */
export abstract class WorkloadParser extends MemberParser {
  protected readonly workloadBody = this.RULE('workloadBody', (): WorkloadStatement[] => {
    const open = this.expect(1, t.LBrace);
    const statements: WorkloadStatement[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.workloadStatement));
      this.CONSUME(t.RBrace);
      return statements;
    }
    if (open.image === '') return statements;
    this.statements(open, () => statements.push(this.SUBRULE(this.workloadStatement)));
    return statements;
  });

  private readonly workloadStatement = this.RULE('workloadStatement', (): WorkloadStatement => {
    if (!this.RECORDING_PHASE && !this.beginsWorkloadStatement()) return this.noStatement();
    return this.OR<WorkloadStatement>([
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.setting) },
      { ALT: () => this.SUBRULE(this.einsum) },
      { ALT: () => this.SUBRULE(this.tensor) },
      { ALT: () => this.SUBRULE(this.output) },
      { ALT: () => this.SUBRULE(this.letMember) },
    ]);
  });

  private beginsWorkloadStatement(): boolean {
    if (this.is(reserved.let)) return true;
    if (!this.is(t.Identifier)) return false;
    if (this.is(t.Equals, 2)) return true;
    if (this.isAny([contextual.input, contextual.weight, contextual.output])) return this.is(t.Identifier, 2);
    if (this.is(contextual.model)) return this.is(t.StringToken, 2);
    return this.is(contextual.einsum) && this.is(t.Identifier, 2);
  }

  private noStatement(): WorkloadStatement {
    const start = this.here();
    const token = this.LA(1);
    if (t.isReserved(token.tokenType)) {
      this.report('E109', this.spanOf(token), { what: describe(token), place: 'a workload' });
    } else this.reportExpected('a setting, `model`, `einsum`, `input`, `weight`, `let` or `output`');
    this.skipStatement();
    return { kind: 'ErrorMember', ...this.from(start) };
  }

  private readonly model = this.RULE('model', (): ModelStatement => {
    const [start, errors] = [this.here(), this.errorCount];
    this.CONSUME(contextual.model);
    const model = this.string(1);
    this.endStatement(1, errors);
    return { kind: 'ModelStatement', ...this.from(start), model };
  });

  /** `input x: int8[4, 4];` */
  private readonly tensor = this.RULE('tensor', (): TensorStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    const role = this.OR<TensorStatement['role']>([
      { ALT: () => (this.CONSUME(contextual.input), 'input') },
      { ALT: () => (this.CONSUME(contextual.weight), 'weight') },
    ]);
    const name = this.name(1);
    this.expect(1, t.Colon);
    const element = this.SUBRULE(this.type);
    const shape = this.extents(() => this.SUBRULE(this.expression));
    this.endStatement(1, errors);
    return { kind: 'TensorStatement', ...this.from(start), ...doc, role, name, element, shape };
  });

  /** `[a, b]`: one expression for each rank. */
  private extents(expression: () => Expression): Expression[] {
    const open = this.expect(1, t.LSquare);
    const isOpen = this.RECORDING_PHASE || open.image !== '';
    return isOpen ? this.list(open, t.RSquare, expression) : [];
  }

  /** `output y = matmul(x, w);` */
  private readonly output = this.RULE('output', (): OutputStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.output);
    const name = this.name(1);
    this.expect(1, t.Equals);
    const value = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    return { kind: 'OutputStatement', ...this.from(start), ...doc, name, value };
  });

  private readonly einsum = this.RULE('einsum', (): EinsumStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.einsum);
    const output = this.SUBRULE(this.tensorAccess);
    this.expect(1, t.PlusEquals);
    const operands = [this.SUBRULE2(this.tensorAccess)];
    this.MANY(() => {
      this.CONSUME(t.Star);
      operands.push(this.SUBRULE3(this.tensorAccess));
    });
    const bindings = this.OPTION(() => this.SUBRULE(this.einsumBindings)) ?? [];
    this.endStatement(1, errors);
    return { kind: 'EinsumStatement', ...this.from(start), ...doc, output, operands, bindings };
  });

  private readonly tensorAccess = this.RULE('tensorAccess', (): TensorAccess => {
    const start = this.here();
    const name = this.name(1);
    this.expect(1, t.Colon);
    const element = this.SUBRULE(this.type);
    const indices = this.extents(() => this.SUBRULE(this.expression));
    return { kind: 'TensorAccess', ...this.from(start), name, element, indices };
  });

  private readonly einsumBindings = this.RULE('einsumBindings', (): EinsumBinding[] => {
    this.CONSUME(contextual.where);
    const bindings = [this.SUBRULE(this.einsumBinding)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      if (!this.RECORDING_PHASE && this.is(t.Semicolon)) return;
      this.OPTION(() => bindings.push(this.SUBRULE2(this.einsumBinding)));
    });
    return bindings;
  });

  private readonly einsumBinding = this.RULE('einsumBinding', (): EinsumBinding => {
    const start = this.here();
    const name = this.name(1);
    this.expect(1, t.Equals);
    const value = this.SUBRULE(this.expression);
    return { kind: 'EinsumBinding', ...this.from(start), name, value };
  });
}
