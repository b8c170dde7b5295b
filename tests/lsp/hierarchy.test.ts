import { describe, expect, it } from 'vitest';
import { incoming, outgoing, prepareHierarchy, type HierarchyCall } from '../../lsp/features/call-hierarchy.js';
import { declaration } from '../../lsp/features/definition.js';
import { implementation } from '../../lsp/features/implementation.js';
import { links } from '../../lsp/features/links.js';
import { marked, shownPlaces } from './sources.js';

type Sources = string | Readonly<Record<string, string>>;

const parts = `
export interface Store {
  port in write: stream<int8, 4>;
  let capacity: information;
}
export component Fifo(depth: int) {
  port in write: stream<int8, 4>;
  let capacity = depth * 32 b;
  unused write;
}
component Sink() {
  port in write: stream<int8, 4>;
  unused write;
}
component Wrong() {
  port out write: stream<int8, 4>;
  let capacity = 1 KiB;
  unused write;
}
`;

function implementationsAt(source: Sources): readonly string[] {
  const all = marked(source);
  return shownPlaces(all, implementation(all.analysis, all.offset, all.project.analyses()));
}

describe('implementation', () => {
  it('of an interface is every component that offers what it asks for', () => {
    expect(implementationsAt(parts.replace('interface Store', 'interface St<|>ore'))).toEqual([
      'main.accel: export component [Fifo](depth: int) {',
    ]);
  });

  it('of a parameter that is a component leads there too, across files', () => {
    const main = 'import { Store } from "./parts.accel";\ncomponent Tile(st<|>ore: Store) {}';
    expect(implementationsAt({ 'parts.accel': parts, 'main.accel': main })).toEqual([
      'parts.accel: export component [Fifo](depth: int) {',
    ]);
  });

  it('of a port of an interface is that port of each of them', () => {
    expect(implementationsAt(parts.replace('in write', 'in wr<|>ite'))).toEqual([
      'main.accel: port in [write]: stream<int8, 4>;',
    ]);
  });

  it('of an instance is the component behind its alias', () => {
    const source = 'component A(n: int) {}\ncomponent Small = A { n: 1 };\ncomponent B() { sma<|>ll: Small; }';
    expect(implementationsAt(source)).toEqual(['main.accel: component [A](n: int) {}']);
  });
});

describe('declaration', () => {
  const lib = 'export const width = 8;';

  it('of an imported name is its import, under the name it has here', () => {
    const all = marked({
      'lib.accel': lib,
      'main.accel': 'import { width as w } from "./lib.accel";\nconst a = <|>w;',
    });
    const place = declaration(all.analysis, all.offset);
    expect(place && shownPlaces(all, [place])).toEqual(['main.accel: import { width as [w] } from "./lib.accel";']);
  });

  it('of a name of the file is its definition', () => {
    const all = marked('const width = 8;\nconst a = wi<|>dth;');
    const place = declaration(all.analysis, all.offset);
    expect(place && shownPlaces(all, [place])).toEqual(['main.accel: const [width] = 8;']);
  });
});

const tree = {
  'lib.accel': 'export component Leaf() {}\nexport component Pair = Leaf {};',
  'main.accel': `import { Leaf, Pair } from "./lib.accel";
component Branch() { a: Leaf; b: Leaf[2]; for i in 0 .. 2 { c: Pair; } }
component Root() { left: Branch; }`,
};

function calls(source: Sources, find: typeof incoming): readonly string[] {
  const all = marked(source);
  const item = prepareHierarchy(all.analysis, all.offset);
  const found: readonly HierarchyCall[] = item === undefined ? [] : find(item, all.project.analyses());
  return found.map(({ item: { kind, name }, places }) => `${kind} ${name}: ${shownPlaces(all, places).join(' ')}`);
}

describe('the hierarchy of instances', () => {
  it('knows who instantiates a component, and where', () => {
    const source = { ...tree, 'lib.accel': tree['lib.accel'].replace('Leaf()', 'Le<|>af()') };
    expect(calls(source, incoming)).toMatchInlineSnapshot(`
      [
        "alias Pair: lib.accel: export component Pair = [Leaf] {};",
        "component Branch: main.accel: component Branch() { a: [Leaf]; b: Leaf[2]; for i in 0 .. 2 { c: Pair; } } main.accel: component Branch() { a: Leaf; b: [Leaf][2]; for i in 0 .. 2 { c: Pair; } }",
      ]
    `);
  });

  it('knows what a component instantiates, and where', () => {
    expect(calls({ ...tree, 'main.accel': tree['main.accel'].replace('left: Branch', 'left: Bra<|>nch') }, outgoing))
      .toMatchInlineSnapshot(`
      [
        "component Leaf: main.accel: component Branch() { a: [Leaf]; b: Leaf[2]; for i in 0 .. 2 { c: Pair; } } main.accel: component Branch() { a: Leaf; b: [Leaf][2]; for i in 0 .. 2 { c: Pair; } }",
        "alias Pair: main.accel: component Branch() { a: Leaf; b: Leaf[2]; for i in 0 .. 2 { c: [Pair]; } }",
      ]
    `);
  });

  it('begins at an instance with its component', () => {
    const all = marked(tree['main.accel'].replace('left', 'le<|>ft'));
    expect(prepareHierarchy(all.analysis, all.offset)?.name).toBe('Branch');
  });

  it('does not begin at a number', () => {
    const all = marked('const a = 1<|>2;');
    expect(prepareHierarchy(all.analysis, all.offset)).toBeUndefined();
  });
});

describe('links', () => {
  it('are the files of imports and of models, without what is not there', () => {
    const { analysis } = marked({
      'lib.accel': 'export const width = 8;',
      'main.accel': `<|>import { width } from "./lib.accel";
import { Sram } from "std/memory";
import { gone } from "./gone.accel";
workload mine { model "models/mine.json"; }
workload known { model "resnet50"; }`,
    });
    expect(links(analysis).map(({ start, end, file }) => `${analysis.text.slice(start, end)} -> ${file}`)).toEqual([
      './lib.accel -> lib.accel',
      'std/memory -> std:memory.accel',
      'models/mine.json -> models/mine.json',
    ]);
  });
});
