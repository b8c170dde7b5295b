import type * as ast from './ast.js';

/** Every node of a tree that has a `kind`. */
export type Node =
  | ast.SourceFile
  | ast.Identifier
  | ast.Item
  | ast.ImportName
  | ast.EnumCaseDeclaration
  | ast.Parameter
  | ast.Member
  | ast.Argument
  | ast.ClockBinding
  | ast.Medium
  | ast.AddressEntry
  | ast.WorkloadStatement
  | ast.ExploreStatement
  | ast.MappingStatement
  | ast.TensorAccess
  | ast.EinsumBinding
  | ast.Type
  | ast.Expression
  | ast.Index
  | ast.CallArgument;

type Kind = Node['kind'];
type Keys<K extends Kind> = readonly Exclude<keyof Extract<Node, { kind: K }>, keyof ast.NodeBase | 'kind' | 'doc'>[];

/** For each kind of node the properties that hold nodes, in the order of the source. */
export const childKeys: { readonly [K in Kind]: Keys<K> } = {
  SourceFile: ['items'],
  Identifier: [],
  ImportDeclaration: ['namespace', 'names', 'from'],
  ReexportDeclaration: ['names', 'from'],
  ImportName: ['name', 'alias'],
  ConstDeclaration: ['name', 'type', 'value'],
  FunctionDeclaration: ['name', 'parameters', 'result', 'value'],
  EnumDeclaration: ['name', 'cases'],
  EnumCaseDeclaration: ['name'],
  ComponentDeclaration: ['name', 'parameters', 'members'],
  AliasDeclaration: ['name', 'component', 'arguments'],
  Parameter: ['name', 'type', 'bounds', 'default'],
  WorkloadDeclaration: ['name', 'parameters', 'statements'],
  MappingDeclaration: ['name', 'workload', 'design', 'statements'],
  ExploreDeclaration: ['name', 'design', 'statements'],
  ErrorItem: [],
  PortMember: ['name', 'type', 'shape'],
  PassPortMember: ['name', 'target'],
  ProcessMember: ['process', 'arguments'],
  ClockMember: ['name', 'frequency', 'arguments'],
  ClockInMember: ['name'],
  Argument: ['name', 'value'],
  InstanceMember: ['name', 'component', 'shape', 'clocks', 'arguments'],
  ClockBinding: ['name', 'clock'],
  ConnectMember: ['left', 'right', 'medium'],
  Medium: ['component', 'arguments'],
  UnusedMember: ['port'],
  AddressMapMember: ['entries'],
  AddressEntry: ['target', 'base', 'size'],
  LetMember: ['name', 'type', 'value'],
  LetSignature: ['name', 'type'],
  RequireMember: ['condition', 'message'],
  ForMember: ['label', 'variable', 'over', 'body'],
  IfMember: ['label', 'condition', 'then', 'else'],
  ErrorMember: [],
  SweepStatement: ['path', 'values', 'step'],
  GoalStatement: ['value'],
  SubjectStatement: ['condition'],
  ModelStatement: ['model'],
  SettingStatement: ['name', 'value'],
  EinsumStatement: ['output', 'operands', 'bindings'],
  TensorStatement: ['name', 'element', 'shape'],
  OutputStatement: ['name', 'value'],
  SpatialStatement: ['dimension', 'axis'],
  OrderStatement: ['dimensions', 'level'],
  BypassStatement: ['tensors', 'level'],
  TileStatement: ['dimension', 'size', 'level'],
  TensorAccess: ['name', 'element', 'indices'],
  EinsumBinding: ['name', 'value'],
  NamedType: ['namespace', 'name', 'arguments'],
  UnitType: [],
  ListType: ['element'],
  ErrorType: [],
  NumberLiteral: [],
  QuantityLiteral: ['number'],
  StringLiteral: [],
  BooleanLiteral: [],
  NameExpression: [],
  CaseExpression: ['name'],
  ListExpression: ['elements'],
  ParenthesizedExpression: ['inner'],
  UnaryExpression: ['operand'],
  BinaryExpression: ['left', 'right'],
  ConditionalExpression: ['condition', 'then', 'else'],
  MemberExpression: ['object', 'name'],
  IndexExpression: ['object', 'indices'],
  Range: ['from', 'to'],
  Wildcard: [],
  CallExpression: ['callee', 'arguments'],
  CallArgument: ['name', 'value'],
  ErrorExpression: [],
};

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'start' in value;
}

/** The nodes right below `node`, in the order of the source. */
export function children(node: Node): Node[] {
  return childKeys[node.kind].flatMap((key) => {
    const value: unknown = Reflect.get(node, key);
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
  });
}

/** Calls `enter` for `node` and all below it, parents first; what returns `false` is not gone into. */
export function visit(node: Node, enter: (node: Node) => boolean | void): void {
  if (enter(node) === false) return;
  for (const child of children(node)) visit(child, enter);
}

/** The expression inside any parentheses around it. */
export function stripParens(expression: ast.Expression): ast.Expression {
  let inner = expression;
  while (inner.kind === 'ParenthesizedExpression') inner = inner.inner;
  return inner;
}
