import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { nodeFiles } from '../../lsp/node/files.js';
import { createProject } from '../../lsp/project.js';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'accel-inside-')));
const [folder, outside] = [join(base, 'project'), join(base, 'outside')];
afterAll(() => rmSync(base, { recursive: true, force: true }));

mkdirSync(join(folder, 'sub'), { recursive: true });
mkdirSync(outside);
writeFileSync(join(outside, 'secret.accel'), 'export const secret = 1;\n');
writeFileSync(join(outside, 'ip.v'), 'module ip_top(); endmodule\n');
symlinkSync(join(outside, 'secret.accel'), join(folder, 'link.accel'));
symlinkSync(join(folder, 'link.accel'), join(folder, 'chain.accel'));
symlinkSync(outside, join(folder, 'sub', 'folder'));
symlinkSync(join(outside, 'ip.v'), join(folder, 'ip.v'));
writeFileSync(join(folder, 'accel.json'), '{ "packages": { "far": "./sub/folder" } }');
writeFileSync(join(folder, 'design.ts'), 'throw new Error("a workspace was run");\n');

/** The codes of a file of the project as the server knows it. */
function codes(text: string): readonly string[] {
  const project = createProject(nodeFiles(() => [folder]));
  const path = join(folder, 'main.accel');
  project.setOpen(path, text);
  return project.diagnosticsOf(path).map(({ code }) => code);
}

it.each([
  ['a link', './link.accel'],
  ['a link to a link', './chain.accel'],
  ['a linked folder', './sub/folder/secret.accel'],
  ['a path upwards', '../outside/secret.accel'],
  ['a path down and upwards', './sub/../../outside/secret.accel'],
  ['a package in a linked folder', 'pkg:far/secret.accel'],
])('%s does not lead the server out of the project', (_, from) => {
  const found = codes(`import { secret } from "${from}";\nconst mine = secret;\n`);
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((code) => !['E001', 'E002', 'E205', 'E201'].includes(code))).toEqual([]);
});

it('nor does the Verilog of a component', () => {
  const component = (file: string): string => `extern component Ip() { verilog = "${file}"; module = "ip_top"; }\n`;
  expect(codes(component('./ip.v'))).toContain('E001');
  expect(codes(component('../outside/ip.v'))).toContain('E205');
});

it('a TypeScript design of the workspace is no source of it', () => {
  const project = createProject(nodeFiles(() => [folder]));
  expect(project.sources().filter((path) => !path.endsWith('.accel'))).toEqual([]);
  expect(project.analyses().map(({ path }) => path)).toEqual([]);
});
