/** A channel of a frame in small, from only the pixels that it needs. Pure. */
import type { FrameFormat, FramePlanes, Plane } from '#model/frame.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import type { Profile } from '#model/profile.ts';
import { codeRange, matrixOf } from '#model/transfer.ts';
import { planesToRgb } from '#model/yuv.ts';

/** A taller one is no small picture. */
const tallestPx = 512;

/** RGBA, rows packed. */
export type SmallPicture = SizePx & { readonly rgba: Uint8ClampedArray<ArrayBuffer> };

/**
 * The part `rect` of `frame`, nearest pixels, `heightPx` high (never larger than it is) and as wide as its shape asks. `isGrey`: only light, no
 * colour, for NIR.
 */
export function smallPicture(
  { format, planes }: Pick<FramePlanes, 'format' | 'planes'>,
  channel: { rect: Rect; isGrey: boolean; profile: Profile },
  wantedHeightPx: number,
): SmallPicture {
  const { rect, isGrey } = channel;
  const heightPx = Math.max(1, Math.min(Math.round(wantedHeightPx) || 1, rect.height, tallestPx));
  const widthPx = Math.max(1, Math.round((rect.width * heightPx) / rect.height));
  const size = { widthPx, heightPx };
  const isYuv = format.format === 'I420' || format.format === 'NV12';
  const used = isGrey && isYuv ? planes.slice(0, 1) : planes;
  const small = used.map((plane, i) => thinned(plane, { rect, size, isHalved: isYuv && i > 0 }));
  // What the frame's own size and format say of its codes would be lost with them.
  const isFull = codeRange(format, channel.profile).blackCodes === 0;
  const matrix = matrixOf(format.colour, format.heightPx, channel.profile);
  const profile: Profile = { ...channel.profile, range: isFull ? 'full' : 'limited', matrix };
  const smallFormat: FrameFormat = { ...format, ...size, ...(isGrey && isYuv && { format: 'Y8' }) };
  const whole = { x: 0, y: 0, width: widthPx, height: heightPx };
  return { ...size, rgba: toRgba(planesToRgb({ format: smallFormat, planes: small }, whole, profile)) };
}

/** `isHalved`: a chroma plane, one sample for 2 × 2 pixels, in the frame and in the small picture. */
function thinned(plane: Plane, to: { rect: Rect; size: SizePx; isHalved: boolean }): Plane {
  const { rect, size } = to;
  const step = to.isHalved ? 2 : 1;
  const widthPx = Math.ceil(size.widthPx / step);
  const heightPx = Math.ceil(size.heightPx / step);
  const { samplesPerPixel, strideSamples } = plane;
  const samples =
    plane.samples instanceof Uint8Array
      ? new Uint8Array(widthPx * heightPx * samplesPerPixel)
      : new Uint16Array(widthPx * heightPx * samplesPerPixel);
  const from = (at: number, start: number, lengthPx: number, smallPx: number) =>
    Math.floor((start + Math.min(lengthPx - 1, Math.floor((step * (at + 0.5) * lengthPx) / smallPx))) / step);
  let next = 0;
  for (let y = 0; y < heightPx; y++) {
    const row = from(y, rect.y, rect.height, size.heightPx) * strideSamples;
    for (let x = 0; x < widthPx; x++) {
      const pixel = row + from(x, rect.x, rect.width, size.widthPx) * samplesPerPixel;
      for (let s = 0; s < samplesPerPixel; s++) samples[next++] = plane.samples[pixel + s]!;
    }
  }
  return { samples, widthPx, heightPx, strideSamples: widthPx * samplesPerPixel, samplesPerPixel };
}

function toRgba(rgb: Uint8Array<ArrayBuffer>): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
