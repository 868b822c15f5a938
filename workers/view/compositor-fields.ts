/**
 * Per-pixel dark and flat, and the measured curve, as textures: which of them a profile asks for and what their bytes are.
 * Made once for a profile, never per frame.
 */
import { curveSegments } from '#model/curve-table.ts';
import type { Field } from '#model/field.ts';
import type { FieldCorrection } from '#model/field-correction.ts';
import type { SizePx } from '#model/geometry.ts';
import { packLinear } from '#model/shade.ts';
import type { DrawState } from './draw-state.ts';
import type { TexelRows } from './gpu/plane-texture.ts';

export type FieldsPlan = FieldCorrection & {
  /** The largest value of `flat`: what its bytes are a share of. */
  readonly largestFlat: number;
  /** Where little light is made much, it outgrows what `packLinear` holds: the low-pass keeps this share of it, at most 1. */
  readonly lowPassShare: number;
};

/** A pixel of the flat field under this share of its largest is shown as if it had this: what is 0 in two bytes divides nothing. */
const leastFlatShare = 1 / 1024;

/** Light that was made more than four times as much is noise, and no line needs it. */
const leastLowPassShare = 1 / 4;

/**
 * Of the correction that measurement makes. Null where it makes none, or where it withholds its numbers because a field is
 * missing or does not fit: the picture is then drawn without.
 */
export function planFields({ scene: { profile }, fields }: DrawState, nir: SizePx): FieldsPlan | null {
  const { correction } = fields.find(profile, nir);
  if (!correction) return null;
  const { least, most } = correction.flat ? extremesOf(correction.flat) : { least: 1, most: 1 };
  const lowPassShare = Math.min(1, Math.max(leastLowPassShare, least));
  return { ...correction, largestFlat: most, lowPassShare };
}

const known = new WeakMap<Field, { readonly least: number; readonly most: number }>();

function extremesOf(field: Field): { readonly least: number; readonly most: number } {
  const found = known.get(field);
  if (found) return found;
  const { samples, low, step } = field;
  let [least, most] = [65_535, 0];
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (sample < least) least = sample;
    if (sample > most) most = sample;
  }
  const extremes = { least: low + step * least, most: low + step * most };
  known.set(field, extremes);
  return extremes;
}

/** A number 0 … 1 as two bytes, the high one first in memory. */
function toBytes(share: number): number {
  const whole = Math.round(Math.min(1, Math.max(0, share)) * 65_535);
  return (whole >> 8) | ((whole & 255) << 8);
}

/** `packLinear` with both bytes rounded, the high one first in memory. */
function linearToBytes(linear: number): number {
  const [high, low] = packLinear(linear);
  return Math.round(high * 255) | (Math.round(low * 255) << 8);
}

/** By the field's sample; fields have 65,536 of them at most, and pixels by the million. */
const bytesBySample = ({ low, step }: Field, toTwoBytes: (value: number) => number): Uint16Array =>
  Uint16Array.from({ length: 65_536 }, (_, sample) => toTwoBytes(low + step * sample));

/** What `correctLinear` reads of each pixel. */
export function fieldTexels({
  dark,
  flat,
  largestFlat,
}: FieldCorrection & Pick<FieldsPlan, 'largestFlat'>): TexelRows {
  const { widthPx, heightPx } = (flat ?? dark)!;
  // Pairs of two bytes as one store; little-endian, as every machine with WebGL is.
  const texels = new Uint32Array(widthPx * heightPx);
  const flatBytes =
    flat && bytesBySample(flat, value => toBytes(Math.max(leastFlatShare, value / largestFlat)));
  const darkBytes = dark && bytesBySample(dark, linearToBytes);
  const [noFlat, noDark] = [toBytes(1), linearToBytes(0)];
  for (let i = 0; i < texels.length; i++) {
    const low = flatBytes ? flatBytes[flat!.samples[i]!]! : noFlat;
    const high = darkBytes ? darkBytes[dark!.samples[i]!]! : noDark;
    texels[i] = low | (high << 16);
  }
  return { bytes: new Uint8Array(texels.buffer), channels: 4, widthPx, heightPx, strideBytes: 4 * widthPx };
}

/** What `tableToLinear` of the shaders reads: of each piece the light at its start and the rise to its end. */
export function curveTexels(linear: readonly number[]): TexelRows {
  const toWhole = (light: number) => Math.round(light * 65_535);
  const bytes = new Uint8Array(4 * curveSegments);
  for (let piece = 0; piece < curveSegments; piece++) {
    const start = toWhole(linear[piece]!);
    // Rounded on its own: beyond both ends it counts several times.
    const rise = toWhole(linear[piece + 1]! - linear[piece]!);
    bytes.set([start >> 8, start & 255, rise >> 8, rise & 255], 4 * piece);
  }
  return { bytes, channels: 4, widthPx: curveSegments, heightPx: 1, strideBytes: bytes.length };
}
