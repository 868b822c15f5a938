/** A still picture as its file holds it, and the frame of codes it becomes. */
import type { CodesFrame, FrameFormat, PixelFormat } from '#model/frame.ts';
import { type FileCautionId, fileError } from './file-problems.ts';

/** Samples as decoded, row by row, channels interleaved: grey, grey + alpha, RGB or RGBA. */
export type Picture = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly cautions: readonly FileCautionId[];
};

/** A picture ready to be delivered. `isColoured`: its channels differ somewhere, so somebody chose colours. */
export type PictureFrame = {
  readonly frame: CodesFrame;
  readonly isColoured: boolean;
  readonly cautions: readonly FileCautionId[];
};

const longestSidePx = 16_384;
const mostPixels = 64e6;

/** Throws a `ProblemError` unless a picture of this size may be decoded. */
export function checkSize(widthPx: number, heightPx: number): void {
  if (!(widthPx > 0 && heightPx > 0)) throw fileError('file-damaged');
  const isTooLarge = widthPx > longestSidePx || heightPx > longestSidePx || widthPx * heightPx > mostPixels;
  if (isTooLarge) throw fileError('file-too-large');
}

/**
 * Grey stays exact: 8 bit as `Y8`, 16 bit as `Y16`. RGB of 8 bit becomes `RGBA`. RGB of 16 bit is grey when its channels
 * are equal everywhere; otherwise no format holds it and it is reduced to 8 bit, with a caution. Alpha is ignored.
 */
export function pictureToFrame(picture: Picture): PictureFrame {
  const { channels, samples } = picture;
  const cautions = [...picture.cautions];
  if (hasTransparency(picture)) cautions.push('image-transparent');
  const isDeep = samples instanceof Uint16Array;
  const isColoured = channels >= 3 && !areChannelsEqual(picture);
  if (channels <= 2 || (isDeep && !isColoured)) {
    const frame = codes(picture, isDeep ? 'Y16' : 'Y8', firstChannel(picture));
    return { frame, isColoured, cautions };
  }
  if (isDeep) cautions.push('image-reduced');
  return { frame: codes(picture, 'RGBA', toRgba(picture)), isColoured, cautions };
}

function codes({ widthPx, heightPx }: Picture, format: PixelFormat, samples: Picture['samples']): CodesFrame {
  const samplesPerPixel = format === 'RGBA' ? 4 : 1;
  const frameFormat: FrameFormat = {
    format,
    widthPx,
    heightPx,
    bitDepth: format === 'Y16' ? 16 : 8,
    // Image files use every code from 0 up; about curve and primaries they said nothing that can be relied on.
    colour: {
      fullRange: true,
      matrix: format === 'RGBA' ? 'rgb' : null,
      transfer: null,
      primaries: null,
    },
  };
  const strideSamples = widthPx * samplesPerPixel;
  const plane = { samples, widthPx, heightPx, strideSamples, samplesPerPixel } as const;
  return { kind: 'codes', timestampS: 0, format: frameFormat, planes: [plane] };
}

function firstChannel({ channels, samples }: Picture): Picture['samples'] {
  if (channels === 1) return samples;
  const length = samples.length / channels;
  const grey = samples instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
  for (let i = 0; i < length; i++) grey[i] = samples[i * channels]!;
  return grey;
}

function toRgba({ channels, samples }: Picture): Uint8Array<ArrayBuffer> {
  // 65535 / 255 is 257 exactly.
  const scale = samples instanceof Uint16Array ? 1 / 257 : 1;
  const length = samples.length / channels;
  const rgba = new Uint8Array(length * 4);
  for (let i = 0; i < length; i++) {
    for (let channel = 0; channel < 3; channel++)
      rgba[i * 4 + channel] = Math.round(samples[i * channels + channel]! * scale);
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}

function areChannelsEqual({ channels, samples }: Picture): boolean {
  for (let at = 0; at < samples.length; at += channels) {
    const first = samples[at];
    if (first !== samples[at + 1] || first !== samples[at + 2]) return false;
  }
  return true;
}

function hasTransparency({ channels, samples }: Picture): boolean {
  if (channels === 1 || channels === 3) return false;
  const opaque = samples instanceof Uint16Array ? 65_535 : 255;
  for (let at = channels - 1; at < samples.length; at += channels) if (samples[at] !== opaque) return true;
  return false;
}
