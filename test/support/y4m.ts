/**
 * Uncompressed video (.y4m, I420) for Chromium's fake camera, with every luma code known. Chromium takes the bytes of the
 * file as they are and reads them as limited range whatever the header says; a full-range file therefore needs
 * a profile with `range: 'full'`. Node only.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Rect, SizePx } from '#model/geometry.ts';
import type { Transfer } from '#model/profile.ts';
import { linearToSignal } from '#model/transfer.ts';
import type { DecodedImage } from './real-images.ts';

export type LumaRange = 'full' | 'limited';

/** One picture in planes: luma at full size, chroma at half, both sizes even. */
export type I420Picture = SizePx & {
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
};

export type Y4mVideo = {
  readonly picture: I420Picture;
  readonly range: LumaRange;
  readonly fps: number;
  readonly frames: number;
  /** Where luma changes from frame to frame, so that the stream does not count as frozen; keep regions out of it. */
  readonly changing: Rect;
};

/**
 * 8-bit full-range code to the code of `range`: itself, or 16 + round(code · 219 / 255).
 */
export const toRange = (code: number, range: LumaRange): number =>
  range === 'full' ? code : 16 + Math.round((code * 219) / 255);

/** 16-bit to 8-bit codes by a shift: the low byte goes, nothing is stretched. */
export const to8Bit = (code16: number): number => code16 >> 8;

/**
 * The luma code that a camera with this curve gives for `linear` light (1 is white), rounded and cut at the codes' ends. `darkLinear`
 * is a pedestal of light added before the curve, as sensors do; the code of 0 is then the profile's `darkCodes`.
 */
export function lumaOfLinear(
  linear: number,
  camera: { readonly transfer: Transfer; readonly range: LumaRange; readonly darkLinear: number },
): number {
  const [black, white] = camera.range === 'full' ? [0, 255] : [16, 235];
  const signal = linearToSignal(linear + camera.darkLinear, camera.transfer);
  return Math.min(255, Math.max(0, Math.round(black + (white - black) * signal)));
}

/** A grey picture with this luma; throws an `Error` unless the size is even and the plane fits. */
export function greyPicture(size: SizePx, y: Uint8Array): I420Picture {
  requireEven(size);
  if (y.length !== size.widthPx * size.heightPx)
    throw new Error('The luma plane does not have the size of the picture.');
  const chromaPx = y.length / 4;
  return { ...size, y, u: new Uint8Array(chromaPx).fill(128), v: new Uint8Array(chromaPx).fill(128) };
}

/** Flat discs on a flat background, by the project's inclusion rule: pixel centre inside, boundary included. */
export function discsLuma(
  size: SizePx,
  backgroundCode: number,
  discs: readonly {
    readonly x: number;
    readonly y: number;
    readonly radiusPx: number;
    readonly code: number;
  }[],
): Uint8Array {
  const y = new Uint8Array(size.widthPx * size.heightPx).fill(backgroundCode);
  for (const disc of discs)
    for (let row = 0; row < size.heightPx; row++)
      for (let column = 0; column < size.widthPx; column++)
        if (Math.sqrt((column - disc.x) ** 2 + (row - disc.y) ** 2) <= disc.radiusPx)
          y[row * size.widthPx + column] = disc.code;
  return y;
}

/**
 * White light | NIR side by side. `white` is 8-bit RGB, `nir` 8- or 16-bit grey of the same size (16 bits by `to8Bit`). An odd last
 * row or column is cut off. NIR is exact in luma, its chroma neutral; white light goes through BT.601 under 720
 * lines and BT.709 from there on, as video does.
 */
