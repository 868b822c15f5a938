/** A channel's codes as RGB, on the CPU: for the white-light picture of a still, and as the reference for the shader's matrix. */
import type { FrameFormat, FramePlanes, Plane } from './frame.ts';
import type { Rect } from './geometry.ts';
import type { Profile } from './profile.ts';
import { codeRange, matrixOf } from './transfer.ts';

/** R = Y + rv·V, G = Y + gu·U + gv·V, B = Y + bu·U; Y in 0 … 1, U and V in −½ … ½. */
export type YuvMatrix = {
  readonly rv: number;
  readonly gu: number;
  readonly gv: number;
  readonly bu: number;
};

/** From the luma weights of red and blue: ITU-R BT.601-7 §2.5.1 and BT.709-6 §3.2, inverted. */
const fromWeights = (red: number, blue: number): YuvMatrix => ({
  rv: 2 * (1 - red),
  gu: (-2 * blue * (1 - blue)) / (1 - red - blue),
  gv: (-2 * red * (1 - red)) / (1 - red - blue),
  bu: 2 * (1 - blue),
});

/** The two matrices that a feed may use. */
export const yuvMatrices = {
  bt601: fromWeights(0.299, 0.114),
  bt709: fromWeights(0.2126, 0.0722),
} as const satisfies Record<'bt601' | 'bt709', YuvMatrix>;

/**
 * The part `rect` of a frame as 8-bit RGB, three bytes a pixel, rows packed. Range and matrix by the project's rules
 * (`transfer.ts`); each chroma sample stands for its whole 2 × 2 block (nearest, nothing is interpolated); rounded to
 * nearest and cut to 0 … 255. RGB codes are copied as they are. Grey codes are stretched from black … white.
 * `rect` is in whole pixels inside the frame, as `channelRectPx` gives it.
 */
export function planesToRgb(
  frame: Pick<FramePlanes, 'format' | 'planes'>,
  rect: Rect,
  profile: Profile,
): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(rect.width * rect.height * 3);
  const { format, planes } = frame;
  switch (format.format) {
    case 'I420':
      yuvToRgb({ format, profile, rect, rgb, luma: planes[0]!, u: planes[1]!, v: planes[2]!, vOffset: 0 });
      break;
    case 'NV12':
      yuvToRgb({ format, profile, rect, rgb, luma: planes[0]!, u: planes[1]!, v: planes[1]!, vOffset: 1 });
      break;
    case 'Y8':
    case 'Y16':
      greyToRgb(planes[0]!, rect, { rgb, ...codeRange(format, profile) });
      break;
    default:
      copyRgb(planes[0]!, rect, { rgb, redOffset: format.format.startsWith('BGR') ? 2 : 0 });
  }
  return rgb;
}

const toByte = (share: number): number => Math.min(255, Math.max(0, Math.round(share * 255)));

function yuvToRgb(job: {
  format: FrameFormat;
  profile: Profile;
  rect: Rect;
  rgb: Uint8Array;
  luma: Plane;
  u: Plane;
  v: Plane;
  /** Where V stands in a chroma sample: 1 where U and V share a plane. */
  vOffset: number;
}): void {
  const { format, profile, rect, rgb, luma, u, v } = job;
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const { rv, gu, gv, bu } = yuvMatrices[matrixOf(format.colour, format.heightPx, profile)];
  const step = 2 ** (format.bitDepth - 8);
  const isFull = blackCodes === 0;
  const lumaScale = 1 / (whiteCodes - blackCodes);
  const chromaScale = 1 / (isFull ? whiteCodes : 224 * step);
  let to = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const lumaRow = y * luma.strideSamples;
    const uRow = (y >> 1) * u.strideSamples;
    const vRow = (y >> 1) * v.strideSamples + job.vOffset;
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      const chromaX = x >> 1;
      const light = (luma.samples[lumaRow + x]! - blackCodes) * lumaScale;
      const cu = (u.samples[uRow + chromaX * u.samplesPerPixel]! - 128 * step) * chromaScale;
      const cv = (v.samples[vRow + chromaX * v.samplesPerPixel]! - 128 * step) * chromaScale;
      rgb[to++] = toByte(light + rv * cv);
      rgb[to++] = toByte(light + gu * cu + gv * cv);
      rgb[to++] = toByte(light + bu * cu);
    }
  }
}

function greyToRgb(
  plane: Plane,
  rect: Rect,
  out: { rgb: Uint8Array; blackCodes: number; whiteCodes: number },
): void {
  const scale = 1 / (out.whiteCodes - out.blackCodes);
  let to = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      const grey = toByte((plane.samples[y * plane.strideSamples + x]! - out.blackCodes) * scale);
      out.rgb[to++] = grey;
      out.rgb[to++] = grey;
      out.rgb[to++] = grey;
    }
  }
}

function copyRgb(plane: Plane, rect: Rect, out: { rgb: Uint8Array; redOffset: 0 | 2 }): void {
  let to = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      const from = y * plane.strideSamples + x * 4;
      out.rgb[to++] = plane.samples[from + out.redOffset]!;
      out.rgb[to++] = plane.samples[from + 1]!;
      out.rgb[to++] = plane.samples[from + 2 - out.redOffset]!;
    }
  }
}
