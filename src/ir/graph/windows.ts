import { misfit, wrongRank, type Misfit, type Operand, type Options, type Rule } from './misfit.js';
import { sameTypes } from './elementwise.js';

/** How windows move along one axis. */
export interface Window {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  /** Places before the first and after the last that are not there. */
  readonly padding: number;
  readonly after: number;
  readonly dilation: number;
}

/** Positions of a window: `floor((size + padding + after - dilation (kernel - 1) - 1) / stride) + 1`; below 1 where none fits. */
export function positions({ size, kernel, stride, padding, after, dilation }: Window): number {
  return Math.floor((size + padding + after - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** The value of a whole option. */
export function wholeOption(options: Options, name: string): number {
  const value = options[name];
  return value?.kind === 'int' ? value.value : 1;
}

/** The windows of an operator along height and width: of a pooling where `kernel` is not given. */
export function windowsOf(x: Operand, options: Options, kernel?: readonly number[]): readonly [Window, Window] {
  const whole = (name: string): number => wholeOption(options, name);
  return [
    {
      size: x.extents[2] ?? 1,
      kernel: kernel?.[0] ?? whole('size'),
      stride: whole('stride'),
      padding: whole('padding'),
      after: whole('padding_bottom'),
      dilation: whole('dilation'),
    },
    {
      size: x.extents[3] ?? 1,
      kernel: kernel?.[1] ?? whole('size_x'),
      stride: whole('stride_x'),
      padding: whole('padding_left'),
      after: whole('padding_right'),
      dilation: whole('dilation_x'),
    },
  ];
}

/** The options of a pooling, whose windows have no holes. */
export function pooling(options: Options): Options {
  const one = { kind: 'int', value: 1 } as const;
  return { ...options, dilation: one, dilation_x: one };
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

/** `(size - 1) stride + reach - padding - after + extra` places along each axis. */
export const convTranspose2d: Rule = ([x, w, bias], options, name) => {
  if (x === undefined || w === undefined) throw new Error(`${name} has two operands`);
  if (x.extents.length !== 4) return wrongRank(name, image, x, 0);
  if (w.extents.length !== 4) return wrongRank(name, 'weights [channels, filters / groups, height, width]', w, 1);
  const types = sameTypes(name, x, w);
  if (types !== undefined) return types;
  const groups = wholeOption(options, 'groups');
  const [n = 1, channels = 1] = x.extents;
  const [rows, inGroup = 1, ...kernel] = w.extents;
  if (rows !== channels || channels % groups !== 0) {
    const why =
      rows === channels
        ? `the ${channels} channels do not divide into ${groups} groups`
        : `the weights are for ${rows} channels, but there are ${channels}`;
    return misfit(name, [x, w], 1, why);
  }
  const filters = inGroup * groups;
  if (bias !== undefined && (bias.extents.length !== 1 || bias.extents[0] !== filters))
    return wrongRank(name, `one number for each of the ${filters} filters, a shape [${filters}],`, bias, 2);
  const extras = [wholeOption(options, 'extra'), wholeOption(options, 'extra_x')];
  const places = windowsOf(x, options, kernel).map(
    (window, index) =>
      (window.size - 1) * window.stride + reachOf(window) - window.padding - window.after + (extras[index] ?? 0),
  );
  if (places.some((count) => count < 1)) return misfit(name, [x, w], 0, 'with this padding nothing is left');
  return { element: x.element, extents: [n, filters, ...places] };
};

export const pool2d: Rule = ([x], options, name) => {
  if (x === undefined) throw new Error(`${name} has an operand`);
  if (x.extents.length !== 4) return wrongRank(name, image, x, 0);
  const windows = windowsOf(x, pooling(options));
  return (
    tooSmall(name, [x], windows) ?? {
      element: x.element,
      extents: [...x.extents.slice(0, 2), ...windows.map(positions)],
    }
  );
};

function tooSmall(name: string, operands: readonly Operand[], windows: readonly Window[]): Misfit | undefined {
  const empty = windows.find((window) => positions(window) < 1);
  if (empty !== undefined) {
    const { size, padding, after } = empty;
    const why = `a window of ${reachOf(empty)} does not fit into ${size + padding + after}`;
    return misfit(name, operands, 0, why, 'give it padding');
  }
  const blank = windows.find((window) => seesNothing(window));
  if (blank === undefined) return undefined;
  const most = Math.max(blank.padding, blank.after);
  return misfit(name, operands, 0, `with a padding of ${most} a window of ${reachOf(blank)} sees nothing but zeros`);
}

function reachOf({ dilation, kernel }: Window): number {
  return dilation * (kernel - 1) + 1;
}

/** Whether the first window ends before the first place, or the last begins behind the last one. */
function seesNothing(window: Window): boolean {
  return window.padding >= reachOf(window) || (positions(window) - 1) * window.stride - window.padding >= window.size;
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
