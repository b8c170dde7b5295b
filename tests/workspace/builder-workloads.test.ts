import { expect, test } from 'vitest';
import { graph, model, parameter, workload } from '../../src/dsl/index.js';
import { design, tsmc_n7 } from '../../src/dsl/index.js';
import { builderModule, loadDefinition } from '../../src/workspace/index.js';

const chip = design('Chip', { process: tsmc_n7(), clocks: { main: '1 GHz' } }, () => {});
const images = workload({ batch: parameter.int(8, 1, 64) }, ({ batch }) => model('images', 'resnet50', { batch }));
const idle = graph('idle', (g) => {
  g.weight('w', 'int8', [4]);
  g.output('y', g.relu(g.input('x', 'int8', [4])));
});

test('the workloads that a file exports can be named, and their parameters set', () => {
  const [loaded, diagnostics] = loadDefinition('chip.ts', builderModule({ chip, images, idle }), {});
  expect(diagnostics.map(({ code }) => code)).toEqual(['W710']);
  expect(loaded?.workloadNames).toEqual(['images', 'idle']);
  expect(loaded?.workload('images', [['batch', '2 * 8']])[0]).toMatchObject({ settings: { batch: { value: 16 } } });
  const [, refused] = loaded?.workload('images', [['size', '1']]) ?? [];
  expect(refused?.map(({ message }) => message)).toEqual([
    '--set images.size: images has no parameter "size"; it has batch',
  ]);
  expect(loaded?.workload('images', [['batch', '100']])[1].map(({ code }) => code)).toEqual(['E402']);
});

test('an exported workload with a mistake keeps the design from being loaded', () => {
  const wrong = graph('wrong', (g) => void g.input('x', 'int8', [4]));
  const [loaded, diagnostics] = loadDefinition('chip.ts', builderModule({ chip, wrong }), {});
  expect(loaded).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['E715']);
});
