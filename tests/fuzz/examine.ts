import process from 'node:process';
import { isSpan, renderPretty, type Diagnostic, type Span } from '../../src/diagnostics/index.js';
import { read, write } from '../../src/ir/index.js';
import { analyze, elaborate, listDesigns, type Program } from '../../src/language/index.js';
import { format, parse, visit, type Node, type ParseResult } from '../../src/syntax/index.js';
import { applyEdits, checkProgram } from '../../src/workspace/index.js';
import { hostWith, known, type Source } from './corpus.js';

/** What is wrong with the answer to a source, in words; nothing where it is as it must be. */
export type Complaints = readonly string[];

/** All that the program makes of a source. */
export interface Answer {
  readonly parsed: ParseResult;
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** As `accel fmt` writes it. */
  readonly formatted: string;
}

/** Takes a source the way of `accel check` and `accel fmt`, under the limits that hold for everybody. */
export async function answerTo(source: Source): Promise<Answer> {
  const parsed = parse(source.text, source.path);
  const { program, diagnostics } = analyze(hostWith(source), source.path, { known });
  const found = program === undefined ? diagnostics : checkProgram(program, diagnostics);
  const [formatted] = await format(source.text);
  return { parsed, program, diagnostics: found, formatted };
}

/** Looks at the answer to a source from all sides. */
export async function complaintsAbout(source: Source, answer: Answer): Promise<Complaints> {
  const { program, diagnostics, parsed, formatted } = answer;
  if (program === undefined) return diagnostics.length === 0 ? ['no program and no diagnostic'] : [];
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return [
    ...(parsed.diagnostics.length > 0 && !isWrong ? ['an error of syntax is lost'] : []),
    ...diagnostics.flatMap((each) => wrongPlaces(program, each)),
    ...repeated(diagnostics),
    ...badlyShown(program, diagnostics, source),
    ...(isWrong ? [] : designsThatDoNotReturn(program)),
    ...(await formattedOtherwise(source, parsed, formatted)),
  ];
}

/** Every place lies in its text; the edits of a fix do not overlap, and what they leave can be parsed. */
function wrongPlaces(program: Program, { code, origin, related, fix }: Diagnostic): Complaints {
  const edits = fix?.edits ?? [];
  const spans = [origin, ...related.map((each) => each.origin), ...edits.map(({ span }) => span)].filter(
    (each): each is Span => each !== undefined && isSpan(each),
  );
  const outside = spans.filter(({ file, start, end }) => {
    const length = program.texts.get(file)?.length;
    return length === undefined || !(start >= 0 && start <= end && end <= length);
  });
  const complaints = outside.map(({ file, start, end }) => `${code} speaks of ${file}:${start}-${end}`);
  if (fix === undefined || complaints.length > 0) return complaints;
  const ordered = edits.toSorted((a, b) => a.span.start - b.span.start);
  const overlap = ordered.some(({ span }, at) => {
    const next = ordered[at + 1]?.span;
    return next !== undefined && next.file === span.file && next.start < span.end;
  });
  if (edits.length === 0) complaints.push(`${code} has a fix without edits: ${fix.title}`);
  if (overlap) complaints.push(`${code} has a fix with edits that overlap: ${fix.title}`);
  for (const file of new Set(edits.map(({ span }) => span.file))) {
    const text = program.texts.get(file) ?? '';
    if (file.startsWith('std:')) complaints.push(`${code} would change the standard library`);
    const fixed = applyEdits(
      text,
      edits.filter(({ span }) => span.file === file),
    );
    if (fixed === text) complaints.push(`${code} has a fix that changes nothing: ${fix.title}`);
    parse(fixed, file);
  }
  return complaints;
}

function repeated(found: readonly Diagnostic[]): Complaints {
  const seen = new Set<string>();
  return found.flatMap(({ code, message, origin }) => {
    const key = JSON.stringify([code, message, origin]);
    if (seen.has(key)) return [`${code} is told twice: ${message}`];
    seen.add(key);
    return [];
  });
}