export function sideBySidePicture(white: DecodedImage, nir: DecodedImage, range: LumaRange): I420Picture {
  if (white.channels !== 3 || white.bitDepth !== 8) throw new Error('White light must be 8-bit RGB.');
  if (nir.channels !== 1) throw new Error('NIR must be grey.');
  if (white.widthPx !== nir.widthPx || white.heightPx !== nir.heightPx)
    throw new Error('White light and NIR must have one size.');
  const halfWidthPx = white.widthPx & ~1;
  const heightPx = white.heightPx & ~1;
  const widthPx = 2 * halfWidthPx;
  const [kr, kb] = heightPx >= 720 ? [0.2126, 0.0722] : [0.299, 0.114];
  const [lumaScale, chromaScale, black] = range === 'full' ? [1, 1, 0] : [219 / 255, 224 / 255, 16];
  const y = new Uint8Array(widthPx * heightPx);
  const u = new Uint8Array(y.length / 4).fill(128);
  const v = new Uint8Array(y.length / 4).fill(128);
  const lumaAt = (pixel: number): number => {
    const [r, g, b] = [0, 1, 2].map(channel => white.samples[3 * pixel + channel]!);
    return kr * r! + (1 - kr - kb) * g! + kb * b!;
  };
  for (let row = 0; row < heightPx; row++)
    for (let column = 0; column < halfWidthPx; column++) {
      const pixel = row * white.widthPx + column;
      const nirCode = nir.bitDepth > 8 ? to8Bit(nir.samples[pixel]!) : nir.samples[pixel]!;
      y[row * widthPx + column] = Math.round(black + lumaScale * lumaAt(pixel));
      y[row * widthPx + halfWidthPx + column] = toRange(nirCode, range);
    }
  for (let row = 0; row < heightPx; row += 2)
    for (let column = 0; column < halfWidthPx; column += 2) {
      let [luma, red, blue] = [0, 0, 0];
      for (const pixel of [0, 1, white.widthPx, white.widthPx + 1].map(
        step => row * white.widthPx + column + step,
      )) {
        luma += lumaAt(pixel) / 4;
        red += white.samples[3 * pixel]! / 4;
        blue += white.samples[3 * pixel + 2]! / 4;
      }
      const at = (row / 2) * (widthPx / 2) + column / 2;
      u[at] = clamp(128 + (chromaScale * (blue - luma)) / (2 * (1 - kb)));
      v[at] = clamp(128 + (chromaScale * (red - luma)) / (2 * (1 - kr)));
    }
  return { widthPx, heightPx, y, u, v };
}

/** The exact luma plane of frame `index`: the picture's, with the lowest bit of `changing` flipped in odd frames. */
export function lumaOfFrame({ picture, changing }: Y4mVideo, index: number): Uint8Array {
  const y = picture.y.slice();
  if (index % 2 === 0) return y;
  for (let row = changing.y; row < changing.y + changing.height; row++)
    for (let column = changing.x; column < changing.x + changing.width; column++)
      y[row * picture.widthPx + column]! ^= 1;
  return y;
}

/**
 * Writes the file, frame by frame. An odd number of frames (five, say) keeps a busy machine that draws every second one from seeing
 * the same codes for ever, which is what a frozen camera looks like.
 */
export function writeY4m(path: string, video: Y4mVideo): void {
  const { picture, range, fps, frames } = video;
  const { widthPx, heightPx } = picture;
  writeY4mPictures(
    path,
    { widthPx, heightPx, range, fps },
    (function* () {
      for (let index = 0; index < frames; index++) yield { ...picture, y: lumaOfFrame(video, index) };
    })(),
  );
}

/** Writes a file of pictures that are made one after the other; each may be the same memory filled anew. */
export function writeY4mPictures(
  path: string,
  video: SizePx & Pick<Y4mVideo, 'range' | 'fps'>,
  pictures: Iterable<I420Picture>,
): void {
  requireEven(video);
  const file = openSync(path, 'w');
  try {
    const size = `W${video.widthPx} H${video.heightPx} F${video.fps}:1`;
    writeSync(file, `YUV4MPEG2 ${size} Ip A1:1 C420jpeg XCOLORRANGE=${video.range.toUpperCase()}\n`);
    for (const { y, u, v } of pictures) {
      writeSync(file, 'FRAME\n');
      for (const plane of [y, u, v]) writeSync(file, plane);
    }
  } finally {
    closeSync(file);
  }
}

const clamp = (code: number): number => Math.min(255, Math.max(0, Math.round(code)));

function requireEven({ widthPx, heightPx }: SizePx): void {
  if (widthPx % 2 || heightPx % 2) throw new Error(`I420 here needs even sizes, not ${widthPx}×${heightPx}.`);
}
