import {
  commandFields,
  completeGemm,
  isBeside,
  opcodes,
  type Field,
  type MatrixCoreCommand,
  type Requantised,
} from './command.js';
import type { MatrixCoreParameters } from './parameters.js';
import type { Kernel, Window } from './window.js';

/** The command word of a command whose fields are within their widths. @throws RangeError for one that is not. */
export function encodeCommand(parameters: MatrixCoreParameters, command: MatrixCoreCommand): bigint {
  if (command.kind === 'gemm') {
    const { accumulateIn, emit, m, k, n, kernel, tileRows, ...addresses } = completeGemm(parameters, command);
    return word([
      [commandFields.opcode, opcodes.gemm],
      [commandFields.accumulateIn, accumulateIn ? 1 : 0],
      [commandFields.emit, emit ? 1 : 0],
      [commandFields.m, m],
      [commandFields.k, k],
      [commandFields.n, n],
      [
        commandFields.activationBase,
        kernel === null ? addresses.activationBase : modulo(addresses.activationBase, commandFields.activationBase),
      ],
      [commandFields.activationStride, addresses.activationStride],
      [commandFields.weightBase, addresses.weightBase],
      [commandFields.weightStride, addresses.weightStride],
      [commandFields.resultBase, addresses.resultBase],
      [commandFields.resultStride, addresses.resultStride],
      ...(kernel === null ? ([[commandFields.tileRows, tileRows]] as const) : kernelFields(kernel)),
    ]);
  }
  if (command.kind === 'window') return word(windowFields(command));
  if (command.kind === 'scales' || command.kind === 'counters') {
    return word([
      [commandFields.opcode, opcodes[command.kind]],
      [commandFields.moveAddress, command.address],
    ]);
  }
  return word([
    [commandFields.opcode, command.kind === 'load' ? opcodes.load[command.memory] : opcodes.store.results],
    [commandFields.moveBeside, isBeside(command) ? 1 : 0],
    ...(command.kind === 'store' ? requantisedFields(command.requantised) : []),
    [commandFields.moveWords, command.words],
    [commandFields.moveBase, command.base],
    [commandFields.moveAddress, command.address],
  ]);
}

type Values = readonly (readonly [Field, number])[];

function kernelFields({ height, width, top }: Kernel): Values {
  return [
    [commandFields.windowed, 1],
    [commandFields.kernelHeight, height],
    [commandFields.kernelWidth, width],
    [commandFields.kernelTop, modulo(top, commandFields.kernelTop)],
  ];
}

/** A number as a field has it in two's complement. */
function modulo(value: number, { width }: Field): number {
  return value < 0 ? value + 2 ** width : value;
}

function signedOf(value: number, { width }: Field): number {
  return value >= 2 ** (width - 1) ? value - 2 ** width : value;
}

function windowFields(window: Window): Values {
  const { height, width, rowWords, strideY, dilationY, padLeft } = window;
  return [
    [commandFields.opcode, opcodes.window],
    [commandFields.windowHeight, height],
    [commandFields.windowWidth, width],
    [commandFields.windowOutputWidth, window.outputWidth],
    [commandFields.windowStrideY, strideY],
    [commandFields.windowStrideX, window.strideX],
    [commandFields.windowDilationY, dilationY],
    [commandFields.windowDilationX, window.dilationX],
    [commandFields.windowPadLeft, padLeft],
    [commandFields.windowRowStep, strideY * rowWords],
    [commandFields.windowKernelStep, dilationY * rowWords],
  ];
}

function requantisedFields(how: Requantised | undefined): Values {
  if (how === undefined) return [];
  const { zeroPoint, rounding, relu } = how;
  if (!Number.isInteger(zeroPoint) || zeroPoint < -(2 ** 15) || zeroPoint >= 2 ** 15)
    throw new RangeError(`the zero point does not fit 16 bits: ${zeroPoint}`);
  return [
    [commandFields.moveRequantised, 1],
    [commandFields.moveAwayFromZero, rounding === 'half_away' ? 1 : 0],
    [commandFields.moveRelu, relu ? 1 : 0],
    [commandFields.moveZeroPoint, (zeroPoint + 2 ** 16) % 2 ** 16],
  ];
}

