import { wrapFunction, type Context } from './context.js';
import { Emitter } from './emitter.js';
import { commitMemory } from './commit-memory.js';
import type { FlatNet, FlatRegister, Loop } from './flatten.js';
import { inLoops } from './loops.js';
import type { Storage } from './storage.js';
import { updateInPlace } from './update.js';

/**
 * What an edge of a clock does: assertions first, then what changes in place, inner loops before what they may read, then memories, on values of the
 * evaluation, and all other registers at once.
 */
export function commitFunction(name: string, clock: string, context: Context): string {
  const parts: string[] = [];
  const emitter = new Emitter(context.storage, context.heap);
  const take = (loop: Loop | undefined): void => {
    parts.push(...inLoops(loop, emitter.lines.splice(0)));
  };
  for (const check of context.flat.assertions) {
    if (check.clock !== clock) continue;
    const [reset, condition] = [check.reset, check.condition].map((net) => emitter.number(emitter.net(net)));
    const path = JSON.stringify(check.path);
    emitter.lines.push(
      check.assertion.cover === true
        ? `if (${reset} === 0 && ${condition} !== 0) covered(${path});`
        : `if (${reset} === 0 && ${condition} === 0) failed(${path}, ${JSON.stringify(check.assertion.message)});`,
    );
    take(check.loop);
  }
  const updates = context.inPlace.filter((plan) => plan.clock === clock);
  const functions = updates.map((plan, index) => {
    const { lines, emitters } = updateInPlace(plan, () => new Emitter(context.storage, context.heap, true));
    parts.push(`${name}_${index}();`);
    return wrapFunction(`${name}_${index}`, emitters, lines);
  });
  for (const memory of context.flat.memories) {
    if (![...memory.reads, ...memory.writes].some((port) => port.clock === clock)) continue;
    commitMemory(emitter, memory, clock, context.heap);
    take(memory.loop);
  }
  const changed = new Set(updates.flatMap((plan) => plan.registers));
  const registers = context.flat.registers.filter((register) => register.clock === clock && !changed.has(register));
  return [...functions, wrapFunction(name, [emitter], [...parts, ...commitRegisters(registers, context.storage)])].join(
    '\n',
  );
}

/** New values of registers that were worked out beside the old ones; of words that lie together, as one move. */
function commitRegisters(
  registers: readonly FlatRegister[],
  storage: ReadonlyMap<FlatNet, Storage>,
): readonly string[] {
  const lines: string[] = [];
  let move: { to: number; from: number; words: number } | undefined;
  const close = (): void => {
    if (move !== undefined) lines.push(`W.copyWithin(${move.to}, ${move.from}, ${move.from + move.words});`);
    move = undefined;
  };
  for (const { state, next } of registers) {
    const [to, from] = [storage.get(state), storage.get(next)];
    if (to === undefined || from === undefined || from.kind === 'local' || to.kind === 'local')
      throw new Error(`${state.path} has no storage`);
    if (to.kind === 'words' && from.kind === 'words') {
      if (move !== undefined && move.to + move.words === to.offset && move.from + move.words === from.offset)
        move.words += to.words;
      else {
        close();
        move = { to: to.offset, from: from.offset, words: to.words };
      }
    } else if (to.kind === 'words' || from.kind === 'words')
      throw new Error(`${state.path} and its next value are kept differently`);
    else if (to.kind === 'variable') lines.push(`${to.name} = ${from.name};`);
    else lines.push(`{ const t = ${to.name}; ${to.name} = ${from.name}; ${from.name} = t; }`);
  }
  close();
  return lines;
}
