import { describe, expect, it } from 'vitest';
import { elaborate, elaborateSystem, listSystems } from '../../src/language/index.js';
import type { System, SystemModule } from '../../src/ir/index.js';
import { checkSource } from '../../src/workspace/index.js';
import { hostOf, programOf, rendered } from '../support/language.js';
import { problemsOf } from './problems.js';

const parts = `
  import { tsmc_n7 } from "std/process";
  extern component Phy(count: int) { port out serial: lanes<count>; port in up: link[2]; }
  extern component Switch(ports: int) { port in down: lanes<4>[ports]; let radix = ports; }
  extern component Cable(length: length = 1 m) { let loss = 12 dB / 1 m * length; }
  design Chip(count: int in 1 ..= 16 = 4) {
    process tsmc_n7;
    clock main = 1 GHz;
    phy: Phy { count };
    port serial = phy.serial;
    port up = phy.up;
    let rate = clk.frequency * count;
  }`;

const node = `
  system Node(chips: int in 1 ..= 64 = 8) {
    chip: Chip[chips];
    switch: Switch { ports: chips };
    chip[*].serial <-> switch.down[*] via Cable { length: 0.5 m };
    for i in 1 .. chips { chip[i].up[0] <-> chip[i - 1].up[1]; }
    unused chip[0].up[0];
    port edge = chip[chips - 1].up[1];
  }`;

/** The only system of a source, or the one of a name. */
function systemOf(source: string, name?: string): System {
  const program = programOf(source);
  const [made, diagnostics] = elaborateSystem(program, name ?? listSystems(program)[0] ?? '');
  if (made === undefined) throw new Error(rendered(diagnostics, program));
  return made.system;
}

/** Connections in a line each: `chip[0 .. 8].serial <-> switch.down[0 .. 8] via Cable`. */
function joins({ connections }: SystemModule): readonly string[] {
  const end = ({ instance, at, port, lane }: SystemModule['connections'][number]['from']): string => {
    const text = (spans: typeof at): string =>
      spans.length === 0 ? '' : `[${spans.map(({ start, count }) => `${start} .. ${start + count}`).join(', ')}]`;
    return `${instance === null ? '' : `${instance}${text(at)}.`}${port}${text(lane)}`;
  };
  return connections.map(
    ({ kind, from, to, medium }) => `${kind} ${end(from)} ${end(to)}${medium === null ? '' : ` via ${medium}`}`,
  );
}

