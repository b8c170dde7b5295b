import type { TokenType } from 'chevrotain';
import type {
  AliasDeclaration,
  ComponentDeclaration,
  ConstDeclaration,
  Doc,
  EnumCaseDeclaration,
  EnumDeclaration,
  ExploreDeclaration,
  FunctionDeclaration,
  Identifier,
  ImportDeclaration,
  ImportName,
  Item,
  MappingDeclaration,
  Parameter,
  ReexportDeclaration,
  SourceFile,
  WorkloadDeclaration,
} from './ast.js';
import type { ParserInput } from './parser-base.js';
import { describe, didYouMean } from './messages.js';
import { MappingParser } from './parser-mappings.js';
import * as t from './tokens.js';

const { contextual, reserved } = t;

/** What stands before the word of a declaration. */
interface Head {
  readonly start: number;
  readonly doc: { readonly doc?: Doc };
  readonly exported: boolean;
}

/** Files and their declarations: section 5 of the language. */
export class AccelParser extends MappingParser {
  private head: Head = { start: 0, doc: {}, exported: false };

  /** `skipValidations` leaves out Chevrotain's checks of the grammar, which a test makes. */
  constructor(skipValidations = true) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  /** Reads a file. Never throws, and leaves no error to Chevrotain; the tree is whole whatever the source says. */
  run(source: ParserInput): { readonly items: readonly Item[]; readonly claimedDocs: ReadonlySet<Doc> } {
    this.begin(source);
    const items = this.file();
    return { items, claimedDocs: this.claimedDocs };
  }

  /** What the last run reported. */
  get reports() {
    return this.diagnostics;
  }

