/**
 * Where the rows of a convolution's activations lie: the image that the core holds, a word a pixel and channel tile, row by row, and how
 * output positions and kernel positions step over it. Row m of the product is output row floor(m / outputWidth), column m % outputWidth.
 */
export interface Window {
  /** Rows and columns of the image. */
  readonly height: number;
  readonly width: number;
  /** Columns of the output. */
  readonly outputWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  /** Rows above and columns to the left of the image that are not there: their products are not counted. So are those beyond its last ones. */
  readonly padTop: number;
  readonly padLeft: number;
}

/** Rows and columns of a kernel. */
export interface Kernel {
  readonly height: number;
  readonly width: number;
}

/** The greatest of a window's numbers: those of an image, and steps and kernels. */
export const largestImage = 2 ** 16 - 1;
export const largestStep = 2 ** 8 - 1;

/** Bits of a position in or beside the image: from -2^16 on, two's complement. */
export const positionBits = 18;

const stepFields = ['strideY', 'strideX', 'dilationY', 'dilationX'] as const;
const imageFields = ['height', 'width', 'outputWidth', 'padTop', 'padLeft'] as const;

/** Why the core cannot step over a window with so many rows of a product: numbers out of range, or positions too far beside the image. Empty where it can. */
export function windowMisfits(window: Window, m: number, kernel: Kernel): readonly string[] {
  const reasons: string[] = [];
  const whole = (name: keyof Window, least: number, greatest: number): void => {
    const value = window[name];
    if (!Number.isInteger(value) || value < least || value > greatest)
      reasons.push(`${name} is ${value}, not an integer of ${least} to ${greatest}`);
  };
  for (const name of imageFields) whole(name, name.startsWith('pad') ? 0 : 1, largestImage);
  for (const name of stepFields) whole(name, 1, largestStep);
  for (const name of ['height', 'width'] as const)
    if (!(kernel[name] >= 1 && kernel[name] <= largestStep))
      reasons.push(`the kernel's ${name} is ${kernel[name]}, not an integer of 1 to ${largestStep}`);
  const last = {
    row: (Math.ceil(m / window.outputWidth) - 1) * window.strideY + (kernel.height - 1) * window.dilationY,
    column: (window.outputWidth - 1) * window.strideX + (kernel.width - 1) * window.dilationX,
  };
  for (const name of ['row', 'column'] as const)
    if (last[name] >= 2 ** (positionBits - 1))
      reasons.push(`the last ${name} is ${last[name]}, beyond ${2 ** (positionBits - 1)}`);
  return reasons;
}

/** The row and column of the image that an output row and column meet at a kernel's row and column; undefined beside the image. */
export function pixelOf(
  window: Window,
  output: { readonly row: number; readonly column: number },
  kernel: { readonly row: number; readonly column: number },
): { readonly row: number; readonly column: number } | undefined {
  const row = output.row * window.strideY - window.padTop + kernel.row * window.dilationY;
  const column = output.column * window.strideX - window.padLeft + kernel.column * window.dilationX;
  const inside = row >= 0 && row < window.height && column >= 0 && column < window.width;
  return inside ? { row, column } : undefined;
}
