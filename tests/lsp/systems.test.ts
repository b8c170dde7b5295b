import { expect, it } from 'vitest';
import { incoming, prepareHierarchy } from '../../lsp/features/call-hierarchy.js';
import { codeActions } from '../../lsp/features/code-actions.js';
import { definition } from '../../lsp/features/definition.js';
import { folding } from '../../lsp/features/folding.js';
import { hover } from '../../lsp/features/hover.js';
import { references } from '../../lsp/features/references.js';
import { rename } from '../../lsp/features/rename.js';
import { semanticTokens } from '../../lsp/features/semantic-tokens.js';
import { documentSymbols } from '../../lsp/features/symbols.js';
import { marked, shownPlaces } from './sources.js';

const board = `import { tsmc_n7 } from "std/process";
extern component Phy { port out serial: link; port in registers: axi_lite; }
/// Copper.
extern component Cable(length: length) { }
design Chip {
  process tsmc_n7;
  clock main = 1 GHz;
  phy: Phy;
  port serial = phy.serial;
  port host = phy.registers;
  address_map {
    phy: 0x1000;
  }
}
/// Two chips.
system Node(reach: length = 2 m) {
  chip: Chip[2];
  chip[0].serial <-> chip[1].serial via Cable { length: reach };
  unused chip[*].host;
}
system Rack { node: Node[4]; }
`;

/** The board with a mark before the first place where some text stands. */
const at = (text: string, source = board): string => source.replace(text, `<|>${text}`);

it('a definition leads from a system to its designs, media, their parameters, and from a map to instances', () => {
  const led = (text: string): string | undefined => {
    const all = marked(at(text));
    const place = definition(all.analysis, all.offset);
    return place && shownPlaces(all, [place])[0];
  };
  expect(led('Chip[2]')).toBe('main.accel: design [Chip] {');
  expect(led('Cable { length')).toBe('main.accel: extern component [Cable](length: length) { }');
  expect(led('length: reach')).toBe('main.accel: extern component Cable([length]: length) { }');
  expect(led('Node[4]')).toBe('main.accel: system [Node](reach: length = 2 m) {');
  expect(led('phy: 0x1000')).toBe('main.accel: [phy]: Phy;');
});

it('a hover shows a system and the documentation of a medium', () => {
  const shown = (text: string): string | undefined => {
    const { analysis, offset } = marked(at(text));
    return hover(analysis, offset)?.markdown;
  };
  expect(shown('Node[4]')).toContain('system Node(reach: length = 2 m)');
  expect(shown('Node[4]')).toContain('Two chips.');
  expect(shown('Cable { length')).toContain('Copper.');
});

it('references and renaming reach media and maps', () => {
  const cable = marked(at('Cable(length'));
  const found = references(cable.analysis, cable.offset, cable.project.analyses(), { declaration: false });
  expect(shownPlaces(cable, found)).toEqual([
    'main.accel: chip[0].serial <-> chip[1].serial via [Cable] { length: reach };',
  ]);
  const phy = marked(at('phy: Phy'));
  const renamed = rename(phy.analysis, phy.offset, phy.project.analyses(), 'link_phy');
  expect(renamed.ok && renamed.edits).toHaveLength(4);
});

it('symbols tell systems from designs, folds take maps', () => {
  const { analysis } = marked(at('import'));
  expect(documentSymbols(analysis).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    ...['component Phy', 'component Cable', 'design Chip', 'system Node', 'system Rack'],
  ]);
  const folds = folding(analysis).map(({ start }) => analysis.text.slice(start).split('\n')[0]?.trim());
  expect(folds).toContain('address_map {');
  expect(folds).toContain('system Node(reach: length = 2 m) {');
});

it('words of the grammar are keywords, and names what they mean', () => {
  const { analysis } = marked(at('import'));
  const tokens = semanticTokens(analysis).map(({ start, end, type }) => `${analysis.text.slice(start, end)} ${type}`);
  expect(tokens).toEqual(
    expect.arrayContaining(['system keyword', 'via keyword', 'address_map keyword', 'Node class']),
  );
});

it('the hierarchy goes from a design to the systems that it is in, and from a medium to where it is laid', () => {
  const users = (text: string): readonly string[] => {
    const all = marked(at(text));
    const item = prepareHierarchy(all.analysis, all.offset);
    return item === undefined ? [] : incoming(item, all.project.analyses()).map((each) => each.item.name);
  };
  expect(users('Chip {')).toEqual(['Node']);
  expect(users('Node(')).toEqual(['Rack']);
  expect(users('Cable(')).toEqual(['Node']);
});

it('what a system lacks is declared as something bought', () => {
  const all = marked(at('Cable { length', board.replace('extern component Cable(length: length) { }\n', '')));
  const { analysis, offset, project } = all;
  const diagnostics = project.diagnosticsOf(analysis.path);
  const actions = codeActions(analysis, { start: offset, end: offset }, diagnostics, project.importable(analysis.path));
  const found = actions.find(({ title }) => title === 'declare the component "Cable"');
  expect(found?.edits?.[0]?.text).toBe('\nextern component Cable(length: length) {\n}\n');
});
