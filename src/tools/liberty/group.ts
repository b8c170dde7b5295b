/** A group of a Liberty file: `name (argument) { attribute : value; ... }`. */
export interface Group {
  readonly name: string;
  /** What stands in its parentheses, without quotes. */
  readonly argument: string;
  /** Simple attributes, and complex ones by what stands in their parentheses; of several of a name the last. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly groups: readonly Group[];
}

/** Groups within a group by their name. */
export function groupsNamed(group: Group, ...names: readonly string[]): readonly Group[] {
  return group.groups.filter(({ name }) => names.includes(name));
}

/** Statements of Liberty: an attribute, a complex attribute, or the head of a group; and a group's end. */
const statement =
  /\s*(?:\/\*[\s\S]*?\*\/\s*)*(?:(\})|([\w]+)\s*(?::\s*("[^"]*"|[^;\n}]*?)\s*(?:;|(?=[\n}]))|\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(\{|;|(?=\n)))|;)/y;

/** Reads the group whose head begins at `start` of a Liberty text; undefined where there is none. */
export function readGroup(text: string, start: number): Group | undefined {
  statement.lastIndex = start;
  const head = statement.exec(text);
  return head === null || head[5] !== '{' || head[2] === undefined ? undefined : within(text, head[2], head[4] ?? '');
}

/** Reads up to the end of a group; `statement` stands behind its head. */
function within(text: string, name: string, argument: string): Group {
  const attributes = new Map<string, string>();
  const groups: Group[] = [];
  for (;;) {
    const found = statement.exec(text);
    if (found === null || found[1] !== undefined) break;
    const [, , word, value, inParentheses, follows] = found;
    if (word === undefined) continue;
    if (follows === '{') groups.push(within(text, word, inParentheses ?? ''));
    else attributes.set(word, unquoted(value ?? inParentheses ?? ''));
  }
  return { name, argument: unquoted(argument), attributes, groups };
}

/** Without quotes, and lines that a backslash joins. */
function unquoted(text: string): string {
  return text.replaceAll(/["\\\n]/g, ' ').trim();
}

/** Where the groups of this name begin that stand directly in the library: their arguments and places. */
export function findGroups(text: string, name: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const match of text.matchAll(new RegExp(`^[ \\t]*${name}\\s*\\(\\s*"?([^")]*?)"?\\s*\\)\\s*\\{`, 'gm')))
    found.set(match[1] ?? '', match.index);
  return found;
}
