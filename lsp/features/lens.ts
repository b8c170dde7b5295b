import type { ComponentEntity, Program, WorkloadEntity } from '../../src/language/index.js';
import { formatNumber } from '../../src/units/index.js';
import { placeKey, type LiveDesign, type LiveEstimates } from '../../src/workspace/index.js';
import type { Analysis } from '../analysis.js';
import { areaText, countText, peaksText, powerText } from '../names/figures.js';

/** What an editor shows above a declaration; one with a command does it when it is chosen. */
export interface Lens {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly command?: LensCommand;
}

export interface LensCommand {
  readonly name: 'accel.report' | 'accel.verify' | 'accel.estimate';
  /** Of the design or the workload. */
  readonly of: string;
}

/** What is known of the estimates. */
export interface Estimates {
  /** Of the file as it is; undefined while they are made. */
  readonly now: LiveEstimates | undefined;
  /** The last ones of the file, before an edit. */
  readonly last: LiveEstimates | undefined;
  /** Of every file that is open, as it is. */
  readonly everywhere: readonly LiveEstimates[];
  /** Whether those of the file as it is will not be made: the user has cancelled them. */
  readonly isGivenUp?: boolean;
}

/**
 * Above a design its peak rate, area, power and how its requirements came out, with the report and the verification; above a
 * component how many there are of it and their area; above a workload its work.
 */
export function lenses({ path, program }: Analysis, estimates: Estimates): readonly Lens[] {
  return program.entry.declared.flatMap((entity): readonly Lens[] => {
    if (entity.kind !== 'component' && entity.kind !== 'workload') return [];
    const { start, end } = entity.at;
    const found =
      entity.kind === 'workload'
        ? workloadLenses(entity, estimates)
        : entity.node.flavour === 'design'
          ? designLenses(program, entity, estimates)
          : componentLenses(path, entity, estimates);
    return found.map((each) => ({ start, end, ...each }));
  });
}

type Shown = Omit<Lens, 'start' | 'end'>;

function componentLenses(path: string, entity: ComponentEntity, estimates: Estimates): readonly Shown[] {
  const key = placeKey({ file: path, start: entity.at.start });
  const designs = new Map(estimates.everywhere.flatMap(({ designs: all }) => all.map((each) => [each.name, each])));
  return [...designs.values()].flatMap((design) => {
    const found = design.components.get(key);
    if (found === undefined || found.count === 0) return [];
    const many = found.count === 1 ? 'one instance' : `${formatNumber(found.count)} instances`;
    const each = found.count === 1 ? '' : ' each';
    return [{ title: `${many} in ${design.name}, ${areaText(found.area_mm2 / found.count)}${each}` }];
  });
}

function designLenses(
  program: Program,
  entity: ComponentEntity,
  { now, last, isGivenUp }: Estimates,
): readonly Shown[] {
  const { name } = entity;
  const design = (now ?? last)?.designs.find((each) => each.name === name);
  const commands: readonly Shown[] = [
    { title: 'report', command: { name: 'accel.report', of: name } },
    { title: 'verify', command: { name: 'accel.verify', of: name } },
  ];
  const waiting = now === undefined ? [{ title: isGivenUp === true ? 'not estimated' : 'estimating ...' }] : [];
  if (design === undefined) return now === undefined ? [...waiting, ...commands] : [];
  return [...statusOf(program, entity, design).map((title) => ({ title })), ...waiting, ...commands];
}

/** `410 GOPS int8, 1.23 mm^2, 0.3 W` and `1 of 4 fails`, as far as they are known. */
export function statusOf(
  program: Program,
  { node }: ComponentEntity,
  { hardware, judgements }: LiveDesign,
): readonly string[] {
  const peaks = hardware === undefined ? '' : peaksText(hardware.peak_ops_per_s);
  const figures =
    hardware === undefined
      ? []
      : [
          [peaks, areaText(hardware.area_mm2), `${powerText(hardware.tdp_w)} TDP`]
            .filter((text) => text !== '')
            .join(', '),
        ];
  // There is a design, so those that were judged while it was elaborated hold.
  const early = node.members.filter(
    (member) => member.kind === 'RequireMember' && program.facts.checked.get(member.condition)?.late === false,
  ).length;
  const holding = early + judgements.filter(({ holds }) => holds).length;
  const all = early + judgements.length;
  return [...figures, ...(all === 0 ? [] : [outcomeText(holding, all)])];
}

/** How the requirements came out: what fails is what there is to know. */
function outcomeText(holding: number, all: number): string {
  const failing = all - holding;
  if (failing > 0) return `${failing} of ${all} ${failing === 1 ? 'fails' : 'fail'}`;
  return all === 1 ? 'the requirement holds' : `all ${all} hold`;
}

function workloadLenses(entity: WorkloadEntity, { now, last }: Estimates): readonly Shown[] {
  const found = (now ?? last)?.workloads.find(({ name }) => name === entity.name);
  if (found === undefined) return [];
  const parameters = found.parameters === 0 ? '' : `, ${countText(found.parameters)} parameters`;
  const title = `${countText(found.macs)} MACs${parameters}`;
  return [{ title, command: { name: 'accel.estimate', of: found.name } }];
}
