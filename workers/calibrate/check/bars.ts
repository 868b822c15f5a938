/** Profiles across groups of bars in a held picture. */
import type { BarMark, BarProfile } from '#model/check.ts';
import type { HeldPicture } from './picture.ts';
import { valueAt } from './sampling.ts';

/** Half a pixel: finer would only repeat what is there. */
const stepPx = 0.5;
/** The profile is the mean over this share of the line's length, across it. */
const acrossShare = 0.2;

/** The mean of parallel lines a pixel apart, on both sides of the mark, over a fifth of its length (bars are longer than that). */
export function readBarProfile(held: HeldPicture, mark: BarMark): BarProfile {
  const empty: BarProfile = { mark, stepPx, values: new Float32Array(), sd: 0, isClipped: false };
  const dx = mark.to.x - mark.from.x;
  const dy = mark.to.y - mark.from.y;
  const length = Math.hypot(dx, dy);
  if (!(length >= 4 && length < 1e5)) return empty;
  const along = { x: dx / length, y: dy / length };
  const sides = Math.floor((acrossShare * length) / 2);
  const count = Math.floor(length / stepPx) + 1;
  const values = new Float32Array(count);
  let spread = 0;
  let isClipped = false;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    let squares = 0;
    for (let side = -sides; side <= sides; side++) {
      const x = mark.from.x + along.x * i * stepPx - along.y * side;
      const y = mark.from.y + along.y * i * stepPx + along.x * side;
      const value = valueAt(held.plane, held, { x, y });
      if (value === null) return empty;
      isClipped ||= held.clipped[Math.round(y) * held.widthPx + Math.round(x)] === 1;
      sum += value;
      squares += value * value;
    }
    const lines = 2 * sides + 1;
    values[i] = sum / lines;
    // One line says nothing of its own noise.
    if (lines > 1) spread += Math.max(0, squares / lines - values[i]! ** 2) / (lines - 1);
  }
  return { mark, stepPx, values, sd: Math.sqrt(spread / count), isClipped };
}
