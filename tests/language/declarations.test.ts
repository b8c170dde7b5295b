import { expect, it } from 'vitest';
import { instantiateBlock, type Value } from '../../src/ir/index.js';
import { blockDeclarations } from '../../src/language/index.js';
import { designOf, programOf } from '../support/language.js';

const imports = `
  import { MatrixCore } from "std/compute";
  import { tsmc_n7 } from "std/process";
`;

it('an extern component is data: instantiating it gives the block that the text gives', () => {
  const source = `${imports}
    design D {
      process tsmc_n7;
      clock main = 1 GHz;
      core: MatrixCore { rows: 8 };
      unused core.commands; unused core.results; unused core.spill;
    }`;
  const declaration = blockDeclarations(programOf(source)).find(({ name }) => name === 'MatrixCore');
  if (declaration === undefined) throw new Error('no MatrixCore');
  const rows: Value = { kind: 'int', value: 8 };
  const [block, problems] = instantiateBlock(declaration, new Map([['rows', rows]]));
  expect(problems).toEqual([]);
  const { id, ...rest } = designOf(source).blocks[0] ?? { id: '' };
  expect(id).toBe('MatrixCore');
  expect(rest).toEqual(block);
});

it('constants and functions are worked into the declaration; its lets come in the order of need', () => {
  const source = `
    const lanes = 4;
    fn twice(n: int): int = n * 2;
    extern component X(n: int in 1 .. 10 = lanes) {
      port in x: stream<int8, (twice(n))>;
      let rate = bits * clk.frequency;
      let bits = x.width;
      require twice(n) < 100, "not too wide";
    }`;
  const [declaration] = blockDeclarations(programOf(source));
  const number = (value: number) => ({ kind: 'literal', value: { kind: 'int', value } });
  const name = (each: string) => ({ kind: 'name', name: each });
  const binary = (operator: string, left: unknown, right: unknown) => ({ kind: 'binary', operator, left, right });
  const doubled = binary('*', name('n'), number(2));
  expect(declaration).toMatchObject({
    module: 'main.accel',
    parameters: [
      { name: 'n', default: number(4), bounds: { least: number(1), greatest: binary('-', number(10), number(1)) } },
    ],
    ports: [
      {
        name: 'x',
        type: { kind: 'stream', arguments: [{ kind: 'literal', value: { kind: 'dtype', name: 'int8' } }, doubled] },
      },
    ],
    lets: [
      { name: 'bits', value: binary('*', doubled, { kind: 'member', object: { kind: 'literal' }, name: 'width' }) },
      { name: 'rate', value: binary('*', name('bits'), { kind: 'member', object: name('clk'), name: 'frequency' }) },
    ],
    requires: [{ message: 'not too wide', condition: binary('<', doubled, number(100)) }],
  });
});
