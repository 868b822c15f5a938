/**
 * Tells whether two frames carry the same codes, from samples spread over the first plane. Camera noise makes two live
 * frames differ in every sample; a source that repeats its last frame differs in none.
 */
import type { FramePlanes } from '#model/frame.ts';

/** About this many samples are looked at; a step that is odd against the stride walks over all columns. */
const samplesRead = 4096;

/** FNV-1a (32 bit) over the samples read; equal codes give equal fingerprints, on every machine. */
export function fingerprintOf(planes: FramePlanes): number {
  const samples = planes.planes[0]?.samples;
  if (!samples) return 0;
  const step = Math.max(1, Math.floor(samples.length / samplesRead)) | 1;
  let hash = 0x811c9dc5;
  for (let i = 0; i < samples.length; i += step) hash = Math.imul(hash ^ samples[i]!, 0x01000193);
  return hash >>> 0;
}

/** Strips of rows that are hashed on their own; a strip of a frame of 1080 lines is 45 of them. */
const stripCount = 24;

/** One hash for each of 24 strips of rows, from the top, by the same samples and rule. */
export function stripsOf(planes: FramePlanes): readonly number[] {
  const plane = planes.planes[0];
  if (!plane) return [];
  const { samples, strideSamples, heightPx } = plane;
  const strips = Math.min(stripCount, heightPx);
  const step = Math.max(1, Math.floor((strideSamples * heightPx) / samplesRead)) | 1;
  return Array.from({ length: strips }, (_, strip) => {
    const from = Math.floor((strip * heightPx) / strips) * strideSamples;
    const to = Math.min(samples.length, Math.floor(((strip + 1) * heightPx) / strips) * strideSamples);
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i += step) hash = Math.imul(hash ^ samples[i]!, 0x01000193);
    return hash >>> 0;
  });
}
