/**
 * How output positions and kernel positions step over an image that the core holds, a word a pixel and channel tile. Row m of the product is
 * output row floor(m / outputWidth), column m % outputWidth.
 */
export interface Window {
  /** Rows and columns of the image. */
  readonly height: number;
  readonly width: number;
  /** Words between rows of the image. */
  readonly rowWords: number;
  /** Columns of the output. */
  readonly outputWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  /** Columns to the left of the image that are not there: their products are not counted. So are those beyond its last column, and above and below it. */
  readonly padLeft: number;
}

/** Rows and columns of a kernel, and the row of the image that its first one meets at the output's first: above the image it is negative. */
export interface Kernel {
  readonly height: number;
  readonly width: number;
  readonly top: number;
}

/** The greatest of a window's numbers: those of an image, and steps and kernels. */
export const largestImage = 2 ** 16 - 1;
export const largestStep = 2 ** 8 - 1;

/** Bits of a position in or beside the image: from -2^16 on, two's complement. */
export const positionBits = 18;
/** Bits of the row that a kernel begins with. */
export const topBits = 16;
/** Words that steps between rows may take. */
const mostWords = 2 ** 24;

const stepFields = ['strideY', 'strideX', 'dilationY', 'dilationX'] as const;
const imageFields = ['height', 'width', 'outputWidth', 'padLeft'] as const;

/** Why the core cannot step over a window with so many rows of a product: numbers out of range, or positions too far beside the image. Empty where it can. */
export function windowMisfits(window: Window, m: number, kernel: Kernel): readonly string[] {
  const reasons: string[] = [];
  const whole = (name: string, value: number, least: number, greatest: number): void => {
    if (!Number.isInteger(value) || value < least || value > greatest)
      reasons.push(`${name} is ${value}, not an integer of ${least} to ${greatest}`);
  };
  for (const name of imageFields) whole(name, window[name], name === 'padLeft' ? 0 : 1, largestImage);
  for (const name of stepFields) whole(name, window[name], 1, largestStep);
  for (const name of ['height', 'width'] as const) whole(`the kernel's ${name}`, kernel[name], 1, largestStep);
  whole("the kernel's top", kernel.top, -(2 ** (topBits - 1)), 2 ** (topBits - 1) - 1);
  const steps = Math.max(window.strideY, window.dilationY) * window.rowWords;
  if (steps >= mostWords) reasons.push(`a step between rows takes ${steps} words, not less than ${mostWords}`);
  const last = {
    row: kernel.top + (outputRows(window, m) - 1) * window.strideY + (kernel.height - 1) * window.dilationY,
    column: (window.outputWidth - 1) * window.strideX + (kernel.width - 1) * window.dilationX,
  };
  for (const name of ['row', 'column'] as const)
    if (last[name] >= 2 ** (positionBits - 1))
      reasons.push(`the last ${name} is ${last[name]}, beyond ${2 ** (positionBits - 1)}`);
  return reasons;
}

/** Rows of the output that `m` rows of a product begin. */
function outputRows({ outputWidth }: Window, m: number): number {
  return Math.ceil(m / outputWidth);
}

/** The row and column of the image that row `m` of the product meets at a kernel's row and column; undefined beside the image. */
export function pixelOf(
  window: Window,
  { top }: Kernel,
  m: number,
  position: { readonly row: number; readonly column: number },
): { readonly row: number; readonly column: number } | undefined {
  const { height, width, outputWidth, strideY, strideX, dilationY, dilationX, padLeft } = window;
  const row = top + Math.floor(m / outputWidth) * strideY + position.row * dilationY;
  const column = (m % outputWidth) * strideX - padLeft + position.column * dilationX;
  return row >= 0 && row < height && column >= 0 && column < width ? { row, column } : undefined;
}

/** Words of a channel tile's pixels that a convolution meets, as distances from its first position (row `top`, column -`padLeft`): least and one beyond the greatest. */
export function pixelReach(
  window: Window,
  kernel: Kernel,
  m: number,
): { readonly least: number; readonly end: number } {
  const { height, width, rowWords, strideY, dilationY, padLeft } = window;
  const lastRow = kernel.top + (outputRows(window, m) - 1) * strideY + (kernel.height - 1) * dilationY;
  const [first, last] = [Math.max(0, kernel.top), Math.min(height - 1, lastRow)];
  // Beside the image nothing is read; that is as good as its first pixel.
  if (first > last) return { least: padLeft - kernel.top * rowWords, end: padLeft - kernel.top * rowWords + 1 };
  return {
    least: (first - kernel.top) * rowWords + padLeft,
    end: (last - kernel.top) * rowWords + padLeft + width,
  };
}
