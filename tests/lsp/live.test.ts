import { describe, expect, it } from 'vitest';
import { createLive } from '../../lsp/live/estimates.js';
import { defaultSettings, hintKinds, readSettings } from '../../lsp/live/settings.js';
import { codeActions } from '../../lsp/features/code-actions.js';
import { checkSource } from '../../src/workspace/index.js';
import { hostOf } from '../support/language.js';
import { chip } from './estimated.js';
import { marked } from './sources.js';

const file = 'main.accel';

function liveOf(source: string) {
  const { project } = marked({ [file]: `<|>${source}` });
  const live = createLive(project);
  const finish = (): boolean => {
    const steps = live.make([file]);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  };
  return { project, live, finish, codes: () => live.diagnosticsOf(file).map(({ code }) => code) };
}

const failing = chip('require area <= 0.5 mm^2;');

describe('late diagnostics', () => {
  it('come when the estimates are made, and are then those of a check', () => {
    const { live, finish, codes } = liveOf(failing);
    expect(codes()).toEqual([]);
    expect(finish()).toBe(true);
    expect(live.diagnosticsOf(file)).toEqual(checkSource(hostOf({ [file]: failing }), file).diagnostics);
    expect(codes()).toEqual(['E510']);
  });

  it('are made once for each version', () => {
    const { finish } = liveOf(failing);
    expect([finish(), finish()]).toEqual([true, false]);
  });

  it('belong to the version they were made of', () => {
    const { project, finish, codes } = liveOf(failing);
    finish();
    project.setOpen(file, failing.replace('<= 0.5', '<= 0.6'));
    expect(codes()).toEqual([]);
    project.setOpen(file, failing.replace('<= 0.5', '<= 6'));
    finish();
    expect(codes()).toEqual([]);
  });

  it('do not wait for a workload: it is run operation by operation, and given up between two', () => {
    const more = 'require latency(net) <= 1 s;';
    const { project, live, finish, codes } = liveOf(chip(more, undefined, 'workload net { model "resnet50"; }'));
    const steps = live.make([file]);
    let count = 0;
    while (count < 10 && steps.next().done !== true) count += 1;
    expect(count).toBe(10);
    expect(codes()).toEqual([]);
    project.setOpen(file, failing);
    finish();
    expect(codes()).toEqual(['E510']);
  });

  it('are none beside errors of the language', () => {
    const { finish, codes } = liveOf(`${failing}\nconst a = b;`);
    finish();
    expect(codes()).toEqual(['E201']);
  });

  it('add the repair to a requirement that was false before the estimate, as a quick fix', () => {
    const { project, live, finish } = liveOf(chip('require rows >= 20;'));
    const actions = (): readonly string[] => {
      const analysis = project.analysisOf(file);
      const at = analysis?.text.indexOf('rows >= 20') ?? 0;
      if (analysis === undefined) return [];
      return codeActions(analysis, { start: at, end: at }, live.diagnosticsOf(file)).map(({ title }) => title);
    };
    expect(actions()).toEqual([]);
    finish();
    expect(actions()).toContain('set rows to 20: it holds');
    expect(live.diagnosticsOf(file)).toHaveLength(1);
  });
});

describe('settings', () => {
  it('have defaults for what is absent or makes no sense', () => {
    for (const section of [undefined, null, 3, [], {}, { hints: 1, lens: 'x', estimate: { delay: -1 } }])
      expect(readSettings(section)).toEqual(defaultSettings);
  });

  it('switch hints off, all or by kind, and lenses, and say how long typing pauses', () => {
    expect(readSettings({ hints: false }).hints).toEqual(new Set());
    expect(readSettings({ hints: { values: false } }).hints).toEqual(
      new Set(hintKinds.filter((kind) => kind !== 'values')),
    );
    expect(readSettings({ lens: false, estimate: { delay: 900 } })).toMatchObject({ lens: false, delay_ms: 900 });
  });
});
