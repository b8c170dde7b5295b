/** Cycles from the edge that takes a read to the one that gives its word. */
export const readLatency = 1;

/** Beats that one side asks for, and beats of the other side that it meets while it does. */
export interface SramLoad {
  readonly serve: number;
  readonly fill: number;
}

/**
 * Cycles in which both sides get `serve` and `fill` accesses through, each side asking in every cycle until it is done.
 * `serve` never waits. With one port `fill` has the cycles that are left; with a read and a write port it waits only where both want the same.
 */
export function cycles(ports: 'one_rw' | 'one_r_one_w', load: SramLoad, sameDirection: boolean): number {
  return ports === 'one_rw' || sameDirection ? load.serve + load.fill : Math.max(load.serve, load.fill);
}
