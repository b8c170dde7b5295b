import { misfit, wrongRank, type Misfit, type Operand, type Options, type Rule } from './misfit.js';
import { sameTypes } from './elementwise.js';

/** How windows move along one axis. */
export interface Window {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** Positions of a window: `floor((size + 2 padding - dilation (kernel - 1) - 1) / stride) + 1`; below 1 where none fits. */
export function positions({ size, kernel, stride, padding, dilation }: Window): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** The value of a whole option. */
export function wholeOption(options: Options, name: string): number {
  const value = options[name];
  return value?.kind === 'int' ? value.value : 1;
}

/** The windows of an operator along height and width: of a pooling where `kernel` is not given. */
export function windowsOf(x: Operand, options: Options, kernel?: readonly number[]): readonly [Window, Window] {
  const along = (axis: 0 | 1): Window => ({
    size: x.extents[axis + 2] ?? 1,
    kernel: kernel?.[axis] ?? wholeOption(options, 'size'),
    stride: wholeOption(options, 'stride'),
    padding: wholeOption(options, 'padding'),
    dilation: wholeOption(options, 'dilation'),
  });
  return [along(0), along(1)];
}

const image = '[batch, channels, height, width]';

export const conv2d: Rule = ([x, w, bias], options, name) => {
  if (x === undefined || w === undefined) throw new Error(`${name} has two operands`);
  if (x.extents.length !== 4) return wrongRank(name, image, x, 0);
  if (w.extents.length !== 4) return wrongRank(name, 'weights [filters, channels / groups, height, width]', w, 1);
  const types = sameTypes(name, x, w);
  if (types !== undefined) return types;
  const groups = wholeOption(options, 'groups');
  const [n = 1, channels = 1] = x.extents;
  const [filters = 1, inGroup = 1, ...kernel] = w.extents;
  if (inGroup * groups !== channels) {
    const of = groups === 1 ? '' : ` in each of ${groups} groups`;
    const why = `the weights are for ${inGroup} channels${of}, but there are ${channels}`;
    return misfit(name, [x, w], 1, why, channels % inGroup === 0 ? `write groups: ${channels / inGroup}` : undefined);
  }
  if (filters % groups !== 0)
    return misfit(name, [x, w], 1, `the ${filters} filters do not divide into ${groups} groups`);
  const windows = windowsOf(x, options, kernel);
  const wrongBias = bias !== undefined && (bias.extents.length !== 1 || bias.extents[0] !== filters);
  if (wrongBias)
    return wrongRank(name, `one number for each of the ${filters} filters, a shape [${filters}],`, bias, 2);
  return tooSmall(name, [x, w], windows) ?? { element: x.element, extents: [n, filters, ...windows.map(positions)] };
};

export const pool2d: Rule = ([x], options, name) => {
  if (x === undefined) throw new Error(`${name} has an operand`);
  if (x.extents.length !== 4) return wrongRank(name, image, x, 0);
  const windows = windowsOf(x, { ...options, dilation: { kind: 'int', value: 1 } });
  return (
    tooSmall(name, [x], windows) ?? {
      element: x.element,
      extents: [...x.extents.slice(0, 2), ...windows.map(positions)],
    }
  );
};

function tooSmall(name: string, operands: readonly Operand[], windows: readonly Window[]): Misfit | undefined {
  const blank = windows.find(({ padding, dilation, kernel }) => padding > dilation * (kernel - 1));
  if (blank !== undefined) {
    const reach = blank.dilation * (blank.kernel - 1) + 1;
    return misfit(name, operands, 0, `with a padding of ${blank.padding} a window of ${reach} sees nothing but zeros`);
  }
  const empty = windows.find((window) => positions(window) < 1);
  if (empty === undefined) return undefined;
  const { size, kernel, padding, dilation } = empty;
  const reach = dilation * (kernel - 1) + 1;
  const why = `a window of ${reach} does not fit into ${size + 2 * padding}`;
  return misfit(name, operands, 0, why, 'give it padding');
}

/** How many of the `size` places of an axis lie in at least one window. */
export function touched(window: Window): number {
  const { size, kernel, stride, padding, dilation } = window;
  const count = positions(window);
  if (dilation === 1) return touchedBySolid(window, count);
  // Windows with holes: place by place, where that ends soon.
  if (count * kernel > mostPlaces) return Math.min(size, count * kernel);
  const places = new Set<number>();
  for (let position = 0; position < count; position++) {
    for (let tap = 0; tap < kernel; tap++) {
      const place = position * stride + tap * dilation - padding;
      if (place >= 0 && place < size) places.add(place);
    }
  }
  return places.size;
}

const mostPlaces = 1 << 22;

function touchedBySolid({ size, kernel, stride, padding }: Window, count: number): number {
  if (stride <= kernel) {
    const end = Math.min(size, (count - 1) * stride + kernel - padding);
    return Math.max(0, end);
  }
  // Apart from each other: only the first and the last may reach over an end.
  let total = 0;
  const inside = (position: number): number =>
    Math.max(0, Math.min(size, position * stride + kernel - padding) - Math.max(0, position * stride - padding));
  const full = Math.ceil(padding / stride);
  const last = Math.floor((size + padding - kernel) / stride);
  for (let position = 0; position < Math.min(full, count); position++) total += inside(position);
  if (last >= full) total += kernel * (Math.min(last, count - 1) - full + 1);
  for (let position = Math.max(last + 1, full); position < count; position++) total += inside(position);
  return total;
}
