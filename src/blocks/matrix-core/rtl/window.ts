import { constant, mux, unsigned, type ModuleBuilder, type RegisterSignal, type Signal } from '../../../rtl/index.js';
import { positionBits, topBits } from '../window.js';
import { commandField, holdField, type AddressTypes, type Follow, type HeldCommand } from './fields.js';

/*
 * The address generator of convolutions. It follows two positions by additions alone: that of the next tile, which is one of the kernel's,
 * and that of the present vector, which is one of the output's. Positions beside the image are negative or beyond it, and wrap.
 */

const position = unsigned(positionBits);
const imageBits = 16;
const stepBits = 8;

/** The window that was set last, and the kernel of the multiplication that runs. */
export interface HeldWindow {
  /** The multiplication is a convolution. */
  readonly on: Signal;
  readonly height: Signal;
  readonly width: Signal;
  readonly outputWidth: Signal;
  readonly strideY: Signal;
  readonly strideX: Signal;
  readonly dilationY: Signal;
  readonly dilationX: Signal;
  /** Position of the first pixel that is met: now, and where the multiplication begins that is taken. */
  readonly top: Signal;
  readonly newTop: Signal;
  readonly left: Signal;
  readonly rowStep: Signal;
  readonly kernelStep: Signal;
  readonly kernelHeight: Signal;
  readonly kernelWidth: Signal;
}

export function holdWindow(m: ModuleBuilder, start: Signal, word: Signal, types: AddressTypes): HeldWindow {
  const set = m.input('set_window');
  const hold = (name: string, field: Parameters<typeof commandField>[1], width: number): Signal =>
    holdField(m, set, word, name, field, width);
  const extended = (top: Signal): Signal => top.asSigned().resize(positionBits).asUnsigned();
  const padLeft = hold('pad_left', 'windowPadLeft', imageBits).resize(positionBits);
  const { width } = types.activations;
  return {
    on: holdField(m, start, word, 'windowed', 'windowed', 1),
    height: hold('image_height', 'windowHeight', imageBits),
    width: hold('image_width', 'windowWidth', imageBits),
    outputWidth: hold('output_width', 'windowOutputWidth', imageBits),
    strideY: hold('stride_y', 'windowStrideY', stepBits),
    strideX: hold('stride_x', 'windowStrideX', stepBits),
    dilationY: hold('dilation_y', 'windowDilationY', stepBits),
    dilationX: hold('dilation_x', 'windowDilationX', stepBits),
    top: m.named('top', extended(holdField(m, start, word, 'kernel_top', 'kernelTop', topBits))),
    newTop: m.named('new_top', extended(commandField(word, 'kernelTop', topBits))),
    left: m.named('left_of_image', constant(0, position).subWrap(padLeft)),
    rowStep: hold('row_step', 'windowRowStep', width),
    kernelStep: hold('kernel_step', 'windowKernelStep', width),
    kernelHeight: holdField(m, start, word, 'kernel_height', 'kernelHeight', stepBits),
    kernelWidth: holdField(m, start, word, 'kernel_width', 'kernelWidth', stepBits),
  };
}

/** The kernel's position of the next tile: what is left of the kernel from it on, and where its words begin. */
export interface NextPosition {
  readonly leftX: RegisterSignal;
  readonly leftY: RegisterSignal;
  /** Of the position's first channel tile, and of that of the kernel's row. */
  readonly address: RegisterSignal;
  readonly rowAddress: RegisterSignal;
  /** The pixel that the output's first one meets. */
  readonly x: RegisterSignal;
  readonly y: RegisterSignal;
}

export function nextPosition(m: ModuleBuilder, types: AddressTypes): NextPosition {
  return {
    leftX: m.register('kernel_left_x', unsigned(stepBits)),
    leftY: m.register('kernel_left_y', unsigned(stepBits)),
    address: m.register('kernel_position', types.activations),
    rowAddress: m.register('kernel_row', types.activations),
    x: m.register('kernel_x', position),
    y: m.register('kernel_y', position),
  };
}