describe('a system as data', () => {
  it('holds its designs once, its parts, and arrays and links folded', () => {
    expect(problemsOf(parts + node)).toEqual([]);
    const { schema, designs, blocks, modules } = systemOf(parts + node);
    expect(schema).toBe('accel-system/1');
    expect(designs.map(({ id, design }) => [id, design.name])).toEqual([['Chip', 'Chip']]);
    expect(blocks.map(({ id }) => id)).toEqual(['Cable', 'Switch']);
    expect(modules[0]?.instances).toEqual([
      { name: 'chip', of: { kind: 'design', id: 'Chip' }, shape: [8] },
      { name: 'switch', of: { kind: 'block', id: 'Switch' }, shape: [] },
    ]);
    expect(modules.flatMap(joins)).toEqual([
      'pass edge chip[7 .. 8].up[1 .. 2]',
      'link chip[0 .. 8].serial switch.down[0 .. 8] via Cable',
      'link chip[0 .. 7].up[1 .. 2] chip[1 .. 8].up[0 .. 1]',
    ]);
  });

  it('costs the same whatever the length of its arrays', () => {
    const many = systemOf(`${parts}${node.replace('..= 64 = 8', '..= 100_000 = 100_000')}`);
    expect(many.modules.flatMap(joins)).toHaveLength(3);
  });

  it('is the same from whichever end its links are written', () => {
    const swap = (source: string): string => source.replaceAll(/(\S+) <-> (\S+)(?=;| via)/g, '$2 <-> $1');
    expect(swap(node)).not.toBe(node);
    expect(systemOf(parts + swap(node))).toEqual(systemOf(parts + node));
  });

  it('has a design for each choice of arguments, the very design that stands by itself', () => {
    const source = `${parts}
      system Pair { a: Chip[2] { count: 8 }; b: Chip; c: Chip { count: 4 };
        unused a[*].serial; unused a[*].up; unused b.serial; unused b.up; unused c.serial; unused c.up; }`;
    const { designs, modules } = systemOf(source);
    expect(designs.map(({ id }) => id)).toEqual(['Chip', 'Chip_2']);
    const [alone] = elaborate(programOf(source), 'Chip');
    expect(designs.map(({ design }) => design)).toContainEqual(alone?.design);
    const kinds = modules[0]?.instances.map(({ of }) => (of.kind === 'design' ? of.id : ''));
    expect(kinds?.[1]).toBe(kinds?.[2]);
    expect(kinds?.[0]).not.toBe(kinds?.[1]);
  });

  it('is made of systems, each elaboration once, used before users', () => {
    const source = `${parts}${node}
      system Rack(nodes: int = 3) { node: Node[nodes] { chips: 2 }; spare: Node; unused node[*].edge; unused spare.edge; }`;
    const { modules } = systemOf(source, 'Rack');
    expect(modules.map(({ name }) => name)).toEqual(['Node', 'Node_2', 'Rack']);
    expect(modules.at(-1)?.instances.map(({ name, of }) => [name, of])).toEqual([
      ['node', { kind: 'system', name: 'Node' }],
      ['spare', { kind: 'system', name: 'Node_2' }],
    ]);
  });

  it('keeps a medium for each choice of its arguments', () => {
    const source = `${parts}
      system S { chip: Chip[4]; unused chip[*].serial; unused chip[*].up[1];
        for i in 0 .. 2 { chip[2 * i].up[0] <-> chip[2 * i + 1].up[0] via Cable { length: 1 m * (i + 1) }; } }`;
    expect(systemOf(source).modules.flatMap(joins)).toEqual([
      'link chip[0 .. 1].up[0 .. 1] chip[1 .. 2].up[0 .. 1] via Cable',
      'link chip[2 .. 3].up[0 .. 1] chip[3 .. 4].up[0 .. 1] via Cable_2',
    ]);
  });

  it('keeps what waits for an estimate as trees, with values of its parts in them', () => {
    const source = `${parts}
      workload w { model "resnet50"; }
      system S { chip: Chip[2]; unused chip[*].serial; unused chip[*].up;
        require sum(chip[*].rate) <= 10 GHz;
        require chip[0].area <= 1 mm^2 && tdp <= 1 W && throughput(w) >= 1 sample/s, "small"; }`;
    const { modules, workloads } = systemOf(source);
    expect(workloads.map(({ name }) => name)).toEqual(['w']);
    expect(modules[0]?.requirements.map(({ message }) => message)).toEqual(['small']);
    expect(JSON.stringify(modules[0]?.requirements)).toContain('"path":["chip[0]"]');
  });

  it('with a parameter that its user gives is checked, and elaborated where it is used', () => {
    const source = `${parts} system Open(n: int) { chip: Chip[n]; unused chip[*].serial; unused chip[*].up; }`;
    expect(problemsOf(source)).toEqual([]);
    expect(listSystems(programOf(source))).toEqual([]);
    expect(systemOf(`${source} system S { open: Open { n: 3 }; }`).modules[0]?.instances[0]?.shape).toEqual([3]);
  });
});

