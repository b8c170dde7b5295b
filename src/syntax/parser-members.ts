import type {
  AddressEntry,
  AddressMapMember,
  Argument,
  ClockBinding,
  ClockInMember,
  ClockMember,
  ConnectMember,
  Doc,
  Expression,
  ForMember,
  Identifier,
  IfMember,
  InstanceMember,
  LetMember,
  LetSignature,
  Medium,
  Member,
  PassPortMember,
  PortMember,
  ProcessMember,
  RequireMember,
  SettingStatement,
  UnusedMember,
} from './ast.js';
import { limits } from './limits.js';
import { declarationWords } from './beginnings.js';
import { describe, didYouMean } from './messages.js';
import { TypeParser } from './parser-types.js';
import * as t from './tokens.js';

const { contextual, reserved } = t;

interface Documented {
  readonly doc?: Doc;
}

/** The members of a component: section 6 of the language. */
export abstract class MemberParser extends TypeParser {
  /** The `if`s, also those of chains, that what is being read stands in. */
  private conditions = 0;

  /** Whether what is being read is an extern component, which has settings. */
  protected isExtern = false;

  /** `{ member ... }` */
  protected readonly body = this.RULE('body', (): Member[] => {
    const open = this.expect(1, t.LBrace);
    const members: Member[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.member));
      this.CONSUME(t.RBrace);
      return members;
    }
    // Without its `{` a body is still one if what follows looks like members.
    if (open.image === '' && !this.beginsMember()) return members;
    this.statements(open, () => members.push(this.SUBRULE(this.member)));
    return members;
  });

  /** `{ port in x: ...; let y: T; }` of an interface */
  protected readonly interfaceBody = this.RULE('interfaceBody', (): Member[] => {
    const open = this.expect(1, t.LBrace);
    const members: Member[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() =>
        this.OR([{ ALT: () => this.SUBRULE(this.letSignature) }, { ALT: () => this.SUBRULE(this.interfaceMember) }]),
      );
      this.CONSUME(t.RBrace);
      return members;
    }
    if (open.image === '' && !this.beginsMember()) return members;
    this.statements(open, () => {
      members.push(this.is(reserved.let) ? this.SUBRULE(this.letSignature) : this.SUBRULE(this.member));
    });
    return members;
  });

  /** What an interface may hold beside values, as the grammar shows it; anything else is read too, and refused by the checker. */
  private readonly interfaceMember = this.RULE('interfaceMember', (): Member =>
    this.OR<Member>([{ ALT: () => this.SUBRULE(this.port) }, { ALT: () => this.SUBRULE(this.clock) }]),
  );

  private readonly letSignature = this.RULE('letSignature', (): LetSignature => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(reserved.let);
    const name = this.name(1);
    this.expect(1, t.Colon);
    const type = this.SUBRULE(this.type);
    if (!this.RECORDING_PHASE && this.is(t.Equals)) {
      const help = 'an interface says what there is: `let x: int;`; its value is that of the component';
      this.report('E109', this.spanOf(this.LA(1)), { what: 'a value', place: 'an interface' }, { help });
    }
    this.endStatement(1, errors);
    return { kind: 'LetSignature', ...this.from(start), ...doc, name, type };
  });

  /** Made once, not for each member. */
  private readonly memberForms = [
    { ALT: (): Member => this.SUBRULE(this.port) },
    { ALT: (): Member => this.SUBRULE(this.process) },
    { ALT: (): Member => this.SUBRULE(this.clock) },
    { ALT: (): Member => this.SUBRULE(this.letMember) },
    { ALT: (): Member => this.SUBRULE(this.require) },
    { ALT: (): Member => this.SUBRULE(this.unused) },
    { ALT: (): Member => this.SUBRULE(this.addressMap) },
    { ALT: (): Member => this.SUBRULE(this.forMember) },
    { ALT: (): Member => this.SUBRULE(this.ifMember) },
    { ALT: (): Member => this.SUBRULE(this.setting) },
    { ALT: (): Member => this.SUBRULE(this.named) },
    { ALT: (): Member => this.SUBRULE(this.connect) },
  ];

  private readonly member = this.RULE('member', (): Member => {
    if (this.inUnusedList) return this.SUBRULE(this.unused);
    if (!this.RECORDING_PHASE && !this.beginsMember()) return this.noMember();
    return this.OR<Member>(this.memberForms);
  });

  private beginsMember(): boolean {
    if (this.isAny(memberWords)) return true;
    if (!this.is(t.Identifier)) return false;
    if (this.is(contextual.unused) && this.is(t.Identifier, 2)) return true;
    if (this.is(contextual.address_map) && this.is(t.LBrace, 2)) return true;
    if (this.isExtern && this.is(t.Equals, 2)) return true;
    return this.isAny([t.Colon, t.Dot, t.LSquare, t.LParen, t.Arrow, t.BothArrow], 2);
  }

  /** What begins no member: reported by what it looks like, and skipped. */
  private noMember(): Member {
    const start = this.here();
    const token = this.LA(1);
    const origin = this.spanOf(token);
    if (this.isAny(declarationWords)) {
      const help = this.is(reserved.const) ? { help: 'a value of a component is a `let`' } : {};
      this.report('E109', origin, { what: describe(token), place: 'a component' }, help);
    } else if (this.is(t.Identifier) && this.is(t.Equals, 2)) {
      const help = `a value is \`let ${token.image} = ...;\`; a parameter of an instance stands in its \`{ }\``;
      this.report('E109', origin, { what: 'an assignment', place: 'a component' }, { help });
    } else if (t.isReserved(token.tokenType) && this.is(t.Colon, 2)) {
      this.report('E107', origin, { word: token.image });
    } else
      this.report(
        'E101',
        origin,
        { expected: 'a member of the component', found: describe(token) },
        didYouMean(token, memberNames),
      );
    this.skipStatement();
    return { kind: 'ErrorMember', ...this.from(start) };
  }

  /** `area = 0.2 mm^2;` of an extern component or a workload */
  protected readonly setting = this.RULE('setting', (): SettingStatement => {
    const [start, errors] = [this.here(), this.errorCount];
    const name = this.name(1);
    this.expect(1, t.Equals);
    const value = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    return { kind: 'SettingStatement', ...this.from(start), name, value };
  });

  private readonly port = this.RULE('port', (): PortMember | PassPortMember => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(reserved.port);
    const direction = this.OPTION({
      GATE: () => this.isBeforeName(),
      DEF: () =>
        this.OR([
          { ALT: () => (this.CONSUME(contextual.in), 'in' as const) },
          { ALT: () => (this.CONSUME(contextual.out), 'out' as const) },
        ]),
    });
    const name = this.isFreePortName() ? this.anyName(1) : this.name(1);
    if (!this.RECORDING_PHASE && this.is(t.Colon) && direction === undefined) this.noDirection(name);
    const isPassed = this.RECORDING_PHASE || this.is(t.Equals);
    const rest = isPassed
      ? this.OR2<Expression | Pick<PortMember, 'type' | 'shape'>>([
          { ALT: () => (this.CONSUME(t.Equals), this.SUBRULE(this.endpoint)) },
          { ALT: () => this.portType() },
        ])
      : this.portType();
    this.endStatement(1, errors);
    const place = { ...this.from(start), ...doc, name };
    if ('shape' in rest) return { kind: 'PortMember', ...place, direction: direction ?? 'in', ...rest };
    return { kind: 'PassPortMember', ...place, ...(direction === undefined ? {} : { direction }), target: rest };
  });

  /** Users write the ports of an extern component behind a `.`, where every word is a name, and it has no body that speaks of them. */
  private isFreePortName(): boolean {
    return !this.RECORDING_PHASE && this.isExtern && t.isReserved(this.LA(1).tokenType) && this.is(t.Colon, 2);
  }

  /** Whether the next word, `in` or `out`, has a name behind it and is none itself. */
  private isBeforeName(): boolean {
    return !this.isAny([t.Colon, t.Equals], 2);
  }

  private portType(): Pick<PortMember, 'type' | 'shape'> {
    if (this.RECORDING_PHASE || this.is(t.Colon)) this.consume(1, t.Colon);
    else this.reportExpected('`:` and a type, or `=` and a port');
    return { type: this.SUBRULE(this.type), shape: this.OPTION3(() => this.SUBRULE(this.shape)) ?? [] };
  }

  private noDirection(name: Identifier): void {
    const help = `write \`port in ${name.name}\` or \`port out ${name.name}\``;
    this.report(
      'E101',
      this.span(name.start, name.end),
      { expected: '`in` or `out`', found: `\`${name.name}\`` },
      { help },
    );
  }

  private readonly process = this.RULE('process', (): ProcessMember => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(reserved.process);
    const process = this.SUBRULE(this.qualifiedName);
    const args = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    this.endStatement(1, errors);
    return { kind: 'ProcessMember', ...this.from(start), ...doc, process, arguments: args };
  });

  private readonly clock = this.RULE('clock', (): ClockMember | ClockInMember => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(reserved.clock);
    if (this.RECORDING_PHASE) this.OR([{ ALT: () => this.clockInput() }, { ALT: () => this.ownClock() }]);
    else if (this.is(contextual.in) && this.isBeforeName()) {
      const name = this.clockInput();
      this.endStatement(1, errors);
      return { kind: 'ClockInMember', ...this.from(start), ...doc, name };
    }
    const clock = this.RECORDING_PHASE ? noClock : this.ownClock();
    this.endStatement(1, errors);
    return { kind: 'ClockMember', ...this.from(start), ...doc, ...clock };
  });

  /** `in line` */
  private clockInput(): Identifier {
    this.CONSUME(contextual.in);
    return this.name(1);
  }

  /** `main = 1 GHz { reset: .sync }` */
  private ownClock(): Pick<ClockMember, 'name' | 'frequency' | 'arguments'> {
    const name = this.name(2);
    const isGiven = this.RECORDING_PHASE || this.is(t.Equals);
    if (!isGiven) this.reportExpected('`=` and a frequency');
    const frequency: Expression = isGiven
      ? (this.CONSUME(t.Equals), this.SUBRULE(this.expression))
      : { kind: 'ErrorExpression', start: name.end, end: name.end };
    const args = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    return { name, frequency, arguments: args };
  }

  /** `let x: T = e;` */
  protected readonly letMember = this.RULE('let', (): LetMember => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(reserved.let);
    const name = this.name(1);
    const type = this.OPTION(() => {
      this.CONSUME(t.Colon);
      return this.SUBRULE(this.type);
    });
    this.expect(1, t.Equals);
    const value = this.SUBRULE(this.expression);
    this.endStatement(1, errors);
    return { kind: 'LetMember', ...this.from(start), ...doc, name, ...(type === undefined ? {} : { type }), value };
  });

  private readonly require = this.RULE('require', (): RequireMember => {
    const [start, doc, errors] = [this.here(), this.takeDoc(), this.errorCount];
    this.CONSUME(reserved.require);
    const condition = this.SUBRULE(this.expression);
    const message = this.OPTION(() => {
      this.CONSUME(t.Comma);
      return this.string(1);
    });
    this.endStatement(1, errors);
    return {
      kind: 'RequireMember',
      ...this.from(start),
      ...doc,
      condition,
      ...(message === undefined ? {} : { message }),
    };
  });

  private readonly unused = this.RULE('unused', (): UnusedMember => {
    const [start, errors] = [this.here(), this.errorCount];
    // What is listed behind the word is read as if the word stood before each.
    if (!this.inUnusedList) this.CONSUME(contextual.unused);
    const port = this.SUBRULE(this.endpoint);
    this.inUnusedList = !this.RECORDING_PHASE && this.takeComma('unused', this.inUnusedList);
    if (!this.inUnusedList) this.endStatement(1, errors);
    return { kind: 'UnusedMember', ...this.from(start), port };
  });

  private readonly connect = this.RULE('connect', (): ConnectMember => {
    const [start, errors] = [this.here(), this.errorCount];
    const left = this.SUBRULE(this.endpoint);
    if (!this.RECORDING_PHASE && !this.isAny([t.Arrow, t.BothArrow])) {
      if (this.errorCount === errors) this.reportExpected('`->` or `<->`');
      this.endStatement(1, errors);
      const right: Expression = { kind: 'ErrorExpression', start: left.end, end: left.end };
      return { kind: 'ConnectMember', ...this.from(start), operator: '->', left, right };
    }
    const operator = this.OR([
      { ALT: () => (this.CONSUME(t.Arrow), '->' as const) },
      { ALT: () => (this.CONSUME(t.BothArrow), '<->' as const) },
    ]);
    const right = this.SUBRULE2(this.endpoint);
    const medium = this.OPTION(() => this.SUBRULE(this.medium));
    this.endStatement(1, errors);
    const through = medium === undefined ? {} : { medium };
    return { kind: 'ConnectMember', ...this.from(start), operator, left, right, ...through };
  });

  /** `via Cable { length: 2 m }` */
  private readonly medium = this.RULE('medium', (): Medium => {
    const start = this.here();
    this.CONSUME(contextual.via);
    const component = this.SUBRULE(this.qualifiedName);
    const args = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    return { kind: 'Medium', ...this.from(start), component, arguments: args };
  });

  /** `address_map { csr: 0x0000; dma: 0x1000, 64 KiB; }` */
  private readonly addressMap = this.RULE('addressMap', (): AddressMapMember => {
    const [start, doc] = [this.here(), this.takeDoc()];
    this.CONSUME(contextual.address_map);
    const open = this.CONSUME(t.LBrace);
    const entries: AddressEntry[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.addressEntry));
      this.CONSUME(t.RBrace);
    } else this.statements(open, () => entries.push(this.SUBRULE(this.addressEntry)));
    return { kind: 'AddressMapMember', ...this.from(start), ...doc, entries };
  });

  private readonly addressEntry = this.RULE('addressEntry', (): AddressEntry => {
    const [start, errors] = [this.here(), this.errorCount];
    const target = this.SUBRULE(this.endpoint);
    this.expect(1, t.Colon);
    const base = this.SUBRULE(this.expression);
    const size = this.OPTION(() => {
      this.CONSUME(t.Comma);
      return this.SUBRULE2(this.expression);
    });
    this.endStatement(1, errors);
    const taken = size === undefined ? {} : { size };
    return { kind: 'AddressEntry', ...this.from(start), target, base, ...taken };
  });

  /** What begins with `name:`: an instance, or a labelled `for` or `if`. */
  private readonly named = this.RULE('named', (): InstanceMember | ForMember | IfMember => {
    const [start, errors] = [this.here(), this.errorCount];
    const doc = this.is(reserved.for, 3) || this.is(reserved.if, 3) ? {} : this.takeDoc();
    const name = this.name(1);
    this.CONSUME(t.Colon);
    if (!this.RECORDING_PHASE && !this.isAny([reserved.for, reserved.if]))
      return this.instance(start, doc, errors, name);
    const member = this.OR<InstanceMember | ForMember | IfMember>([
      { ALT: () => this.SUBRULE(this.forMember) },
      { ALT: () => this.SUBRULE(this.ifMember) },
      { ALT: () => this.instance(start, doc, errors, name) },
    ]);
    return member.kind === 'InstanceMember' ? member : { ...member, start, label: name };
  });

  private instance(start: number, doc: Documented, errors: number, name: Identifier): InstanceMember {
    const component = this.SUBRULE(this.qualifiedName);
    const shape = this.OPTION(() => this.SUBRULE(this.shape)) ?? [];
    const clocks = this.OPTION2(() => this.SUBRULE(this.clocks)) ?? [];
    const args = this.OPTION3(() => this.SUBRULE(this.arguments)) ?? [];
    this.endStatement(1, errors);
    return { kind: 'InstanceMember', ...this.from(start), ...doc, name, component, shape, clocks, arguments: args };
  }

  /** `Name` or `ns.Name`. */
  protected readonly qualifiedName = this.RULE('qualifiedName', (): Expression => {
    const { kind: _, ...first } = this.name(1);
    let tree: Expression = { kind: 'NameExpression', ...first };
    this.OPTION(() => {
      this.CONSUME(t.Dot);
      tree = { kind: 'MemberExpression', object: tree, name: this.anyName(2), ...this.from(first.start) };
    });
    return tree;
  });

  /** `@ link` or `@ (clk: main, line: link)` */
  private readonly clocks = this.RULE('clocks', (): ClockBinding[] => {
    this.CONSUME(t.At);
    if (!this.RECORDING_PHASE && !this.is(t.LParen)) return [this.mainClock()];
    return this.OR([
      { ALT: () => [this.mainClock()] },
      { ALT: () => this.list(this.CONSUME(t.LParen), t.RParen, () => this.SUBRULE(this.clockBinding)) },
    ]);
  });

  private mainClock(): ClockBinding {
    const start = this.here();
    const clock = this.name(1);
    return { kind: 'ClockBinding', ...this.from(start), clock };
  }

  private readonly clockBinding = this.RULE('clockBinding', (): ClockBinding => {
    const start = this.here();
    const name = this.anyName(1);
    this.expect(1, t.Colon);
    const clock = this.name(2);
    return { kind: 'ClockBinding', ...this.from(start), name, clock };
  });

  protected readonly arguments = this.RULE('arguments', (): Argument[] => {
    const open = this.CONSUME(t.LBrace);
    return this.list(open, t.RBrace, () => this.SUBRULE(this.argument));
  });

  private readonly argument = this.RULE('argument', (): Argument => {
    const start = this.here();
    const name = this.anyName(1);
    const value = this.OPTION(() => {
      this.CONSUME(t.Colon);
      return this.SUBRULE(this.expression);
    });
    const place = this.from(start);
    if (value !== undefined) return { kind: 'Argument', ...place, name, value, short: false };
    const same: Expression = { kind: 'NameExpression', start: name.start, end: name.end, name: name.name };
    return { kind: 'Argument', ...place, name, value: same, short: true };
  });

  private readonly forMember = this.RULE('for', (): ForMember => {
    const start = this.here();
    this.CONSUME(reserved.for);
    const variable = this.name(1);
    this.expect(1, contextual.in);
    const over = this.SUBRULE(this.rangeOrValue);
    const body = this.SUBRULE(this.body);
    return { kind: 'ForMember', ...this.from(start), variable, over, body };
  });

  /** `if c { } else if d { } else { }`; the chain is read in a loop, however long. */
  private readonly ifMember = this.RULE('if', (): IfMember => {
    const parts: Omit<IfMember, 'end' | 'else'>[] = [this.ifPart(1)];
    let otherwise: readonly Member[] | undefined;
    this.MANY({
      GATE: () => otherwise === undefined,
      DEF: () => {
        this.CONSUME(reserved.else);
        const isLast = !this.RECORDING_PHASE && !this.is(reserved.if);
        if (isLast) otherwise = this.SUBRULE3(this.body);
        else this.elsePart(parts);
      },
    });
    this.conditions -= parts.length;
    const end = this.previousEnd();
    for (const part of parts.toReversed()) {
      otherwise = [{ ...part, end, ...(otherwise === undefined ? {} : { else: otherwise }) }];
    }
    const [whole] = otherwise ?? [];
    if (whole?.kind === 'IfMember') return whole;
    return { kind: 'IfMember', start: 0, end, condition: { kind: 'ErrorExpression', start: 0, end }, then: [] };
  });

  private elsePart(parts: Omit<IfMember, 'end' | 'else'>[]): void {
    this.OR([{ ALT: () => parts.push(this.ifPart(2)) }, { ALT: () => this.SUBRULE3(this.body) }]);
  }

  /** One `if c { }` of a chain; the next one is its `else`, so each is one level of the tree. */
  private ifPart(index: number): Omit<IfMember, 'end' | 'else'> {
    const start = this.here();
    this.consume(index, reserved.if);
    this.conditions++;
    if (this.conditions > limits.nesting) this.tooDeep(limits.nesting);
    const condition = this.subrule(index, this.expression);
    const then = this.subrule(index, this.body);
    return { kind: 'IfMember', start, condition, then };
  }
}

const noClock: Pick<ClockMember, 'name' | 'frequency' | 'arguments'> = {
  name: { kind: 'Identifier', start: 0, end: 0, name: '' },
  frequency: { kind: 'ErrorExpression', start: 0, end: 0 },
  arguments: [],
};

const memberWords = [
  reserved.port,
  reserved.process,
  reserved.clock,
  reserved.let,
  reserved.require,
  reserved.for,
  reserved.if,
];

const memberNames = ['port', 'process', 'clock', 'let', 'require', 'for', 'if', 'unused', 'address_map'];
