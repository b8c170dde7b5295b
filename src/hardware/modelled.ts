import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { originKey, type Design, type Origins } from '../ir/index.js';
import type { PlannedPort } from './planned.js';

/** Ports that a message lists; of more it gives the number. */
const listed = 4;

/** Warns of the modelled blocks that ports of the top stand for (W660), once for each instance or array of instances. */
export function modelledWarnings(
  design: Design,
  origins: Origins,
  ports: readonly PlannedPort[],
): readonly Diagnostic[] {
  const found = new Map<string, { readonly block: string; readonly ports: Set<string> }>();
  for (const port of ports) {
    for (const { instance, block } of port.modelled) {
      const path = instance.replaceAll(/(\[\d+\])+/g, '[*]');
      const entry = found.get(path) ?? { block, ports: new Set() };
      entry.ports.add(port.name);
      found.set(path, entry);
    }
  }
  return [...found].map(([instance, { block, ports: names }]) => {
    const all = [...names];
    const more = all.length > listed ? [`${all.length - listed + 1} more`] : [];
    const shown = [...all.slice(0, more.length === 0 ? listed : listed - 1), ...more];
    return diagnostic('W660', originOf(design, origins, instance), { instance, block, ports: shown.join(', ') });
  });
}

/** Where the instance at a path, as `tile[*].dma`, was written. */
function originOf(design: Design, origins: Origins, path: string): Origin | undefined {
  const names = path.split('.').map((step) => step.replace('[*]', ''));
  const last = names.pop() ?? '';
  let module = design.name;
  for (const name of names) {
    const of = design.modules
      .find((candidate) => candidate.name === module)
      ?.instances.find((instance) => instance.name === name)?.of;
    if (of?.kind !== 'module') return undefined;
    module = of.name;
  }
  return origins.get(originKey(module, 'instance', last));
}
