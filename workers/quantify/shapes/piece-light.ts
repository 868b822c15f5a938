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
  /** The piece's own pixels of the picture. */
  readonly spans: Spans;
};

/**
 * Mean over the valid NIR pixels of a piece, summed by row, then column; and the largest mean over 3 × 3 of them, all nine valid and signal.
 * Null: there is none.
 */
export function lightOfPiece(sensor: Sensor, piece: PlacedPiece): Pick<Component, 'mean' | 'peak'> {
  const { stepPx } = piece.picture;
  const lightOf = validLight(sensor, piece);
  const columnOf = (x: number, y: number) => lightOf(x, y - 1) + lightOf(x, y) + lightOf(x, y + 1);
  let sum = 0;
  let n = 0;
  let most = Number.NEGATIVE_INFINITY;
  const { spans } = piece;
  for (let i = 0; i < spans.length; i += 3) {
    for (let dy = 0; dy < stepPx; dy++) {
      const y = stepPx * spans[i]! + dy;
      const x0 = stepPx * spans[i + 1]!;
      const x1 = stepPx * spans[i + 2]!;
      let before = columnOf(x0 - 1, y);
      let own = columnOf(x0, y);
      for (let x = x0; x < x1; x++) {
        const light = lightOf(x, y);
        if (light > Number.NEGATIVE_INFINITY) {
          sum += light;
          n++;
        }
        const next = columnOf(x + 1, y);
        const nine = before + own + next;
        if (nine > most) most = nine;
        before = own;
        own = next;
      }
    }
  }
  return { mean: n === 0 ? null : sum / n, peak: most > Number.NEGATIVE_INFINITY ? most / 9 : null };
}

/** Linear light of an NIR pixel; −Infinity where it is clipped, no signal or not there, so that no sum with it is the largest. */
function validLight(
  { codes, linear, correction, clipCode }: Sensor,
  { picture, mask }: PlacedPiece,
): (x: number, y: number) => number {
  const { samples, startSamples, strideSamples, topCode } = codes;
  const shift = picture.stepPx - 1;
  const { widthPx, heightPx } = picture;
  return (x, y) => {
    const column = x >> shift;
    const row = y >> shift;
    if (column < 0 || row < 0 || column >= widthPx || row >= heightPx) return Number.NEGATIVE_INFINITY;
    if (mask[row * widthPx + column] === 0) return Number.NEGATIVE_INFINITY;
    const code = Math.min(samples[startSamples + y * strideSamples + x]!, topCode);
    if (code >= clipCode) return Number.NEGATIVE_INFINITY;
    const light = linear[code]!;
    return correction ? correctedLight(correction, light, y * codes.widthPx + x) : light;
  };
}
