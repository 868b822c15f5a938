/** Light of a piece of signal, from the camera's own codes and not from the smoothed picture. */

import type { Component } from '#model/analysis.ts';
import { correctedLight } from '#model/field-correction.ts';
import type { Sensor } from '../sensor.ts';
import type { Spans } from '../spans.ts';
import type { LightPicture } from './picture.ts';

type PlacedPiece = {
  readonly picture: Pick<LightPicture, 'widthPx' | 'heightPx' | 'stepPx'>;
  /** Of the picture; what is not 0 is signal. */
  readonly mask: Uint8Array;
  /** The piece's own pixels of the picture, each run as long as it goes. */
  readonly spans: Spans;
};

/**
 * Mean over the valid NIR pixels of a piece, summed by row, then column; and the largest mean over 3 × 3 of them, all nine valid and signal.
 * Null: there is none.
 */
export function lightOfPiece(sensor: Sensor, piece: PlacedPiece): Pick<Component, 'mean' | 'peak'> {
  const { stepPx } = piece.picture;
  const { spans } = piece;
  const total: Total = { sum: 0, n: 0, most: Number.NEGATIVE_INFINITY };
  for (let i = 0; i < spans.length; i += 3)
    for (let dy = 0; dy < stepPx; dy++)
      addRun(total, sensor, piece, {
        y: stepPx * spans[i]! + dy,
        x0: stepPx * spans[i + 1]!,
        x1: stepPx * spans[i + 2]!,
      });
  const { sum, n, most } = total;
  return { mean: n === 0 ? null : sum / n, peak: most > Number.NEGATIVE_INFINITY ? most / 9 : null };
}

type Total = { sum: number; n: number; most: number };

/** NIR pixels of one row. */
type Run = { readonly y: number; readonly x0: number; readonly x1: number };

/** What is clipped or no signal counts as −∞ in sums over 3 × 3, so that none with it is the largest. Plain locals: it runs over every pixel. */
function addRun(total: Total, sensor: Sensor, { picture, mask }: PlacedPiece, { y, x0, x1 }: Run): void {
  const { codes, linear, correction, clipCode } = sensor;
  const { samples, strideSamples } = codes;
  const shift = picture.stepPx - 1;
  const row = codes.startSamples + y * strideSamples;
  const hasRows = y > 0 && (y + 1) >> shift < picture.heightPx;
  const maskAbove = ((y - 1) >> shift) * picture.widthPx;
  const maskBelow = ((y + 1) >> shift) * picture.widthPx;
  let { sum, n, most } = total;
  let before = Number.NEGATIVE_INFINITY;
  let own = Number.NEGATIVE_INFINITY;
  for (let x = x0; x < x1; x++) {
    const code = samples[row + x]!;
    let next = Number.NEGATIVE_INFINITY;
    if (code < clipCode) {
      let light = linear[code]!;
      if (correction) light = correctedLight(correction, light, y * codes.widthPx + x);
      sum += light;
      n++;
      const column = x >> shift;
      if (hasRows && mask[maskAbove + column] !== 0 && mask[maskBelow + column] !== 0) {
        const codeAbove = samples[row - strideSamples + x]!;
        const codeBelow = samples[row + strideSamples + x]!;
        if (codeAbove < clipCode && codeBelow < clipCode) {
          let above = linear[codeAbove]!;
          let below = linear[codeBelow]!;
          if (correction) {
            above = correctedLight(correction, above, (y - 1) * codes.widthPx + x);
            below = correctedLight(correction, below, (y + 1) * codes.widthPx + x);
          }
          next = above + light + below;
        }
      }
    }
    const nine = before + own + next;
    if (nine > most) most = nine;
    before = own;
    own = next;
  }
  total.sum = sum;
  total.n = n;
  total.most = most;
}
