/** How the composite program reads a channel's texels: matrices and weights instead of a variant per format. */
import type { FrameFormat, PixelFormat } from '#model/frame.ts';
import type { Profile } from '#model/profile.ts';
import { codeRange, matrixOf } from '#model/transfer.ts';
import { yuvMatrices } from '#model/yuv.ts';

export const isYuv = (format: PixelFormat): boolean => format === 'I420' || format === 'NV12';
const isBlueFirst = (format: PixelFormat): boolean => format === 'BGRA' || format === 'BGRX';

/** A texture channel's 1 is this many codes: of one byte, and of the upper byte of two. */
const lowByte = 255;
const highByte = 255 * 256;

/** Weights that take a texel's first three channels to NIR codes; luma of RGB as in `rgbToCode`, but not rounded. */
export function codeWeights(format: PixelFormat): [number, number, number] {
  if (format === 'Y16') return [lowByte, highByte, 0];
  if (isYuv(format) || format === 'Y8') return [lowByte, 0, 0];
  const [red, green, blue] = [54, 183, 19].map(weight => (weight * lowByte) / 256);
  return isBlueFirst(format) ? [blue!, green!, red!] : [red!, green!, blue!];
}

/**
 * Column-major 4 × 4 matrix from (texel, 1) to displayed RGB, 0 … 1. YUV texels are (Y, U, V). RGB stays as delivered;
 * grey codes are stretched from black to white. The curve of white light is never touched.
 */
export function texelToRgbMatrix(format: FrameFormat, profile: Profile): number[] {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const span = whiteCodes - blackCodes;
  if (isYuv(format.format)) {
    const { rv, gu, gv, bu } = yuvMatrices[matrixOf(format.colour, format.heightPx, profile)];
    const luma = lowByte / span;
    const chromaCodes = blackCodes === 0 ? 255 : 224;
    const chroma = lowByte / chromaCodes;
    const black = blackCodes / span;
    const middle = 128 / chromaCodes;
    return [
      ...[luma, luma, luma, 0],
      ...[0, gu * chroma, bu * chroma, 0],
      ...[rv * chroma, gv * chroma, 0, 0],
      ...[-black - rv * middle, -black - (gu + gv) * middle, -black - bu * middle, 1],
    ];
  }
  if (format.format === 'Y8' || format.format === 'Y16') {
    const low = lowByte / span;
    const high = format.format === 'Y16' ? highByte / span : 0;
    const black = -blackCodes / span;
    return [...[low, low, low, 0], ...[high, high, high, 0], ...[0, 0, 0, 0], ...[black, black, black, 1]];
  }
  return isBlueFirst(format.format)
    ? [...[0, 0, 1, 0], ...[0, 1, 0, 0], ...[1, 0, 0, 0], ...[0, 0, 0, 1]]
    : [...[1, 0, 0, 0], ...[0, 1, 0, 0], ...[0, 0, 1, 0], ...[0, 0, 0, 1]];
}
