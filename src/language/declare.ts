import { diagnostic, type Span } from '../diagnostics/index.js';
import { measures } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import type { OpenBodies } from './bodies.js';
import type {
  ComponentEntity,
  Entity,
  FunctionEntity,
  LetEntity,
  Names,
  ParameterEntity,
  TensorEntity,
  WorkloadEntity,
} from './entities.js';
import { createReport, type Report } from './program.js';

/** Where declared names go while a file is read. */
export interface Declaring {
  readonly file: string;
  readonly report: Report;
  readonly bodies: OpenBodies;
}

/** A stretch of a file as a diagnostic's origin. */
export function spanOf(file: string, node: ast.NodeBase): Span {
  return { file, start: node.start, end: node.end };
}

/** Enters `entity` into `names`; a second one of that name is reported and left out. */
export function declare(
  names: Names,
  entity: Exclude<Entity, { kind: 'dtype' | 'measure' | 'run' | 'builtin' | 'operator' }>,
  report: Report,
): void {
  // The parser has reported a missing name.
  if (entity.name === '') {
    names.nameless = true;
    return;
  }
  const other = names.names.get(entity.name);
  if (other === undefined) {
    names.names.set(entity.name, entity);
    return;
  }
  const related =
    'at' in other && other.at.end > other.at.start
      ? [{ origin: spanOf(other.file, other.at), message: 'first declared here' }]
      : [];
  report.add(diagnostic('E202', spanOf(entity.file, entity.at), { name: entity.name }, { related }));
}

function newNames(file: string, parent: Names): Names {
  return { file, names: new Map(), parent, nameless: false };
}

function declareParameters(
  parameters: readonly ast.Parameter[],
  scope: Names,
  report: Report,
): readonly ParameterEntity[] {
  return parameters.map((node, index) => {
    const entity: ParameterEntity = {
      kind: 'parameter',
      name: node.name.name,
      file: scope.file,
      at: node.name,
      node,
      home: scope,
      index,
    };
    declare(scope, entity, report);
    return entity;
  });
}

/**
 * The entity of a declaration of a file; undefined for imports and errors. With `isLater` the names within it are entered when they
 * are first asked for, and nothing is reported of them.
 */
export function declareItem(item: ast.Item, fileScope: Names, into: Declaring, isLater: boolean): Entity | undefined {
  const { file } = into;
  switch (item.kind) {
    case 'ConstDeclaration':
      return { kind: 'const', name: item.name.name, file, at: item.name, node: item, scope: fileScope };
    case 'EnumDeclaration':
      return { kind: 'enum', name: item.name.name, file, at: item.name, node: item, cases: enumCases(item, into) };
    case 'MappingDeclaration':
      return { kind: 'mapping', name: item.name.name, file, at: item.name, node: item, scope: fileScope };
    case 'ExploreDeclaration':
      return { kind: 'explore', name: item.name.name, file, at: item.name, node: item, scope: fileScope };
    case 'AliasDeclaration':
      return { kind: 'alias', name: item.name.name, file, at: item.name, node: item, scope: fileScope };
    case 'ComponentDeclaration':
    case 'FunctionDeclaration':
    case 'WorkloadDeclaration':
      return isLater ? ownerLater(item, fileScope, into) : ownerOf(item, fileScope, into);
    default:
      return undefined;
  }
}

/** A declaration that has names of its own. */
type Owner = ast.ComponentDeclaration | ast.FunctionDeclaration | ast.WorkloadDeclaration;

/** What is within it. */
type Inside = Pick<ComponentEntity, 'parameters' | 'scope'>;

function insideOf(item: Owner, fileScope: Names, into: Declaring): Inside {
  switch (item.kind) {
    case 'ComponentDeclaration':
      return insideComponent(item, fileScope, into);
    case 'FunctionDeclaration': {
      const scope = newNames(into.file, fileScope);
      return { scope, parameters: declareParameters(item.parameters, scope, into.report) };
    }
    case 'WorkloadDeclaration':
      return insideWorkload(item, fileScope, into);
  }
}

type OwnerEntity = ComponentEntity | FunctionEntity | WorkloadEntity;

function ownerOf(item: Owner, fileScope: Names, into: Declaring): OwnerEntity {
  const { name } = item.name;
  return withKind(item, { name, file: into.file, at: item.name, ...insideOf(item, fileScope, into) });
}

function ownerLater(item: Owner, fileScope: Names, into: Declaring): OwnerEntity {
  const { file, bodies } = into;
  let made: Inside | undefined;
  const inside = (): Inside => {
    if (made !== undefined) return made;
    bodies.made(item);
    return (made = insideOf(item, fileScope, { ...into, report: createReport() }));
  };
  bodies.putOff(item, inside);
  return withKind(item, {
    ...{ name: item.name.name, file, at: item.name },
    get parameters() {
      return inside().parameters;
    },
    get scope() {
      return inside().scope;
    },
  });
}

