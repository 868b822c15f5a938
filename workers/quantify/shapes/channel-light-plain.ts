/** The twin of `channel-light.ts` in plain TypeScript: oracle and fallback. */
import { correctedLight } from '#model/field-correction.ts';
import type { SizePx } from '#model/geometry.ts';
import type { SensorCodes } from '../../nir-codes.ts';
import type { Channel, ChannelLight, LevelsOrder } from './kernels.ts';
import { levelOf, lightAt } from './light-picture.ts';
import { createMeanBlocks } from './mean-blocks.ts';
import { lightOfPiece } from './piece-light.ts';

/** Holds what its answers are made in, and refers to the channel that was taken in last. */
export function plainChannelLight(): ChannelLight {
  const meanBlocksOf = createMeanBlocks();
  let channel: Channel | null = null;
  let packed = new Uint8Array();
  let light = new Float64Array();
  let seen = new Int32Array();
  const opened = (): Channel => {
    if (!channel) throw new Error('A channel must be taken in before it is read.');
    return channel;
  };
  return {
    take(next) {
      channel = next;
    },
    bytes() {
      const { codes } = opened();
      const { samples, widthPx, heightPx } = codes;
      if (!(samples instanceof Uint8Array)) return null;
      if (packed.length !== widthPx * heightPx) packed = new Uint8Array(widthPx * heightPx);
      packCodes({ ...codes, samples }, packed);
      return packed;
    },
    levels(order) {
      const { by } = order;
      if (by === 'codes') sumFours(opened().codes, order);
      else if ('low' in by) levelsOfLight(opened(), order, by);
      else levelsOfCodes(opened().codes, order, by);
    },
    meanBlocks: (spans, blockPx) => meanBlocksOf(opened(), spans, blockPx),
    pieceLight: piece => lightOfPiece(opened(), piece),
    along(picture, { from, directions, stepPx, steps }) {
      const count = directions.length / 2;
      if (light.length !== count * steps) light = new Float64Array(count * steps);
      if (seen.length !== count) seen = new Int32Array(count);
      for (let ray = 0; ray < count; ray++) {
        const dx = directions[2 * ray]!;
        const dy = directions[2 * ray + 1]!;
        let place = 0;
        for (; place < steps; place++) {
          const r = place * stepPx;
          const plane = picture.toPlane({ x: from.x + r * dx, y: from.y + r * dy });
          const isOnX = plane.x >= -0.5 && plane.x <= picture.widthPx - 0.5;
          if (!(isOnX && plane.y >= -0.5 && plane.y <= picture.heightPx - 0.5)) break;
          light[ray * steps + place] = lightAt(picture, plane);
        }
        seen[ray] = place;
      }
      return { light, seen };
    },
  };
}

type Codes<Samples> = Omit<SensorCodes, 'samples'> & { readonly samples: Samples };

/** Codes row by row without what lies between rows. */
export function packCodes<Samples extends Uint8Array | Uint16Array>(
  { samples, widthPx, heightPx, startSamples, strideSamples }: Codes<Samples>,
  to: Samples,
): void {
  if (strideSamples === widthPx) {
    to.set(samples.subarray(startSamples, startSamples + widthPx * heightPx));
    return;
  }
  for (let y = 0; y < heightPx; y++) {
    const from = startSamples + y * strideSamples;
    to.set(samples.subarray(from, from + widthPx), y * widthPx);
  }
}

type Target = { readonly to: Uint16Array<ArrayBuffer>; readonly size: SizePx };

/** Sums of 2 × 2 codes on the scale of the smoothed ones, so that half resolution loses no step of a code. */
function sumFours({ samples, startSamples, strideSamples }: SensorCodes, { to, size }: Target): void {
  const { widthPx, heightPx } = size;
  for (let y = 0; y < heightPx; y++) {
    let from = startSamples + 2 * y * strideSamples;
    for (let at = y * widthPx; at < (y + 1) * widthPx; at++, from += 2) {
      const below = from + strideSamples;
      const sum = samples[from]! + samples[from + 1]! + samples[below]! + samples[below + 1]!;
      to[at] = sum * 64;
    }
  }
}

function levelsOfCodes(
  { samples, startSamples, strideSamples, topCode }: SensorCodes,
  { to, size, stepPx }: LevelsOrder,
  table: Uint16Array,
): void {
  const { widthPx, heightPx } = size;
  for (let y = 0; y < heightPx; y++) {
    let from = startSamples + stepPx * y * strideSamples;
    for (let at = y * widthPx; at < (y + 1) * widthPx; at++, from += stepPx) {
      if (stepPx === 1) {
        to[at] = table[Math.min(samples[from]!, topCode)]!;
        continue;
      }
      const below = from + strideSamples;
      const sum =
        table[Math.min(samples[from]!, topCode)]! +
        table[Math.min(samples[from + 1]!, topCode)]! +
        table[Math.min(samples[below]!, topCode)]! +
        table[Math.min(samples[below + 1]!, topCode)]!;
      to[at] = (sum + 2) >> 2;
    }
  }
}

function levelsOfLight(
  { codes, linear, correction }: Channel,
  { to, size, stepPx }: LevelsOrder,
  { low, perLight }: { low: number; perLight: number },
): void {
  const { samples, startSamples, strideSamples, topCode } = codes;
  for (let y = 0; y < size.heightPx; y++) {
    for (let x = 0; x < size.widthPx; x++) {
      let light = 0;
      for (let dy = 0; dy < stepPx; dy++) {
        const row = stepPx * y + dy;
        for (let dx = 0; dx < stepPx; dx++) {
          const column = stepPx * x + dx;
          const code = Math.min(samples[startSamples + row * strideSamples + column]!, topCode);
          const own = linear[code]!;
          light += correction ? correctedLight(correction, own, row * codes.widthPx + column) : own;
        }
      }
      to[y * size.widthPx + x] = levelOf(light / (stepPx * stepPx), low, perLight);
    }
  }
}
