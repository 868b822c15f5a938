/**
 * Codes to linear light, in plain TypeScript: the reference that the shaders are tested against and the table that
 * measurement reads from. Display and measurement share these definitions, never each other's results.
 */
import { linearToTable, tableToLinear } from './curve-table.ts';
import type { DeliveredColour, FrameFormat } from './frame.ts';
import type { Profile, Transfer } from './profile.ts';

/** Codes of black and white, for luma, at the frame's depth. */
export type CodeRange = { readonly blackCodes: number; readonly whiteCodes: number };

/** RGB frames are full range whatever they say; YUV without a declaration is limited, as video is by default. */
export function codeRange(format: FrameFormat, profile: Profile): CodeRange {
  const top = 2 ** format.bitDepth - 1;
  const isYuv = format.format === 'I420' || format.format === 'NV12';
  const delivered = isYuv ? (format.colour.fullRange ?? false) : true;
  const isFull = profile.range === 'as-delivered' ? delivered : profile.range === 'full';
  if (isFull) return { blackCodes: 0, whiteCodes: top };
  const step = 2 ** (format.bitDepth - 8);
  return { blackCodes: 16 * step, whiteCodes: 235 * step };
}

/** Where codes stop meaning light, in codes of the frame's depth. */
export type CodeLevels = CodeRange & {
  readonly topCode: number;
  /** Codes from here up are clipped. */
  readonly clipCode: number;
};

/**
 * Clipped: the profile's code, else white. In limited range that is 235 and not 254: a camera maps its full well to
 * white, and what stands above it is noise and ringing of a pixel that is already full. The top code always counts.
 */
export function codeLevels(format: FrameFormat, profile: Profile): CodeLevels {
  const range = codeRange(format, profile);
  const topCode = 2 ** format.bitDepth - 1;
  return {
    ...range,
    topCode,
    clipCode: Math.min(Math.ceil(profile.clipCodes ?? range.whiteCodes), topCode),
  };
}

/** Which YUV matrix to undo: the profile's, else the declared one, else BT.709 from 720 lines up and BT.601 below. */
export function matrixOf(colour: DeliveredColour, heightPx: number, profile: Profile): 'bt601' | 'bt709' {
  if (profile.matrix !== 'as-delivered') return profile.matrix;
  if (colour.matrix === 'bt709') return 'bt709';
  if (colour.matrix === 'smpte170m' || colour.matrix === 'bt470bg') return 'bt601';
  return heightPx >= 720 ? 'bt709' : 'bt601';
}

/**
 * Inverse of the camera's curve: signal (0 black, 1 white; beyond both ends allowed) to linear light.
 * sRGB: IEC 61966-2-1. BT.709: ITU-R BT.709-6 §1.2, inverted. Power: v^gamma. Odd-symmetric below black (a table goes on
 * straight), so that noise about black keeps its mean.
 */
export function signalToLinear(signal: number, transfer: Transfer): number {
  const v = Math.abs(signal);
  const sign = signal < 0 ? -1 : 1;
  switch (transfer.kind) {
    case 'unknown':
    case 'linear':
      return signal;
    case 'srgb':
      return sign * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    case 'bt709':
      return sign * (v < 0.081 ? v / 4.5 : ((v + 0.099) / 1.099) ** (1 / 0.45));
    case 'power':
      return sign * v ** transfer.gamma;
    case 'table':
      return tableToLinear(signal, transfer.linear);
  }
}

/** The camera's curve itself: linear light to signal. Inverse of `signalToLinear`. */
export function linearToSignal(linear: number, transfer: Transfer): number {
  const l = Math.abs(linear);
  const sign = linear < 0 ? -1 : 1;
  switch (transfer.kind) {
    case 'unknown':
    case 'linear':
      return linear;
    case 'srgb':
      return sign * (l <= 0.0031308 ? l * 12.92 : 1.055 * l ** (1 / 2.4) - 0.055);
    case 'bt709':
      return sign * (l < 0.018 ? l * 4.5 : 1.099 * l ** 0.45 - 0.099);
    case 'power':
      return sign * l ** (1 / transfer.gamma);
    case 'table':
      return linearToTable(linear, transfer.linear);
  }
}

/** Linear light of the profile's dark code; 0 when no dark was measured. */
export function darkLinear(format: FrameFormat, profile: Profile): number {
  if (profile.darkCodes === null) return 0;
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  return signalToLinear((profile.darkCodes - blackCodes) / (whiteCodes - blackCodes), profile.transfer);
}

/**
 * Table from code to linear light above dark, one double a code (256 or 65,536 entries). 1 is the light that gives
 * white; values below dark are negative and stay so.
 */
export function linearTable(format: FrameFormat, profile: Profile): Float64Array<ArrayBuffer> {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const dark = darkLinear(format, profile);
  return Float64Array.from({ length: 2 ** format.bitDepth }, (_, code) => {
    return signalToLinear((code - blackCodes) / (whiteCodes - blackCodes), profile.transfer) - dark;
  });
}

/**
 * RGB frames carry NIR as luma too: BT.709 weights in integers (54, 183, 19 of 256), so that grey stays itself, exactly.
 */
export const rgbToCode = (r: number, g: number, b: number): number => (54 * r + 183 * g + 19 * b + 128) >> 8;
