import { constantOf } from './verilog-constant.js';

/** A port of a Verilog module as its head says it. */
export interface VerilogPort {
  readonly name: string;
  readonly direction: 'input' | 'output' | 'inout';
  /** The tokens between `[` and `]`; undefined for one bit. */
  readonly range: readonly string[] | undefined;
}

/** A parameter of a Verilog module; a `localparam` cannot be set. */
export interface VerilogParameter {
  readonly name: string;
  readonly settable: boolean;
  readonly value: readonly string[];
}

/** The head of a Verilog module: all that whoever instantiates it must know. */
export interface VerilogModule {
  readonly name: string;
  readonly parameters: readonly VerilogParameter[];
  readonly ports: readonly VerilogPort[];
}

/** The heads of the modules in a Verilog text, in both styles of ports. What lies between `module` and `endmodule` is not judged. */
export function verilogModules(text: string): readonly VerilogModule[] {
  const tokens = tokensOf(text);
  const modules: VerilogModule[] = [];
  for (let at = tokens.indexOf('module'); at >= 0; at = tokens.indexOf('module', at)) {
    const end = tokens.indexOf('endmodule', at);
    const body = tokens.slice(at + 1, end < 0 ? tokens.length : end);
    modules.push(moduleOf(body));
    at = end < 0 ? tokens.length : end;
  }
  return modules;
}

const tokenPattern =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|`(?:define[^\n]*|[A-Za-z_]\w*[^\S\n]?[^\n]*)|"(?:\\.|[^"\\])*"|\(\*[^)]*?\*\)|(\\\S+|[A-Za-z_$][\w$]*|(?:\d[\d_]*)?'[sS]?[bodhBODH][\da-fA-F_xzXZ]+|\d[\d_]*|<<|>>|[^\s\w])/g;

/** Words, numbers and marks; comments, strings, attributes and the lines of the preprocessor are passed over. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    if (match[1] !== undefined) tokens.push(match[1]);
    else if (match[0].startsWith('"')) tokens.push(match[0]);
  }
  return tokens;
}

function moduleOf(tokens: readonly string[]): VerilogModule {
  const [first = ''] = tokens;
  const named = first === 'automatic' || first === 'static' ? 1 : 0;
  let at = named + 1;
  const parameters: VerilogParameter[] = [];
  if (tokens[at] === '#') {
    const [inner, next] = bracketed(tokens, at + 1);
    parameters.push(...parametersOf(inner, true));
    at = next;
  }
  const [list, after] = tokens[at] === '(' ? bracketed(tokens, at) : [[], at];
  const body = statements(tokens.slice(after));
  for (const statement of body) {
    const [word] = statement;
    if (word === 'parameter' || word === 'localparam')
      parameters.push(...parametersOf(statement, word === 'parameter'));
  }
  const isNew = list.some((token) => isDirection(token));
  const ports = isNew ? portsOf(list) : body.flatMap((each) => (isDirection(each[0]) ? portsOf(each) : []));
  return { name: (tokens[named] ?? '').replace(/^\\/, ''), parameters, ports };
}

/** What stands between the bracket at `open` and its partner, and where it goes on. */
function bracketed(tokens: readonly string[], open: number): readonly [readonly string[], number] {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth += 1;
    else if (tokens[at] === ')' && --depth === 0) return [tokens.slice(open + 1, at), at + 1];
  }
  return [tokens.slice(open + 1), tokens.length];
}

/** Splits at a mark outside of brackets. */
function split(tokens: readonly string[], mark: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(' || token === '[' || token === '{') depth += 1;
    else if (token === ')' || token === ']' || token === '}') depth -= 1;
    if (token === mark && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function statements(tokens: readonly string[]): readonly (readonly string[])[] {
  return split(tokens, ';');
}

function isDirection(token: string | undefined): token is VerilogPort['direction'] {
  return token === 'input' || token === 'output' || token === 'inout';
}

/** The ports of a list; a name without direction or range has those of the one before. */
function portsOf(list: readonly string[]): readonly VerilogPort[] {
  const ports: VerilogPort[] = [];
  let direction: VerilogPort['direction'] = 'input';
  let range: readonly string[] | undefined;
  for (const item of split(list, ',')) {
    const given = item.find(isDirection);
    const [declared = []] = split(item, '=');
    const name = nameIn(declared);
    if (given !== undefined) direction = given;
    if (given !== undefined || declared.includes('[')) range = rangeIn(declared);
    if (name !== undefined) ports.push({ name, direction, range });
  }
  return ports;
}

/** The last word outside of `[ ]`. */
function nameIn(tokens: readonly string[]): string | undefined {
  let depth = 0;
  const words = tokens.filter((token) => {
    if (token === '[') depth += 1;
    else if (token === ']') depth -= 1;
    return depth === 0 && /^[\\A-Za-z_]/.test(token);
  });
  return words.at(-1)?.replace(/^\\/, '');
}

function rangeIn(tokens: readonly string[]): readonly string[] | undefined {
  const open = tokens.indexOf('[');
  return open < 0 ? undefined : tokens.slice(open + 1, tokens.indexOf(']', open));
}

function parametersOf(list: readonly string[], first: boolean): readonly VerilogParameter[] {
  let settable = first;
  return split(list, ',').flatMap((item) => {
    if (item.includes('parameter')) settable = true;
    if (item.includes('localparam')) settable = false;
    const equals = item.indexOf('=');
    const name = nameIn(equals < 0 ? item : item.slice(0, equals));
    return name === undefined ? [] : [{ name, settable, value: equals < 0 ? [] : item.slice(equals + 1) }];
  });
}

/** The value of each parameter, where it can be worked out, with those that are set. */
export function parameterValues(
  module: VerilogModule,
  set: Readonly<Record<string, number | string>>,
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const { name, settable, value } of module.parameters) {
    const given = settable ? set[name] : undefined;
    const found = typeof given === 'string' ? undefined : (given ?? constantOf(value, values));
    if (found !== undefined) values.set(name, found);
  }
  return values;
}

/** Bits of a port; undefined where its range cannot be worked out. */
export function portBits({ range }: VerilogPort, values: ReadonlyMap<string, number>): number | undefined {
  if (range === undefined) return 1;
  const [high, low] = split(range, ':').map((part) => constantOf(part, values));
  return high === undefined || low === undefined ? undefined : Math.abs(high - low) + 1;
}
