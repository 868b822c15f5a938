/**
 * The picture that registration works on: the scene's light, reduced by a whole factor to 8 bits and at most
 * 480 pixels a side.
 */

import type { SizePx } from '#model/geometry.ts';
import { sha256OfKeyFrame } from '#model/key-frame.ts';
import type { KeyFrame } from '#model/motion.ts';
import type { SensorCodes } from '../../nir-codes.ts';
import { createKernelArena } from '../shapes/arena.ts';
import { functionOf, memoryOf } from '../shapes/wasm.ts';

/** Row by row. Of a reducer: holds until its next call. */
export type ReducedPicture = SizePx & { readonly samples: Uint8Array<ArrayBuffer> };

/** Throws an `Error` where `codes` are not of the scene's size. */
export type PictureReducer = (codes: SensorCodes, scene: SizePx) => ReducedPicture;

const longestPx = 480;

/** Scene pixels that a reduced pixel's side is wide. */
export const reductionOf = ({ widthPx, heightPx }: SizePx): number =>
  Math.ceil(Math.max(widthPx, heightPx) / longestPx);

/** What is over at the right and at the bottom is left out. */
export function reducedSize(scene: SizePx): SizePx {
  const factor = reductionOf(scene);
  return { widthPx: Math.floor(scene.widthPx / factor), heightPx: Math.floor(scene.heightPx / factor) };
}

/**
 * Area means of the whole factor, rounded half up. With the kernel's bytes, or null for its twin; same codes
 * either way.
 */
export function createPictureReducer(wasm: Uint8Array<ArrayBuffer> | null): PictureReducer {
  const reduceRows = wasm && WebAssembly.validate(wasm) ? kernelRows(wasm) : plainRows();
  let samples = new Uint8Array();
  return (codes, scene) => {
    if (codes.widthPx !== scene.widthPx || codes.heightPx !== scene.heightPx)
      throw new Error(`Codes of ${codes.widthPx} × ${codes.heightPx} are not those of the scene.`);
    const factor = reductionOf(scene);
    const size = reducedSize(scene);
    if (samples.length !== size.widthPx * size.heightPx)
      samples = new Uint8Array(size.widthPx * size.heightPx);
    const scale = 255 / (factor * factor * codes.topCode);
    for (let row = 0; row < size.heightPx; row++)
      reduceRows(codes, { row, factor, scale, widthPx: size.widthPx }, samples);
    return { ...size, samples };
  };
}

const reducePlainly = createPictureReducer(null);

/** A picture of its own, by the twin: for the few frames that become key frames. Throws like a reducer. */
export function reducedPicture(codes: SensorCodes, scene: SizePx): ReducedPicture {
  const { samples, ...size } = reducePlainly(codes, scene);
  return { ...size, samples: samples.slice() };
}

/** The key frame of a picture's codes. Throws like a reducer. */
export function keyFrameOf(codes: SensorCodes, scene: SizePx): KeyFrame {
  const { samples, widthPx, heightPx } = reducedPicture(codes, scene);
  const frame = {
    widthPx,
    heightPx,
    sceneWidthPx: scene.widthPx,
    sceneHeightPx: scene.heightPx,
    samples,
  };
  return { ...frame, hash: sha256OfKeyFrame(frame) };
}

type RowOrder = {
  /** Of the reduced picture. */
  readonly row: number;
  readonly factor: number;
  /** From a sum of factor² codes to a code of 8 bits. */
  readonly scale: number;
  readonly widthPx: number;
};

type RowReducer = (codes: SensorCodes, order: RowOrder, to: Uint8Array<ArrayBuffer>) => void;

function plainRows(): RowReducer {
  return ({ samples, startSamples, strideSamples, topCode }, { row, factor, scale, widthPx }, to) => {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      for (let j = 0; j < factor; j++) {
        const from = startSamples + (row * factor + j) * strideSamples + x * factor;
        for (let i = 0; i < factor; i++) sum += Math.min(topCode, samples[from + i]!);
      }
      to[row * widthPx + x] = Math.floor(sum * scale + 0.5);
    }
  };
}

/**
 * Rows go through a buffer that stays in the processor's cache: copying the frame first would cost as much as
 * reducing it.
 */
function kernelRows(wasm: Uint8Array<ArrayBuffer>): RowReducer {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm));
  const addRows8 = functionOf(exports, 'addRows8');
  const addRows16 = functionOf(exports, 'addRows16');
  const reduceRow16 = functionOf(exports, 'reduceRow16');
  const reduceRow32 = functionOf(exports, 'reduceRow32');
  const memory = memoryOf(exports);
  const mostBytes = 2 ** 20;
  const arena = createKernelArena(memory, functionOf(exports, 'freeFromBytes')(), 3 * mostBytes);
  const bytes = arena.bytes(mostBytes);
  const halfWords = new Uint16Array(bytes.buffer, bytes.byteOffset, mostBytes / 2);
  const sums = arena.bytes(mostBytes);
  const reduced = arena.bytes(longestPx + 16);
  const plain = plainRows();
  return (codes, order, to) => {
    const { samples, startSamples, strideSamples, topCode } = codes;
    const { row, factor, scale, widthPx } = order;
    const stride = Math.ceil((widthPx * factor) / 16) * 16;
    const isWide = samples.BYTES_PER_ELEMENT === 2;
    if (stride * factor * samples.BYTES_PER_ELEMENT > mostBytes) return plain(codes, order, to);
    const room = isWide ? halfWords : bytes;
    for (let j = 0; j < factor; j++) {
      const from = startSamples + (row * factor + j) * strideSamples;
      room.set(samples.subarray(from, from + widthPx * factor), j * stride);
    }
    const at = sums.byteOffset;
    if (isWide) addRows16(bytes.byteOffset, 2 * stride, factor, stride, topCode, at);
    else addRows8(bytes.byteOffset, stride, factor, stride, at);
    (isWide ? reduceRow32 : reduceRow16)(at, factor, widthPx, scale, reduced.byteOffset);
    to.set(reduced.subarray(0, widthPx), row * widthPx);
  };
}
