/** The mean of a place, frame by frame, over minutes. */

import { readStability } from '#model/check/stability.ts';
import type { CheckWithheld, StabilityResult, StabilitySample } from '#model/check.ts';
import { checkWithheld } from '#model/check.ts';
import type { Rect } from '#model/geometry.ts';
import { codeLevels } from '#model/transfer.ts';
import type { MeasuredFrame, SensorCodes } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { createNirReader } from '../fields/nir-channel.ts';
import { partOf, rectIn } from '../fields/step.ts';
import { checkTable } from './picture.ts';

export type CheckStabilityReader = {
  /** Throws a `ProblemError` where the frame cannot be read, or `rect` lies outside it. */
  add(frame: MeasuredFrame): void;
  /** Seconds between the first frame and the last, on the feed's clock; without end once that clock went back, as a replay does. */
  readonly durationS: number;
  finish(): StabilityResult | CheckWithheld;
};

/** Keeps two numbers a frame. Per-pixel fields are left out: they are the same in every frame. */
export function createCheckStabilityReader(
  reading: Reading & { readonly rect: Rect | null },
): CheckStabilityReader {
  const { layout, profile } = reading;
  const open = createNirReader(layout);
  const tableOf = checkTable(profile);
  const samples: StabilitySample[] = [];
  let rect: Rect | null = null;
  let table = new Float64Array();
  let pixels = 0;
  let clipped = 0;
  return {
    add(frame) {
      const { codes, format } = open(frame);
      rect ??= rectIn(reading.rect, codes);
      if (table.length === 0) table = Float64Array.from(tableOf(format));
      const part = partOf(codes, rect);
      const read = meanIn(part, table, codeLevels(format, profile).clipCode);
      pixels += part.widthPx * part.heightPx;
      clipped += read.clipped;
      const nir = layout.nir?.stream === 'second' ? (frame.second ?? frame.main) : frame.main;
      samples.push({ timestampS: nir.timestampS, mean: read.mean });
    },
    get durationS() {
      const [first, last] = [samples[0], samples.at(-1)];
      if (!first || !last) return 0;
      const before = samples.at(-2) ?? first;
      return last.timestampS < before.timestampS
        ? Number.POSITIVE_INFINITY
        : last.timestampS - first.timestampS;
    },
    finish() {
      if (clipped > profile.clippedLimitShare * pixels)
        return checkWithheld(
          'clipped',
          'The place is clipped, which hides change. Lower the gain, or choose another place.',
        );
      return readStability(samples);
    },
  };
}

function meanIn(part: SensorCodes, table: Float64Array, clipCode: number): { mean: number; clipped: number } {
  const { samples, startSamples, strideSamples, widthPx, heightPx, topCode } = part;
  let sum = 0;
  let clipped = 0;
  for (let y = 0; y < heightPx; y++) {
    const from = startSamples + y * strideSamples;
    for (let i = from; i < from + widthPx; i++) {
      const code = Math.min(samples[i]!, topCode);
      sum += table[code]!;
      if (code >= clipCode) clipped++;
    }
  }
  return { mean: sum / (widthPx * heightPx), clipped };
}