  readonly file = this.RULE('file', (): SourceFile['items'] => {
    const items: Item[] = [];
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.item));
    else {
      while (!this.is(t.EOF)) {
        const start = this.here();
        items.push(this.SUBRULE(this.item));
        if (this.here() === start) this.skip();
      }
    }
    this.CONSUME(t.EOF);
    return items;
  });

  private readonly item = this.RULE('item', (): Item => {
    const start = this.here();
    // Imports have no documentation: what stands before one is a remark.
    const doc = !this.RECORDING_PHASE && this.isImport() ? {} : this.takeDoc();
    if (!this.RECORDING_PHASE && !this.beginsItem()) return this.noItem();
    this.head = { start, doc, exported: false };
    return this.OR<Item>([
      { ALT: () => this.SUBRULE(this.import) },
      { ALT: () => this.SUBRULE(this.reexport) },
      { ALT: () => this.exported(start, doc) },
      { ALT: () => this.SUBRULE2(this.declaration) },
    ]);
  });

  private exported(start: number, doc: Head['doc']): Item {
    this.CONSUME(reserved.export);
    this.head = { start, doc, exported: true };
    return this.SUBRULE1(this.declaration);
  }

  private readonly declaration = this.RULE('declaration', (): Item =>
    this.OR<Item>({
      MAX_LOOKAHEAD: 1,
      DEF: [
        { ALT: () => this.SUBRULE(this.const) },
        { ALT: () => this.SUBRULE(this.fn) },
        { ALT: () => this.SUBRULE(this.enum) },
        { ALT: () => this.SUBRULE(this.component) },
        { ALT: () => this.SUBRULE(this.interface) },
        { ALT: () => this.SUBRULE(this.workload) },
        { ALT: () => this.SUBRULE(this.mapping) },
        { ALT: () => this.SUBRULE(this.explore) },
      ],
    }),
  );

  /** Whether an import is next, or an export of what another file exports. */
  private isImport(): boolean {
    return this.is(reserved.import) || (this.is(reserved.export) && this.is(t.LBrace, 2));
  }

  private beginsItem(): boolean {
    if (this.isImport()) return true;
    const ahead = this.is(reserved.export) ? 2 : 1;
    return this.isAny(declarations, ahead);
  }

  private noItem(): Item {
    const start = this.here();
    const isExport = this.is(reserved.export);
    const token = this.LA(isExport ? 2 : 1);
    const origin = this.spanOf(token);
    if (this.isAny([t.RBrace, t.RParen, t.RSquare])) this.report('E105', origin, { found: describe(token) });
    else if (this.isAny([reserved.let, reserved.port, reserved.clock, reserved.process, reserved.require])) {
      const help = this.is(reserved.let) ? { help: 'a value of a file is a `const`' } : {};
      this.report('E109', origin, { what: describe(token), place: 'a file, outside a component' }, help);
    } else
      this.report('E101', origin, { expected: 'a declaration', found: describe(token) }, didYouMean(token, itemWords));
    if (isExport) this.skip();
    if (this.isAny([t.RBrace, t.RParen, t.RSquare])) this.skip();
    else this.skipDeclaration();
    return { kind: 'ErrorItem', ...this.from(start) };
  }

  private readonly import = this.RULE('import', (): ImportDeclaration => {
    const [start, errors] = [this.here(), this.errorCount];
    this.CONSUME(reserved.import);
    let names: ImportName[] = [];
    let namespace: Identifier | undefined;
    if (!this.RECORDING_PHASE && !this.isAny([t.Star, t.LBrace])) this.reportExpected('`{` or `* as`');
    else {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Star);
            this.expect(1, contextual.as);
            namespace = this.name(1);
          },
        },
        { ALT: () => (names = this.SUBRULE(this.importNames)) },
      ]);
    }
    this.expect(1, contextual.from);
    const from = this.string(1);
    this.endStatement(1, errors);
    return {
      kind: 'ImportDeclaration',
      ...this.from(start),
      names,
      ...(namespace === undefined ? {} : { namespace }),
      from,
    };
  });

  private readonly importNames = this.RULE('importNames', (): ImportName[] => {
    const open = this.CONSUME(t.LBrace);
    return this.list(open, t.RBrace, () => this.SUBRULE(this.importName));
  });

  private readonly importName = this.RULE('importName', (): ImportName => {
    const start = this.here();
    const name = this.name(1);
    const alias = this.OPTION(() => {
      this.CONSUME(contextual.as);
      return this.name(2);
    });
    return { kind: 'ImportName', ...this.from(start), name, ...(alias === undefined ? {} : { alias }) };
  });

  private readonly reexport = this.RULE('reexport', (): ReexportDeclaration => {
    const [start, errors] = [this.here(), this.errorCount];
    this.CONSUME(reserved.export);
    const names = this.SUBRULE(this.importNames);
    this.expect(1, contextual.from);
    const from = this.string(1);
    this.endStatement(1, errors);
    return { kind: 'ReexportDeclaration', ...this.from(start), names, from };
  });

  private readonly const = this.RULE('const', (): ConstDeclaration => {
    const [{ start, doc, exported }, errors] = [this.head, this.errorCount];
    this.CONSUME(reserved.const);
    const name = this.name(1);
    const type = this.OPTION(() => {
      this.CONSUME(t.Colon);
      return this.SUBRULE(this.type);
    });
    this.expect(1, t.Equals);
    const value = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    const typed = type === undefined ? {} : { type };
    return { kind: 'ConstDeclaration', ...this.from(start), ...doc, exported, name, ...typed, value };
  });

  private readonly fn = this.RULE('fn', (): FunctionDeclaration => {
    const [{ start, doc, exported }, errors] = [this.head, this.errorCount];
    this.CONSUME(reserved.fn);
    const name = this.name(1);
    const isOpen = this.RECORDING_PHASE || this.is(t.LParen);
    if (!isOpen) this.reportExpected('`(`');
    const parameters = isOpen ? this.SUBRULE(this.parameters) : [];
    const result = this.OPTION(() => {
      this.CONSUME(t.Colon);
      return this.SUBRULE(this.type);
    });
    this.expect(1, t.Equals);
    const value = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    const typed = result === undefined ? {} : { result };
    return { kind: 'FunctionDeclaration', ...this.from(start), ...doc, exported, name, parameters, ...typed, value };
  });

  private readonly parameters = this.RULE('parameters', (): Parameter[] => {
    const open = this.CONSUME(t.LParen);
    return this.list(open, t.RParen, () => this.SUBRULE(this.parameter));
  });

  private readonly parameter = this.RULE('parameter', (): Parameter => {
    const [start, doc] = [this.here(), this.takeDoc()];
    const name = this.name(1);
    this.expect(1, t.Colon);
    const type = this.SUBRULE(this.type);
    const bounds = this.OPTION(() => {
      this.CONSUME(contextual.in);
      return this.SUBRULE(this.range);
    });
    const value = this.OPTION2(() => {
      this.CONSUME(t.Equals);
      return this.SUBRULE(this.expression);
    });
    const bounded = bounds === undefined ? {} : { bounds };
    const defaulted = value === undefined ? {} : { default: value };
    return { kind: 'Parameter', ...this.from(start), ...doc, name, type, ...bounded, ...defaulted };
  });

  private readonly enum = this.RULE('enum', (): EnumDeclaration => {
    const { start, doc, exported } = this.head;
    this.CONSUME(reserved.enum);
    const name = this.name(1);
    const open = this.expect(1, t.LBrace);
    const isOpen = this.RECORDING_PHASE || open.image !== '';
    const cases = isOpen ? this.list(open, t.RBrace, () => this.SUBRULE(this.enumCase)) : [];
    return { kind: 'EnumDeclaration', ...this.from(start), ...doc, exported, name, cases };
  });

  private readonly enumCase = this.RULE('enumCase', (): EnumCaseDeclaration => {
    const [start, doc] = [this.here(), this.takeDoc()];
    const name = this.anyName(1);
    return { kind: 'EnumCaseDeclaration', ...this.from(start), ...doc, name };
  });

  private readonly component = this.RULE('component', (): ComponentDeclaration | AliasDeclaration => {
    const [head, errors] = [this.head, this.errorCount];
    const flavour = this.OR<ComponentDeclaration['flavour']>([
      { ALT: () => (this.CONSUME(reserved.component), 'component') },
      { ALT: () => (this.CONSUME(reserved.design), 'design') },
      { ALT: () => (this.CONSUME(reserved.system), 'system') },
      { ALT: () => (this.CONSUME(reserved.extern), this.expect(2, reserved.component), 'extern') },
    ]);
    const name = this.name(1);
    const parameters = this.OPTION(() => this.SUBRULE(this.parameters)) ?? [];
    const described = (): ComponentDeclaration => this.described(head, flavour, name, parameters);
    if (!this.RECORDING_PHASE && !this.is(t.Equals)) return described();
    if (flavour !== 'component' || parameters.length > 0) this.noAlias(flavour);
    return this.OR2<ComponentDeclaration | AliasDeclaration>([
      { ALT: () => this.alias(head, name, parameters, errors) },
      { ALT: described },
    ]);
  });

  private described(
    { start, doc, exported }: Head,
    flavour: ComponentDeclaration['flavour'],
    name: Identifier,
    parameters: readonly Parameter[],
  ): ComponentDeclaration {
    this.isExtern = flavour === 'extern';
    const members = this.SUBRULE(this.body);
    this.isExtern = false;
    return { kind: 'ComponentDeclaration', ...this.from(start), ...doc, flavour, exported, name, parameters, members };
  }

  private alias(
    { start, doc, exported }: Head,
    name: Identifier,
    parameters: readonly Parameter[],
    errors: number,
  ): AliasDeclaration {
    this.CONSUME(t.Equals);
    const component = this.SUBRULE(this.qualifiedName);
    const written = this.OPTION2(() => this.SUBRULE(this.arguments)) ?? [];
    // They speak of parameters that an alias cannot have, which has been reported.
    const args = parameters.length > 0 ? [] : written;
    this.endStatement(1, errors);
    return { kind: 'AliasDeclaration', ...this.from(start), ...doc, exported, name, component, arguments: args };
  }

  /** A `=` behind what is no alias. */
  private noAlias(flavour: ComponentDeclaration['flavour']): void {
    const help =
      flavour === 'component'
        ? 'a component that is another one with arguments has no parameters of its own: `component A = B { n: 4 };`'
        : 'only a `component` is another one with arguments: `component A = B { n: 4 };`';
    const token = this.LA(1);
    if (this.RECORDING_PHASE) return;
    this.report('E101', this.spanOf(token), { expected: '`{`', found: describe(token) }, { help });
  }

  private readonly interface = this.RULE('interface', (): ComponentDeclaration => {
    const { start, doc, exported } = this.head;
    this.CONSUME(reserved.interface);
    const name = this.name(1);
    const members = this.SUBRULE(this.interfaceBody);
    const head = { flavour: 'interface' as const, exported, name, parameters: [] };
    return { kind: 'ComponentDeclaration', ...this.from(start), ...doc, ...head, members };
  });

  private readonly workload = this.RULE('workload', (): WorkloadDeclaration => {
    const { start, doc, exported } = this.head;
    this.CONSUME(reserved.workload);
    const name = this.name(1);
    const parameters = this.OPTION(() => this.SUBRULE(this.parameters)) ?? [];
    const statements = this.SUBRULE(this.workloadBody);
    return { kind: 'WorkloadDeclaration', ...this.from(start), ...doc, exported, name, parameters, statements };
  });

  private readonly mapping = this.RULE('mapping', (): MappingDeclaration => {
    const { start, doc, exported } = this.head;
    this.CONSUME(reserved.mapping);
    const name = this.name(1);
    this.expect(1, reserved.for);
    const workload = this.SUBRULE(this.qualifiedName);
    this.expect(1, contextual.on);
    const design = this.SUBRULE2(this.qualifiedName);
    const statements = this.SUBRULE(this.mappingBody);
    const of = { exported, name, workload, design, statements };
    return { kind: 'MappingDeclaration', ...this.from(start), ...doc, ...of };
  });

  private readonly explore = this.RULE('explore', (): ExploreDeclaration => {
    const { start, doc, exported } = this.head;
    this.CONSUME(reserved.explore);
    const name = this.name(1);
    this.expect(1, reserved.for);
    const design = this.SUBRULE(this.qualifiedName);
    const statements = this.SUBRULE(this.exploreBody);
    return { kind: 'ExploreDeclaration', ...this.from(start), ...doc, exported, name, design, statements };
  });
}

const declarations: readonly TokenType[] = [
  ...[reserved.const, reserved.fn, reserved.enum, reserved.component, reserved.design, reserved.system],
  ...[reserved.extern, reserved.interface, reserved.workload, reserved.mapping, reserved.explore],
];

const itemWords = [
  'import',
  'export',
  'const',
  'fn',
  'enum',
  'component',
  'design',
  'system',
  'extern',
  'interface',
  'workload',
  'mapping',
  'explore',
];