/** Adds to what all owners have what is of one kind; what is worked out later still is. */
function withKind(item: Owner, rest: Omit<ComponentEntity, 'kind' | 'node'>): OwnerEntity {
  switch (item.kind) {
    case 'ComponentDeclaration':
      return Object.assign(rest, { kind: 'component' as const, node: item });
    case 'FunctionDeclaration':
      return Object.assign(rest, { kind: 'function' as const, node: item });
    case 'WorkloadDeclaration':
      return Object.assign(rest, { kind: 'workload' as const, node: item });
  }
}

function insideWorkload(item: ast.WorkloadDeclaration, fileScope: Names, { file, report }: Declaring): Inside {
  const scope: Names = { ...newNames(file, fileScope), tensors: true };
  const parameters = declareParameters(item.parameters, scope, report);
  for (const statement of item.statements) {
    const entity = statementEntity(statement, scope);
    if (entity !== undefined) declare(scope, entity, report);
  }
  return { parameters, scope };
}

/** What a statement of a workload declares. */
function statementEntity(node: ast.WorkloadStatement, home: Names): LetEntity | TensorEntity | undefined {
  const { file } = home;
  switch (node.kind) {
    case 'LetMember':
      return { kind: 'let', name: node.name.name, file, at: node.name, node, home };
    case 'TensorStatement':
    case 'OutputStatement':
      return { kind: 'tensor', name: node.name.name, file, at: node.name, node, home };
    default:
      return undefined;
  }
}

function enumCases(item: ast.EnumDeclaration, into: Declaring): readonly string[] {
  const seen = new Map<string, ast.Identifier>();
  for (const { name } of item.cases) {
    const first = seen.get(name.name);
    if (first !== undefined && name.name !== '') {
      const related = [{ origin: spanOf(into.file, first), message: 'first declared here' }];
      into.report.add(diagnostic('E202', spanOf(into.file, name), { name: name.name }, { related }));
    } else {
      seen.set(name.name, name);
    }
  }
  return [...seen.keys()].filter((name) => name !== '');
}

function insideComponent(node: ast.ComponentDeclaration, fileScope: Names, into: Declaring): Inside {
  const { file, report } = into;
  const isSystem = node.flavour === 'system';
  const scope: Names = { ...newNames(file, fileScope), ...(isSystem ? { system: true as const } : {}) };
  const parameters = declareParameters(node.parameters, scope, report);
  if (node.flavour !== 'design' && !isSystem) declareClock(scope, node.name);
  declareMembers(node.members, scope, into);
  // In a design `clk` is its first clock, unless something of its own has that name.
  if (node.flavour === 'design' && !scope.names.has('clk')) declareClock(scope, node.name);
  into.bodies.set(node.members, scope);
  return { parameters, scope };
}

/** Enters the clock that no member declares; its place is that of the component's name. */
function declareClock(scope: Names, at: ast.Identifier): void {
  scope.names.set('clk', {
    kind: 'clock',
    name: 'clk',
    file: scope.file,
    at: { start: at.start, end: at.start },
    node: undefined,
    home: scope,
  });
}

/** Enters the names of a body and, beneath it, those of its loops and branches. */
function declareMembers(members: readonly ast.Member[], home: Names, into: Declaring): void {
  for (const member of members) {
    const entity = memberEntity(member, home);
    if (entity !== undefined) {
      declare(home, entity, into.report);
      warnOfHiddenMeasure(entity, into);
    }
    if (member.kind === 'ForMember') {
      const body = newNames(into.file, home);
      body.names.set(member.variable.name, {
        kind: 'loop',
        name: member.variable.name,
        file: into.file,
        at: member.variable,
        node: member,
        home: body,
      });
      declareBody(member.body, body, into);
    } else if (member.kind === 'IfMember') {
      declareBody(member.then, newNames(into.file, home), into);
      if (member.else !== undefined) declareBody(member.else, newNames(into.file, home), into);
    }
  }
}

function declareBody(members: readonly ast.Member[], names: Names, into: Declaring): void {
  into.bodies.set(members, names);
  declareMembers(members, names, into);
}

type MemberEntity = Extract<Entity, { kind: 'let' | 'instance' | 'port' | 'clock' | 'label' }>;

function memberEntity(member: ast.Member, home: Names): MemberEntity | undefined {
  const { file } = home;
  switch (member.kind) {
    case 'LetMember':
    case 'LetSignature':
      return { kind: 'let', name: member.name.name, file, at: member.name, node: member, home };
    case 'InstanceMember':
      return { kind: 'instance', name: member.name.name, file, at: member.name, node: member, home };
    case 'PortMember':
    case 'PassPortMember':
      return { kind: 'port', name: member.name.name, file, at: member.name, node: member, home };
    case 'ClockMember':
    case 'ClockInMember':
      return { kind: 'clock', name: member.name.name, file, at: member.name, node: member, home };
    case 'ForMember':
    case 'IfMember':
      return member.label === undefined
        ? undefined
        : { kind: 'label', name: member.label.name, file, at: member.label, node: member, home };
    default:
      return undefined;
  }
}

const measureNames: ReadonlySet<string> = new Set(measures);

function warnOfHiddenMeasure(entity: MemberEntity, into: Declaring): void {
  if (!measureNames.has(entity.name)) return;
  into.report.add(diagnostic('W202', spanOf(into.file, entity.at), { name: entity.name }));
}
