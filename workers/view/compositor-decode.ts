/** How the programs read a channel's texels: factors and places instead of a variant per format and layout. */
import type { FrameFormat, PixelFormat } from '#model/frame.ts';
import { compose, type Homography, type Rect, type SizePx, scaling, translation } from '#model/geometry.ts';
import type { Profile } from '#model/profile.ts';
import type { YuvFactors } from '#model/shade.ts';
import { codeRange, matrixOf } from '#model/transfer.ts';
import { yuvMatrices } from '#model/yuv.ts';

type Vec4 = readonly [number, number, number, number];

/** One channel as the programs read it: which stream, its format, and its rectangle in whole pixels of the frame. */
export type ChannelPlan = {
  readonly stream: 'main' | 'second';
  readonly format: FrameFormat;
  readonly rect: Rect;
};

/** Whether luma and chroma lie in textures of their own. */
export const isYuv = (format: PixelFormat): boolean => format === 'I420' || format === 'NV12';
/** Whether a texel's first channel is a code, whole. */
export const isOneChannel = (format: PixelFormat): boolean => isYuv(format) || format === 'Y8';
const isBlueFirst = (format: PixelFormat): boolean => format === 'BGRA' || format === 'BGRX';

/** A texture channel's 1 is this many codes: of one byte, and of the upper byte of two. */
const lowByte = 255;
const highByte = 255 * 256;

/** Weights that take a texel's first three channels to NIR codes; luma of RGB as in `rgbToCode`, but not rounded. */
function codeWeights(format: PixelFormat): [number, number, number] {
  if (format === 'Y16') return [lowByte, highByte, 0];
  if (isOneChannel(format)) return [lowByte, 0, 0];
  const luma = (weight: number) => (weight * lowByte) / 256;
  return isBlueFirst(format) ? [luma(19), luma(183), luma(54)] : [luma(54), luma(183), luma(19)];
}

/** Factors of `texelToSignal`: weights over the code range, then minus black. */
export function texelToSignalFactors(format: FrameFormat, profile: Profile): Vec4 {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const span = whiteCodes - blackCodes;
  const [a, b, c] = codeWeights(format.format);
  return [a / span, b / span, c / span, -blackCodes / span];
}

/** Factors of `yuvToRgb`. Chroma is 16 … 240 in limited range, centred on 128 in both. */
export function yuvFactors(format: FrameFormat, profile: Profile): YuvFactors {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const { rv, gu, gv, bu } = yuvMatrices[matrixOf(format.colour, format.heightPx, profile)];
  const span = whiteCodes - blackCodes;
  const chromaSpan = blackCodes === 0 ? 255 : 224;
  const chroma = lowByte / chromaSpan;
  const middle = 128 / chromaSpan;
  const black = blackCodes / span;
  return {
    luma: lowByte / span,
    redFromV: rv * chroma,
    greenFromUv: [gu * chroma, gv * chroma],
    blueFromU: bu * chroma,
    added: [-black - rv * middle, -black - (gu + gv) * middle, -black - bu * middle],
  };
}

/** Matrix of `texelToRgb`, column-major: RGB stays as delivered, grey codes are stretched from black to white. */
export function texelToRgbMatrix(format: FrameFormat, profile: Profile): number[] {
  if (format.format === 'Y8' || format.format === 'Y16') {
    const [low, high, , black] = texelToSignalFactors(format, profile);
    return [...[low, low, low, 0], ...[high, high, high, 0], ...[0, 0, 0, 0], ...[black, black, black, 1]];
  }
  return isBlueFirst(format.format)
    ? [...[0, 0, 1, 0], ...[0, 1, 0, 0], ...[1, 0, 0, 0], ...[0, 0, 0, 1]]
    : [...[1, 0, 0, 0], ...[0, 1, 0, 0], ...[0, 0, 1, 0], ...[0, 0, 0, 1]];
}

/** A channel's pixel centres to texture coordinates of its frame. */
export const channelToTexture = ({ rect, format }: ChannelPlan): Homography =>
  compose(scaling(1 / format.widthPx, 1 / format.heightPx), translation(rect.x + 0.5, rect.y + 0.5));

/** (left, top, right, bottom) of `rect`, made smaller by `insetPx` on each side, in texture coordinates. */
export const edgesIn = (rect: Rect, size: SizePx, insetPx: number): Vec4 => [
  (rect.x + insetPx) / size.widthPx,
  (rect.y + insetPx) / size.heightPx,
  (rect.x + rect.width - insetPx) / size.widthPx,
  (rect.y + rect.height - insetPx) / size.heightPx,
];
