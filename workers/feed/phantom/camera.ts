/**
 * The simulated NIR camera: from radiance to codes. Light → vignetting → electrons with shot and read noise → gain →
 * pedestal → curve → 8 bits. Noise is added to linear light, where it belongs: decoded by the same curve its mean is the light.
 */
import type { PhantomSpec } from '#model/phantom.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';
import { deviateBits } from './random.ts';

/** Radiance is kept in whole numbers of this many parts of white. */
export const radianceScale = 16_384;
/** Vignetting is kept in parts of 2 to this power. */
export const vignettingBits = 14;
/** 2 to this power parts of radiance share one strength of noise. */
export const noiseStepBits = 6;
/** Strengths of noise are kept in sixteenths of a part, and multiplied by deviates in parts of `deviateBits`. */
const noiseBits = 4;
/** Right shift that undoes both. */
export const noiseShift = noiseBits + deviateBits;
/** Noise may take radiance this far below zero before it is cut. */
const darkRoom = radianceScale / 2;

/** Codes of black and white in this camera's range, and how many lie between the ends of a colour difference. */
export const rangeOf = (spec: PhantomSpec): { black: number; white: number; chromaSpan: number } =>
  spec.camera.range === 'full'
    ? { black: 0, white: 255, chromaSpan: 255 }
    : { black: 16, white: 235, chromaSpan: 224 };

/** The linear light that the camera adds before its curve. */
export function pedestalOf(spec: PhantomSpec): number {
  const { black, white } = rangeOf(spec);
  return signalToLinear(spec.camera.blackOffsetCodes / (white - black), spec.camera.transfer);
}

/**
 * Share of the light that reaches the sensor at a pixel: 1 in the middle, 1 − vignetting in the corners, falling with the
 * square of the distance, as the fourth power of a cosine begins.
 */
export function vignettingAt(spec: PhantomSpec, xPx: number, yPx: number): number {
  const dx = (2 * xPx + 1) / spec.widthPx - 1;
  const dy = (2 * yPx + 1) / spec.heightPx - 1;
  const outward = (dx * dx + dy * dy) / 2;
  return 1 - spec.camera.vignetting * outward;
}

/** `vignettingAt` of every pixel, in parts of 2 to the power of `vignettingBits`. */
export function vignettingTable(spec: PhantomSpec): Uint16Array {
  const table = new Uint16Array(spec.widthPx * spec.heightPx);
  for (let y = 0, i = 0; y < spec.heightPx; y++)
    for (let x = 0; x < spec.widthPx; x++, i++)
      table[i] = Math.round(vignettingAt(spec, x, y) * 2 ** vignettingBits);
  return table;
}

/** SD of the noise by radiance (in steps of 64 parts), in sixteenths of a part. */
export function noiseTable(spec: PhantomSpec): Uint16Array {
  const { fullWellElectrons: well, readNoiseElectrons: read } = spec.camera;
  return Uint16Array.from({ length: 65_536 >> noiseStepBits }, (_, step) => {
    if (well === null) return 0;
    const linear = ((step + 0.5) * 2 ** noiseStepBits) / radianceScale;
    const sd = Math.sqrt(linear * well + read * read) / well;
    return Math.min(65_535, Math.round(sd * radianceScale * 2 ** noiseBits));
  });
}

/** A gain step, as cameras have them: a tenth of a decibel. */
const gainStep = 10 ** (0.1 / 20);

/**
 * The NIR gain in a frame, 1 without auto-gain. A pure function of the frame's time, so that a seek shows what playing
 * would have shown: it creeps from 1 to what brings the brightest structure to 0.7 of white, and hunts by 4 %.
 */
export function gainAt(spec: PhantomSpec, timeS: number): number {
  if (!spec.camera.autoGain) return 1;
  const { background, nodule, rim } = spec.nir;
  const brightest = Math.max(background, nodule?.radiance ?? 0, rim?.radiance ?? 0, 0.05);
  const target = Math.min(4, Math.max(0.25, 0.7 / brightest));
  const wanted =
    (target + (1 - target) * Math.exp(-timeS / 4)) * (1 + 0.04 * Math.sin((2 * Math.PI * timeS) / 9));
  return gainStep ** Math.round(Math.log(wanted) / Math.log(gainStep));
}

/** The share of its radiance that all tissue has at a time: dye on its way. Continuous, but where it begins anew. */
export function bolusAt({ nir: { bolus } }: PhantomSpec, timeS: number): number {
  if (!bolus) return 1;
  const { baseShare, arrivalS, riseS, washoutS, everyS } = bolus;
  const sinceS = (timeS % everyS) - arrivalS;
  if (sinceS <= 0) return baseShare;
  const share =
    sinceS < riseS ? sinceS / riseS : washoutS === null ? 1 : Math.exp(-(sinceS - riseS) / washoutS);
  return baseShare + (1 - baseShare) * share;
}

/** From radiance with noise to code; `offset` is the entry of radiance 0. */
export type CodeTable = { readonly codes: Uint8Array; readonly offset: number };

/** The table of a gain. Codes end at white and at 0. */
export function codeTable(spec: PhantomSpec, gain: number): CodeTable {
  const { transfer } = spec.camera;
  const { black, white } = rangeOf(spec);
  const pedestal = pedestalOf(spec);
  const codes = new Uint8Array(darkRoom + 65_536 + darkRoom);
  for (let i = 0; i < codes.length; i++) {
    const linear = ((i - darkRoom) / radianceScale) * gain + pedestal;
    // Everything brighter is white, too; the power in the curve is what this table costs.
    if (linear >= 1) {
      codes.fill(white, i);
      break;
    }
    const code = black + (white - black) * linearToSignal(linear, transfer);
    codes[i] = Math.min(white, Math.max(0, Math.round(code)));
  }
  return { codes, offset: darkRoom };
}
