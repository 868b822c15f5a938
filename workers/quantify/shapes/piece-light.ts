/** Light of a piece of signal, from the camera's own codes and not from the smoothed picture. */

import { correctedLight } from '#model/field-correction.ts';
import type { Channel, ChannelLight, PlacedPiece } from './kernels.ts';

/** The twin of the kernel's sums over a piece. All nine pixels of a sum over 3 × 3 are valid and signal. */
export function lightOfPiece(sensor: Channel, piece: PlacedPiece): ReturnType<ChannelLight['pieceLight']> {
  const { stepPx } = piece.picture;
  const { spans } = piece;
  const total: Total = { sum: 0, n: 0, most: Number.NEGATIVE_INFINITY };
  let next = 0;
  for (let first = 0; first < spans.length; first = next) {
    while (next < spans.length && spans[next] === spans[first]) next += 3;
    for (let dy = 0; dy < stepPx; dy++)
      for (let i = first; i < next; i += 3)
        addRun(total, sensor, piece, {
          y: stepPx * spans[i]! + dy,
          x0: stepPx * spans[i + 1]!,
          x1: stepPx * spans[i + 2]!,
        });
  }
  return total;
}

type Total = { sum: number; n: number; most: number };

/** NIR pixels of one row. */
type Run = { readonly y: number; readonly x0: number; readonly x1: number };

/** What is clipped or no signal counts as −∞ in sums over 3 × 3, so that none with it is the largest. Plain locals: it runs over every pixel. */
function addRun(total: Total, sensor: Channel, { picture, mask }: PlacedPiece, { y, x0, x1 }: Run): void {
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
