import type { ChipGating } from './clock-gating.js';
import type { Top, TopClock } from './files.js';
import type { MemoryBypass, ResetSynchronisers } from './manifest.js';

/** Share of a clock's period that uncertainty takes: jitter and skew before a clock tree is there. */
const uncertaintyShare = 0.05;
/** Share of a clock's period that the other side of a port takes. */
const portShare = 0.2;

/** Timing constraints of the top module in SDC, times in nanoseconds: clocks, uncertainty, delays at the ports, clock groups; where there is a test input, it is low. */
export function constraints(
  top: Top,
  gating: ChipGating | null = null,
  synchronisers?: ResetSynchronisers,
  bypass?: MemoryBypass,
): string {
  const clocks = top.clocks.flatMap((clock) => {
    const period = 1e9 / clock.frequency_hz;
    return [
      `create_clock -name ${clock.name} -period ${nanoseconds(period)} [get_ports {${clock.port}}]`,
      `set_clock_uncertainty ${nanoseconds(period * uncertaintyShare)} [get_clocks {${clock.name}}]`,
    ];
  });
  const delays = top.clocks.flatMap((clock) => [
    ...delay('input', clock, [
      ...(clock.reset_port === null || clock.reset_kind !== undefined ? [] : [clock.reset_port]),
      ...signals(top, clock, 'input'),
    ]),
    ...delay('output', clock, signals(top, clock, 'output')),
  ]);
  const groups =
    top.clocks.length < 2
      ? []
      : [
          `set_clock_groups -asynchronous ${top.clocks.map((clock) => `-group [get_clocks {${clock.name}}]`).join(' ')}`,
        ];
  const gated =
    gating === null
      ? []
      : [
          `# ${gating.gates} instances of ${gating.module} gate clocks: their enables are there before the edge that they let through`,
          `set_case_analysis 0 [get_ports {${gating.test_port}}]`,
        ];
  const resets =
    synchronisers === undefined
      ? []
      : [
          `# resets rise at any time, and instances of ${synchronisers.module} let go of them at an edge`,
          ...(gating === null ? [`set_case_analysis 0 [get_ports {${synchronisers.test_port}}]`] : []),
          ...top.clocks.flatMap(({ reset_port, reset_kind }) =>
            reset_kind === undefined || reset_port === null ? [] : [`set_false_path -from [get_ports {${reset_port}}]`],
          ),
        ];
  const alone = bypass !== undefined && gating === null && synchronisers === undefined;
  const bypassed = alone
    ? [
        '# in operation no register stands in the place of a memory',
        `set_case_analysis 0 [get_ports {${bypass.test_port}}]`,
      ]
    : [];
  const made = [...clocks, ...groups, ...gated, ...resets, ...bypassed, ...delays];
  return [`# ${top.name}: times in ns`, ...made, ''].join('\n');
}

function signals(top: Top, clock: TopClock, direction: 'input' | 'output'): readonly string[] {
  return top.ports
    .filter((port) => port.clock === clock.name)
    .flatMap((port) => port.signals.filter((signal) => signal.direction === direction))
    .map((signal) => (signal.width === 1 ? signal.name : `${signal.name}[*]`));
}

function delay(direction: 'input' | 'output', clock: TopClock, ports: readonly string[]): readonly string[] {
  if (ports.length === 0) return [];
  const time = nanoseconds((1e9 / clock.frequency_hz) * portShare);
  return [`set_${direction}_delay ${time} -clock ${clock.name} [get_ports {${ports.join(' ')}}]`];
}

/** To the femtosecond. */
function nanoseconds(time: number): string {
  return String(Number(time.toFixed(6)));
}