function word(values: Values): bigint {
  let bits = 0n;
  for (const [{ name, low, width }, value] of values) {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** width)
      throw new RangeError(`${name} does not fit ${width} bits: ${value}`);
    bits |= BigInt(value) << BigInt(low);
  }
  return bits;
}

/** What a command word says. Undefined where the opcode has no meaning. */
export function decodeCommand(bits: bigint): MatrixCoreCommand | undefined {
  const get = ({ low, width }: Field): number => Number((bits >> BigInt(low)) & ((1n << BigInt(width)) - 1n));
  const move = () => ({
    words: get(commandFields.moveWords),
    base: get(commandFields.moveBase),
    address: get(commandFields.moveAddress),
  });
  switch (get(commandFields.opcode)) {
    case opcodes.gemm:
      return decodeGemm(get);
    case opcodes.load.activations:
      return { kind: 'load', memory: 'activations', beside: get(commandFields.moveBeside) === 1, ...move() };
    case opcodes.load.weights:
      return { kind: 'load', memory: 'weights', beside: get(commandFields.moveBeside) === 1, ...move() };
    case opcodes.load.results:
      return { kind: 'load', memory: 'results', ...move() };
    case opcodes.store.results: {
      const store = { kind: 'store', memory: 'results', ...move() } as const;
      return get(commandFields.moveRequantised) === 0 ? store : { ...store, requantised: decodeRequantised(get) };
    }
    case opcodes.scales:
      return { kind: 'scales', address: get(commandFields.moveAddress) };
    case opcodes.counters:
      return { kind: 'counters', address: get(commandFields.moveAddress) };
    case opcodes.window:
      return decodeWindow(get);
    default:
      return undefined;
  }
}

type Get = (field: Field) => number;

function decodeGemm(get: Get): MatrixCoreCommand {
  const m = get(commandFields.m);
  const windowed = get(commandFields.windowed) === 1;
  return {
    kind: 'gemm',
    accumulateIn: get(commandFields.accumulateIn) === 1,
    emit: get(commandFields.emit) === 1,
    m,
    k: get(commandFields.k),
    n: get(commandFields.n),
    activationBase: windowed
      ? signedOf(get(commandFields.activationBase), commandFields.activationBase)
      : get(commandFields.activationBase),
    activationStride: get(commandFields.activationStride),
    weightBase: get(commandFields.weightBase),
    weightStride: get(commandFields.weightStride),
    resultBase: get(commandFields.resultBase),
    resultStride: get(commandFields.resultStride),
    tileRows: windowed ? m : get(commandFields.tileRows),
    kernel: windowed
      ? {
          height: get(commandFields.kernelHeight),
          width: get(commandFields.kernelWidth),
          top: signedOf(get(commandFields.kernelTop), commandFields.kernelTop),
        }
      : null,
  };
}

function decodeRequantised(get: Get): Requantised {
  return {
    zeroPoint: (get(commandFields.moveZeroPoint) << 16) >> 16,
    rounding: get(commandFields.moveAwayFromZero) === 1 ? 'half_away' : 'half_even',
    relu: get(commandFields.moveRelu) === 1,
  };
}

function decodeWindow(get: Get): MatrixCoreCommand {
  const strideY = get(commandFields.windowStrideY);
  return {
    kind: 'window',
    height: get(commandFields.windowHeight),
    width: get(commandFields.windowWidth),
    rowWords: get(commandFields.windowRowStep) / strideY,
    outputWidth: get(commandFields.windowOutputWidth),
    strideY,
    strideX: get(commandFields.windowStrideX),
    dilationY: get(commandFields.windowDilationY),
    dilationX: get(commandFields.windowDilationX),
    padLeft: get(commandFields.windowPadLeft),
  };
}