/** Whether a tile's position is the kernel's last; a plain multiplication has one. */
export function isLastPosition(m: ModuleBuilder, window: HeldWindow, { leftX, leftY }: NextPosition): Signal {
  return m.named('last_position', window.on.not().or(leftX.eq(1).and(leftY.eq(1))));
}

export interface StepKernel {
  readonly window: HeldWindow;
  readonly next: NextPosition;
  readonly held: HeldCommand;
  readonly word: Signal;
  /** The next tile is its position's last. */
  readonly turns: Signal;
  readonly follow: Follow;
}

/** Goes on to the position after: columns of the kernel first. Gives where it begins. */
export function stepKernel(m: ModuleBuilder, { window, next, held, word, turns, follow }: StepKernel): Signal {
  const { leftX, leftY, address, rowAddress, x, y } = next;
  const { width } = address;
  const lastX = m.named('kernel_last_x', leftX.eq(1));
  const lastY = m.named('kernel_last_y', leftY.eq(1));
  const turnsRow = m.named('kernel_turns', turns.and(lastX));
  const step = (turning: Signal, last: Signal, again: Signal, on: Signal, same: Signal): Signal =>
    mux(turning, mux(last, again, on), same);
  const counts = (field: 'kernelWidth' | 'kernelHeight'): Signal => commandField(word, field, stepBits);
  follow(leftX, counts('kernelWidth'), step(turns, lastX, window.kernelWidth, leftX.subWrap(1), leftX));
  follow(leftY, counts('kernelHeight'), step(turnsRow, lastY, window.kernelHeight, leftY.subWrap(1), leftY));

  const first = commandField(word, 'activationBase', width);
  const below = m.named(
    'kernel_row_below',
    mux(lastY, held.activationBase, rowAddress.addWrap(window.kernelStep)).resize(width),
  );
  const right = address.addWrap(window.dilationX.resize(width));
  const after = m.named('kernel_position_after', mux(lastX, below, right).resize(width));
  follow(rowAddress, first, mux(turnsRow, below, rowAddress));
  follow(address, first, mux(turns, after, address));
  const moved = (at: Signal, by: Signal): Signal => at.addWrap(by.resize(positionBits));
  follow(x, window.left, step(turns, lastX, window.left, moved(x, window.dilationX), x));
  follow(y, window.newTop, step(turnsRow, lastY, window.top, moved(y, window.dilationY), y));
  return after;
}

export interface Walk {
  readonly window: HeldWindow;
  /** The present vector is one of a convolution. */
  readonly on: Signal;
  readonly next: NextPosition;
  /** Where the next tile's words begin. */
  readonly begins: Signal;
  readonly take: Signal;
  /** A vector is read in this cycle. */
  readonly reads: Signal;
}

/** Walks over the output: the address of the present vector's pixel, and whether it lies in the image. */
export function walkOutput(
  m: ModuleBuilder,
  { window, on, next, begins, take, reads }: Walk,
): { readonly address: Signal; readonly inside: Signal } {
  const { width } = begins;
  const address = m.register('pixel', begins.type);
  const row = m.register('pixel_row', begins.type);
  const x = m.register('pixel_x', position);
  const y = m.register('pixel_y', position);
  const firstX = m.register('pixel_first_x', position);
  const left = m.register('output_left', unsigned(imageBits));
  const turns = m.named('output_turns', left.eq(1));
  const moves = take.or(reads);
  const step = (register: RegisterSignal, taken: Signal, turned: Signal, on: Signal): void =>
    register.next(mux(take, taken, mux(turns, turned, on)).resize(register.width), moves);
  const below = m.named('pixel_row_below', row.addWrap(window.rowStep));
  step(address, begins, below, address.addWrap(window.strideX.resize(width)));
  step(row, begins, below, row);
  step(x, next.x, firstX, x.addWrap(window.strideX.resize(positionBits)));
  step(y, next.y, y.addWrap(window.strideY.resize(positionBits)), y);
  step(left, window.outputWidth, window.outputWidth, left.subWrap(1));
  firstX.next(next.x, take);
  const within = m.named('pixel_within', x.lt(window.width).and(y.lt(window.height)));
  return { address, inside: on.not().or(within) };
}
