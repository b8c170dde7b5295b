import type {
  BypassStatement,
  Expression,
  Identifier,
  MappingStatement,
  OrderStatement,
  SpatialStatement,
  TileStatement,
} from './ast.js';
import { describe, didYouMean } from './messages.js';
import { SearchParser } from './parser-searches.js';
import * as t from './tokens.js';

const { contextual } = t;

/** The statements of `mapping`: what is pinned of how a workload runs on a design. */
export abstract class MappingParser extends SearchParser {
  protected readonly mappingBody = this.RULE('mappingBody', (): MappingStatement[] => {
    const open = this.expect(1, t.LBrace);
    const statements: MappingStatement[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.mappingStatement));
      this.CONSUME(t.RBrace);
      return statements;
    }
    if (open.image === '') return statements;
    this.statements(open, () => statements.push(this.SUBRULE(this.mappingStatement)));
    return statements;
  });

  private readonly mappingStatement = this.RULE('mappingStatement', (): MappingStatement => {
    if (!this.RECORDING_PHASE && !this.isAny(mappingWords)) return this.noMappingStatement();
    return this.OR<MappingStatement>([
      { ALT: () => this.SUBRULE(this.spatial) },
      { ALT: () => this.SUBRULE(this.order) },
      { ALT: () => this.SUBRULE(this.bypass) },
      { ALT: () => this.SUBRULE(this.tile) },
    ]);
  });

  private noMappingStatement(): MappingStatement {
    const start = this.here();
    const token = this.LA(1);
    const expected = '`spatial`, `order`, `bypass` or `tile`';
    const near = didYouMean(token, ['spatial', 'order', 'bypass', 'tile']);
    this.report('E101', this.spanOf(token), { expected, found: describe(token) }, near);
    this.skipStatement();
    return { kind: 'ErrorMember', ...this.from(start) };
  }

  private readonly spatial = this.RULE('spatial', (): SpatialStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.spatial);
    const dimension = this.name(1);
    this.expect(1, contextual.over);
    const axis = this.SUBRULE(this.endpoint);
    this.endStatement(1, errors);
    return { kind: 'SpatialStatement', ...this.from(start), ...doc, dimension, axis };
  });

  private readonly order = this.RULE('order', (): OrderStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.order);
    const dimensions = this.SUBRULE(this.nameList);
    const level = this.SUBRULE(this.level);
    this.endStatement(1, errors);
    return { kind: 'OrderStatement', ...this.from(start), ...doc, dimensions, level };
  });

  private readonly bypass = this.RULE('bypass', (): BypassStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.bypass);
    const tensors = this.SUBRULE(this.nameList);
    const level = this.SUBRULE(this.level);
    this.endStatement(1, errors);
    return { kind: 'BypassStatement', ...this.from(start), ...doc, tensors, level };
  });

  private readonly tile = this.RULE('tile', (): TileStatement => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(contextual.tile);
    const dimension = this.name(1);
    this.expect(1, t.Equals);
    const size = this.SUBRULE(this.expression);
    const level = this.SUBRULE(this.level);
    this.endStatement(1, errors);
    return { kind: 'TileStatement', ...this.from(start), ...doc, dimension, size, level };
  });

  private readonly nameList = this.RULE('nameList', (): Identifier[] => {
    const names = [this.name(1)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      names.push(this.name(2));
    });
    return names;
  });

  /** `at l2` */
  private readonly level = this.RULE('level', (): Expression => {
    this.expect(1, contextual.at);
    return this.SUBRULE(this.endpoint);
  });
}

const mappingWords = [contextual.spatial, contextual.order, contextual.bypass, contextual.tile];