describe('what is wrong with a system is told where it is', () => {
  it.each([
    ['a: Chip { count: 17 }; unused a.serial; unused a.up;', 'E402 "17"'],
    ['a: Chip { cnt: 4 }; unused a.serial; unused a.up;', 'E400 "cnt"'],
    ['a: Chip[2]; unused a[*].up;', 'E422 "a"'],
    [
      'a: Chip; b: Chip { count: 8 }; a.serial <-> b.serial; unused a.up; unused b.up;',
      'E419 "a.serial <-> b.serial;"',
    ],
    ['a: Chip; unused a.serial; a.up[0] <-> a.up[0]; unused a.up[1];', 'E424 "a.up[0] <-> a.up[0];"'],
    ['a: Chip; s: Switch { ports: 1 }; a.serial -> s.down[0]; unused a.up;', 'E416 "a.serial -> s.down[0];"'],
    ['port in x: link; a: Chip; x <-> a.up[0]; unused a.up[1]; unused a.serial;', 'E431 "x <-> a.up[0];"'],
    ['a: Chip; unused a.serial; a.up[0] <-> a.up[1] via Cable { long: 1 m };', 'E400 "long"'],
    ['a: Chip; unused a.serial; a.up[0] <-> a.up[1] via Cable { length: 1 s };', 'E302 "1 s"'],
    ['a: Chip; unused a.serial; a.up[0] <-> a.up[1] via Switch { ports: 2 };', 'E485 "Switch"'],
    ['a: Chip @ main; unused a.serial; unused a.up;', 'E486 "main"'],
    ['let x = clk.frequency;', 'E486 "clk"'],
    ['a: Chip; unused a.serial; unused a.up; let x = a.serial.bandwidth;', 'E486 "bandwidth"'],
    ['clock main = 1 GHz;', 'E221 "clock main = 1 GHz;"'],
    ['address_map { a: 0; }', 'E221 "address_map { a: 0; }"'],
    ['a: Chip; unused a.serial; unused a.up; require a.rate < 1 GHz;', 'E501 "a.rate < 1 GHz"'],
    ['a: S;', 'E230 "S"'],
  ])('%s', (members, wanted) => {
    expect(problemsOf(`${parts} system S { ${members} }`)).toEqual([wanted]);
  });

  it('a design in it that is wrong is told once, at the design', () => {
    const source = `${parts.replace('port up = phy.up;', '')} system S { a: Chip[2]; unused a[*].serial; }`;
    const { diagnostics } = checkSource(hostOf({ 'main.accel': source }), 'main.accel');
    expect(diagnostics.map(({ code }) => code)).toEqual(['E422']);
  });

  it('a chip has no chips in it, and a system no bare components', () => {
    const source = `${parts} system S { a: Chip; unused a.serial; unused a.up; }
      component C { a: Chip; s: S; }
      system T { c: C; }`;
    expect(problemsOf(source)).toEqual(['E460 "Chip"', 'E460 "S"', 'E462 "C"']);
  });
});

it('an interface is a parameter of a system that a design or a system fits', () => {
  const source = `${parts}
    interface Linked { port in up: link[2]; let rate: frequency; }
    system Holder(kind: Linked = Chip) { part: kind; unused part.up; let rate = part.rate; unused part.serial; }`;
  expect(problemsOf(source)).toEqual(['E313 "serial"']);
  const holder = (up: string, kind: string): string => `${parts}
    interface Linked { port ${up} up: link[2]; }
    component Bare { port in up: link[2]; unused up; }
    system Holder(kind: Linked) { part: kind; unused part.up; }
    system S { h: Holder { kind: ${kind} }; }`;
  expect(problemsOf(holder('out', 'Chip'))).toEqual(['E461 "kind"']);
  expect(problemsOf(holder('in', 'Bare'))).toEqual(['E462 "Bare"']);
});

it('what wants a design says of a system that it is none', () => {
  const source = parts + node;
  expect(elaborate(programOf(source), 'Node')[1].map(({ code }) => code)).toEqual(['E234']);
  const only = `extern component Host { port in up: link; } system Desk { host: Host; unused host.up; }`;
  const [design, [found]] = elaborate(programOf(only));
  expect([design, found?.code]).toEqual([undefined, 'E234']);
  expect(found?.message).toMatchInlineSnapshot(
    `"Desk is a system: systems are checked and kept as data, and not estimated or built yet; designs are none"`,
  );
});
