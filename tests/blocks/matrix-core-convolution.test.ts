import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { positions, type MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { execute } from '../../src/blocks/matrix-core/golden.js';
import { commandCycles, issueCommands, mayRunBeside } from '../../src/blocks/matrix-core/issue.js';
import { elementReader, initialState, writeBits } from '../../src/blocks/matrix-core/memory.js';
import { cycles, misfits } from '../../src/blocks/matrix-core/timing.js';
import { windowMisfits, type Window } from '../../src/blocks/matrix-core/window.js';
import { random } from '../../src/verify/random.js';
import { cases } from '../support/tier.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { compile } from '../../src/rtl/index.js';
import { reset, runCommands, smallCore } from './matrix-core-bench.js';
import { runBoth } from './matrix-core-both.js';
import { commandsOf, convolutionFor, convolvingCores as able } from './matrix-core-convolutions.js';
import { gemmFor, int8Format, smallCores } from './matrix-core-samples.js';

const sample = able.chain((parameters) =>
  fc.tuple(fc.constant(parameters), convolutionFor(parameters), gemmFor(parameters), fc.integer()),
);

test('any convolution is what the golden model says, in the cycles of as many K tiles', () => {
  fc.assert(
    fc.property(sample, ([parameters, convolution, plain, seed]) => {
      expect(misfits(parameters, convolution.gemm, convolution.window)).toEqual([]);
      const commands = commandsOf(parameters, convolution, plain);
      const runs = runBoth(parameters, commands, seed);
      expect(runs.map((run) => run.cycles)).toEqual(
        commands.map((command) => commandCycles(parameters, command, 1, 0)),
      );
    }),
    { numRuns: cases(80) },
  );
});

test('a beat of results of a convolution that waits costs its cycles and nothing else', () => {
  fc.assert(
    fc.property(sample, ([parameters, convolution, plain, seed]) => {
      const commands = commandsOf(parameters, convolution, plain);
      const takes = (cycle: number): boolean => (Math.imul(cycle + seed, 0x9e3779b1) >>> 16) % 3 === 0;
      const runs = runBoth(parameters, commands, seed, { takes });
      const offered = runs.map(({ offered, stalls }, index) => ({ command: commands[index]!, offered, stalls }));
      const issued = issueCommands(parameters, offered, 1);
      expect(runs.map(({ done }) => done)).toEqual(issued.map(({ done }) => done));
    }),
    { numRuns: cases(30) },
  );
});

test('the golden model gives the convolution of the plain image', () => {
  fc.assert(
    fc.property(
      smallCores(int8Format, 4)
        .filter(({ dataflow }) => dataflow === 'weight_stationary')
        .chain((parameters) => fc.tuple(fc.constant(parameters), convolutionFor(parameters), fc.integer())),
      ([given, { window, gemm }, seed]) => {
        const parameters = {
          ...given,
          convolution: true,
          activationWords: 700,
          weightWords: 1200,
          accumulatorWords: 300,
        };
        const { rows, cols, lanes, blockRows } = parameters;
        const { height, width, rowWords, padLeft } = window;
        const { m, k: channels, n, kernel } = gemm;
        const state = initialState(parameters);
        const next = random(seed);
        const int8 = (): number => next.between(-128, 127);
        const image = (y: number, x: number, c: number): number => pixels[(y * width + x) * channels + c] ?? NaN;
        const pixels = Array.from({ length: height * width * channels }, int8);
        const filters = Array.from({ length: positions(kernel) * channels * n }, int8);
        const filter = (y: number, x: number, c: number, f: number): number =>
          filters[((y * kernel.width + x) * channels + c) * n + f] ?? NaN;
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            for (let c = 0; c < channels; c++) {
              const place = (y - kernel.top) * rowWords + x + padLeft;
              const word = gemm.activationBase + Math.floor(c / rows) * gemm.activationStride + place;
              state.activations[word * rows + (c % rows)] = image(y, x, c);
            }
        const depth = Math.ceil(channels / rows);
        for (let f = 0; f < n; f++)
          for (let p = 0; p < positions(kernel); p++)
            for (let c = 0; c < channels; c++) {
              const tile = Math.floor(f / cols) * positions(kernel) * depth + p * depth + Math.floor(c / rows);
              const row = c % rows;
              const word = tile * blockRows + (row % blockRows);
              state.weights[(word * lanes + Math.floor(row / blockRows)) * cols + (f % cols)] = filter(
                Math.floor(p / kernel.width),
                p % kernel.width,
                c,
                f,
              );
            }
        const nothing = new Uint8Array(0);
        execute(parameters, state, nothing, { kind: 'window', ...window });
        execute(parameters, state, nothing, { kind: 'gemm', ...gemm, accumulateIn: false, emit: false });
        for (let out = 0; out < m; out++)
          for (let f = 0; f < n; f++) {
            let sum = 0;
            const [oy, ox] = [Math.floor(out / window.outputWidth), out % window.outputWidth];
            for (let ky = 0; ky < kernel.height; ky++)
              for (let kx = 0; kx < kernel.width; kx++) {
                const y = oy * window.strideY + ky * window.dilationY + kernel.top;
                const x = ox * window.strideX + kx * window.dilationX - padLeft;
                if (y < 0 || y >= height || x < 0 || x >= width) continue;
                for (let c = 0; c < channels; c++) sum += image(y, x, c) * filter(ky, kx, c, f);
              }
            expect(state.results[(Math.floor(f / cols) * m + out) * cols + (f % cols)]).toBe(sum);
          }
      },
    ),
    { numRuns: cases(60) },
  );
});

const three: Window = {
  ...{ height: 8, width: 8, rowWords: 8, outputWidth: 8, padLeft: 1 },
  ...{ strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 },
};

const kernel = { height: 3, width: 3, top: -1 };

test('a 3 x 3 convolution takes the cycles of the product whose K tiles are its positions', () => {
  const parameters = smallCore({ convolution: true });
  const gemm = { m: 64, k: 7, n: 6, kernel };
  expect(cycles(parameters, gemm)).toBe(cycles(parameters, { m: 64, k: 9 * 8, n: 6 }));
  expect(misfits(smallCore({}), gemm, three)).toEqual(['the core has no address generator']);
  expect(misfits(parameters, gemm)).toEqual(['no window is set']);
});

test('beside the image a sum passes as it is, but that every NaN becomes the canonical one', () => {
  const float = { operand: 'bf16', accumulator: 'fp32', rows: 2, cols: 1, convolution: true } as const;
  const held = [0x7f800001, 0xff900000, 0x80000000, 0x00000001, 0xff800000, 0x3f800000];
  const window: Window = { ...three, height: 1, width: 1, rowWords: 1, outputWidth: held.length, padLeft: held.length };
  for (const psumIn of ['top', 'bottom'] as const)
    for (const adderRegisters of [1, 2, 3]) {
      const parameters = smallCore({ ...float, psumIn, adderRegisters });
      const sim = compile(matrixCore('core', parameters));
      reset(sim);
      const behind = new Uint8Array(4 * 400);
      for (const [index, code] of held.entries()) writeBits(behind, 32 * index, 32, code);
      const kernel = { height: 1, width: 1, top: 0 };
      const gemm = { m: held.length, k: 2, n: 1, kernel, activationBase: -held.length, accumulateIn: true } as const;
      const commands: readonly MatrixCoreCommand[] = [
        { kind: 'load', memory: 'results', base: 0, words: held.length, address: 0 },
        { kind: 'load', memory: 'weights', base: 0, words: 2, address: 100 },
        { kind: 'window', ...window },
        { kind: 'gemm', ...gemm },
        { kind: 'store', memory: 'results', base: 0, words: held.length, address: 200 },
      ];
      const expected = behind.slice();
      const state = initialState(parameters);
      for (const command of commands) execute(parameters, state, expected, command);
      runCommands(sim, parameters, behind, commands);
      expect(Buffer.compare(behind, expected)).toBe(0);
      const read = elementReader('fp32', behind);
      // Added to +0, a negative zero is a positive one.
      const zero = psumIn === 'top' ? 0x80000000 : 0;
      const passed = [0x7fc00000, 0x7fc00000, zero, ...held.slice(3)];
      expect(held.map((_, index) => read(200 * parameters.spillBits + 32 * index))).toEqual(passed);
    }
});

test('a load may run beside a convolution above and below the pixels that it meets', () => {
  const parameters = smallCore({ convolution: true });
  const gemm = { m: 16, k: 4, n: 4, kernel: { ...kernel, top: 2 }, activationBase: 100 + 2 * 8 - 1 };
  const load = (base: number, words: number) => ({ memory: 'activations', base, words, address: 0 }) as const;
  const may = (base: number, words: number): boolean => mayRunBeside(parameters, load(base, words), gemm, three);
  // Two rows of the output meet rows 2 to 5.
  expect([may(100, 16), may(100, 18), may(100 + 6 * 8, 16), may(100 + 6 * 8 - 2, 16)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a window that the core cannot step over says why', () => {
  expect(windowMisfits(three, 64, kernel)).toEqual([]);
  expect(windowMisfits({ ...three, strideX: 0, padLeft: -1 }, 64, { ...kernel, width: 256, top: -40000 })).toEqual([
    'padLeft is -1, not an integer of 0 to 65535',
    'strideX is 0, not an integer of 1 to 255',
    "the kernel's width is 256, not an integer of 1 to 255",
    "the kernel's top is -40000, not an integer of -32768 to 32767",
  ]);
  expect(windowMisfits({ ...three, strideY: 255, rowWords: 2 ** 17 }, 2 ** 20, kernel)).toEqual([
    `a step between rows takes ${255 * 2 ** 17} words, not less than ${2 ** 24}`,
    `the last row is ${131071 * 255 + 1}, beyond 131072`,
  ]);
});