/** No value of the program's own insides reaches a reader, unless the source has the word. */
function badlyShown(program: Program, found: readonly Diagnostic[], { text }: Source): Complaints {
  renderPretty(found, program.texts);
  return found.flatMap(({ code, message, help, fix, related }) =>
    [message, help ?? '', fix?.title ?? '', ...related.map((each) => each.message)].flatMap((words) => {
      const [odd] = /\b(?:undefined|NaN|null)\b|\[object|-?\bInfinity\b/.exec(words) ?? [];
      return odd === undefined || text.includes(odd) ? [] : [`${code} says "${odd}": ${words}`];
    }),
  );
}

/** The most of a design's JSON that is read back. */
const mostBytes = 200_000;

/** Each design of a program without errors is read back from its JSON, passes the checks of the IR again and is the same. */
function designsThatDoNotReturn(program: Program): Complaints {
  return listDesigns(program).flatMap((name) => {
    const [canonical] = elaborate(program, name);
    if (canonical === undefined) return [`no design ${name}, and no error`];
    const bytes = write(canonical.design);
    if (bytes.length > mostBytes) return [];
    const [design, diagnostics] = read(bytes);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0)
      return errors.map(({ code, message }) => `${name} is refused when read back: ${code} ${message}`);
    return design !== undefined && write(design) !== bytes ? [`${name} is another when read back`] : [];
  });
}

/** What a text says, without places and remarks; and its remarks. */
function said({ ast }: ParseResult): { readonly tree: string; readonly remarks: readonly string[] } {
  const tree = JSON.stringify(ast, (key, value: unknown) =>
    ['start', 'end', 'comments'].includes(key) ? undefined : value,
  );
  // All lines end alike behind formatting, within a remark too.
  const remarks = ast.comments.map(({ text }) => text.replaceAll(/\r\n?/g, '\n').trimEnd()).toSorted();
  return { tree, remarks };
}

async function formattedOtherwise({ text, path }: Source, parsed: ParseResult, once: string): Promise<Complaints> {
  if (parsed.diagnostics.length > 0) return once === text ? [] : ['a text with errors was formatted'];
  const again = parse(once, path);
  if (again.diagnostics.length > 0) return ['what was formatted does not parse'];
  const [before, after] = [said(parsed), said(again)];
  if (before.tree !== after.tree) return ['formatting changed the tree'];
  if (before.remarks.join('\n') !== after.remarks.join('\n')) return ['formatting lost or changed a remark'];
  if (!hasTidyRemarks(parsed, text)) return [];
  const [twice] = await format(once);
  return twice === once ? [] : ['formatting twice is not the same as once'];
}

/** What has a body of members or statements. */
const bodies: readonly Node['kind'][] = [
  ...([
    'SourceFile',
    'ComponentDeclaration',
    'WorkloadDeclaration',
    'MappingDeclaration',
    'ExploreDeclaration',
  ] as const),
  ...(['ForMember', 'IfMember'] as const),
];

/**
 * Whether remarks stand where people write them: at the end of a line, above or behind a member or declaration. In the middle of an
 * expression they are kept, and may move once more.
 */
function hasTidyRemarks({ ast }: ParseResult, text: string): boolean {
  return ast.comments.every(({ start, end }, at) => {
    const before = text.slice(0, start);
    const isBehind = /(?:^|[;}]|\{)\s*$/.test(before) || text.slice(ast.comments[at - 1]?.end, start).trim() === '';
    if (!isBehind || !/^[ \t]*(?:\r?\n|$)/.test(text.slice(end))) return false;
    let innermost: Node['kind'] = 'SourceFile';
    visit(ast, (node) => {
      if (node.start < start && end < node.end) innermost = node.kind;
    });
    return bodies.includes(innermost);
  });
}

/** Tries of what took too long, so that a busy machine is no reason. */
const tries = 4;

/**
 * Seconds that some work takes: the least of CPU time of the process and of wall time, both of which hold more than the work itself;
 * what is over `limit_s` is measured again.
 */
export async function secondsOf(work: () => Promise<unknown>, limit_s: number): Promise<number> {
  let least = Infinity;
  for (let attempt = 0; attempt < tries && least > limit_s; attempt++) {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    least = Math.min(least, (performance.now() - wall) / 1e3, (user + system) / 1e6);
  }
  return least;
}
