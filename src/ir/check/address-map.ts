import type { Extras, Origin } from '../../diagnostics/index.js';
import { endpointCount } from '../merge.js';
import { portOf } from '../resolve.js';
import { elementCount, forEachOffset } from '../spans.js';
import type { AddressRange } from '../types.js';
import { checkEndpoint } from './endpoints.js';
import { originOf, portOrigin, report, textOf, type Context } from './context.js';

/** The least that the registers of a port take: no two of them share a page of so many bytes. */
export const registerPage = 4096;

/** Register ports have addresses of 32 bits. */
const addressLimit = 2 ** 32;

/** Checks the address map of a module: registers that are there, each once, at addresses of their own. */
export function checkAddressMap(context: Context): void {
  const all = context.resolver.module.address_map ?? [];
  const placed = all.flatMap((range, index) => (isPlaced(range, index, context) ? [{ range, index }] : []));
  const sorted = placed.toSorted((a, b) => a.range.base_bytes - b.range.base_bytes || a.index - b.index);
  let [before] = sorted;
  for (const each of sorted.slice(1)) {
    if (before !== undefined && each.range.base_bytes < endOf(before.range)) reportOverlap(each, before, context);
    if (before === undefined || endOf(each.range) > endOf(before.range)) before = each;
  }
  checkOnce(placed, context);
}

interface Placed {
  readonly range: AddressRange;
  readonly index: number;
}

/** Whether a range is of register ports and lies where one may; reports it if not. */
function isPlaced({ registers, base_bytes, size_bytes }: AddressRange, index: number, context: Context): boolean {
  const origin = originOf(context, 'address', index);
  if (!checkEndpoint(registers, origin, context)) return false;
  const port = portOf(registers, context.resolver)?.port;
  const what = textOf(context, registers);
  if (registers.instance === null || port?.type.kind !== 'axi_lite' || port.direction !== 'in') {
    report(context, 'E480', origin, { what, why: 'only an instance\'s "port in ...: axi_lite" has registers' });
    return false;
  }
  const isPage = size_bytes >= registerPage && Number.isInteger(Math.log2(size_bytes));
  if (!isPage) {
    const why = `its registers take a power of two of bytes, from 4 KiB up, not ${size_bytes} B`;
    report(context, 'E481', origin, { what, address: hexadecimal(base_bytes), why });
    return false;
  }
  if (base_bytes % size_bytes !== 0) {
    const next = Math.ceil(base_bytes / size_bytes) * size_bytes;
    const why = `it is no multiple of the ${hexadecimal(size_bytes)} bytes that they take`;
    report(context, 'E481', origin, { what, address: hexadecimal(base_bytes), why }, moved(origin, next));
    return false;
  }
  if (base_bytes < 0 || endOf({ registers, base_bytes, size_bytes }) > addressLimit) {
    const why = 'addresses of registers have 32 bits';
    report(context, 'E481', origin, { what, address: hexadecimal(base_bytes), why });
    return false;
  }
  return true;
}

function endOf({ registers, base_bytes, size_bytes }: AddressRange): number {
  return base_bytes + endpointCount(registers) * size_bytes;
}

/** The way out: another address. Where the address stands in a source, it is changed there. */
function moved(origin: Origin | undefined, address: number): Extras {
  const text = hexadecimal(address);
  if (origin === undefined || !('start' in origin)) return { help: `the next one is ${text}` };
  return { fix: { title: `move it to ${text}`, edits: [{ span: origin, text }], safe: false } };
}

/** `0x1000`, with four digits at least. */
function hexadecimal(bytes: number): string {
  return `${bytes < 0 ? '-' : ''}0x${Math.abs(bytes).toString(16).padStart(4, '0')}`;
}

function rangeText(range: AddressRange, context: Context): string {
  const last = endOf(range) - 1;
  return `${textOf(context, range.registers)} (${hexadecimal(range.base_bytes)} ..= ${hexadecimal(last)})`;
}

function reportOverlap(each: Placed, before: Placed, context: Context): void {
  const first = originOf(context, 'address', before.index);
  const related = first === undefined ? [] : [{ origin: first, message: 'that one stands here' }];
  const texts = { what: rangeText(each.range, context), other: rangeText(before.range, context) };
  const { size_bytes } = each.range;
  const next = Math.ceil(endOf(before.range) / size_bytes) * size_bytes;
  const origin = originOf(context, 'address', each.index);
  report(context, 'E482', origin, texts, { related, ...moved(origin, next) });
}

/** Reports registers that stand in the map twice. */
function checkOnce(placed: readonly Placed[], context: Context): void {
  const taken = new Map<string, Map<number, number>>();
  for (const { range, index } of placed) {
    const { registers } = range;
    const found = portOf(registers, context.resolver);
    const shape = [...(found?.shape ?? []), ...(found?.port.shape ?? [])];
    if (elementCount(shape) === 0) continue;
    const key = `${registers.instance ?? ''}.${registers.port}`;
    const offsets = taken.get(key) ?? new Map<number, number>();
    taken.set(key, offsets);
    let earlier: number | undefined;
    forEachOffset([...registers.at, ...registers.lane], shape, (offset) => {
      earlier ??= offsets.get(offset);
      offsets.set(offset, index);
    });
    if (earlier === undefined) continue;
    const first = originOf(context, 'address', earlier) ?? portOrigin(context, registers);
    const related = first === undefined ? [] : [{ origin: first, message: 'it has an address here' }];
    report(context, 'E483', originOf(context, 'address', index), { what: textOf(context, registers) }, { related });
  }
}
