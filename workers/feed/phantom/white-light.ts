/** The white-light picture of what stands before the lens, at rest: lit and coded once, when it is put there. */
import type { PhantomSpec } from '#model/phantom.ts';
import { linearToSignal } from '#model/transfer.ts';
import { rangeOf } from './camera.ts';
import { marginPx } from './motion.ts';
import { createSurface, type Painter } from './surface.ts';

/**
 * Textures with a margin on every side. Two values lie in one integer, so that one interpolation moves both.
 * `luma`: code in bits 0 … 7, strength of the highlight (0 … 127) in bits 16 … 22. `chroma`, at half the size: U and V.
 */
export type WhiteLightTexture = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly luma: Int32Array;
  readonly chroma: Int32Array;
};

/** The lamp: from above and left, a little wider than the picture. */
const lamp = unit(-0.42, -0.5, 1);
const half = unit(lamp[0], lamp[1], lamp[2] + 1);
const ambientShare = 0.34;
const exposure = 1.5;
const shininess = 42;

function unit(x: number, y: number, z: number): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Paints, lights and codes a subject. The slowest part of opening a phantom. */
export function createWhiteLight(spec: PhantomSpec, paint: Painter): WhiteLightTexture {
  const margin = marginPx(spec);
  const widthPx = spec.widthPx + 2 * margin;
  const heightPx = spec.heightPx + 2 * margin;
  const toDisplay = displayTable();
  const { black, white, chromaSpan } = rangeOf(spec);

  const luma = new Int32Array(widthPx * heightPx);
  const chroma = new Int32Array((widthPx / 2) * (heightPx / 2));
  // Slopes need the row below: two rows of surface circulate.
  const row = () => ({
    red: new Float32Array(widthPx),
    green: new Float32Array(widthPx),
    blue: new Float32Array(widthPx),
    height: new Float32Array(widthPx),
    gloss: new Float32Array(widthPx),
  });
  let here = row();
  let next = row();
  const bluish = new Float32Array(widthPx / 2);
  const reddish = new Float32Array(widthPx / 2);
  const point = createSurface();
  const paintRow = (into: typeof here, y: number) => {
    for (let x = 0; x < widthPx; x++) {
      paint((x - margin) / spec.widthPx, (y - margin) / spec.widthPx, point);
      into.red[x] = point.red;
      into.green[x] = point.green;
      into.blue[x] = point.blue;
      into.height[x] = point.height;
      into.gloss[x] = point.gloss;
    }
  };

  paintRow(next, 0);
  for (let y = 0; y < heightPx; y++) {
    [here, next] = [next, here];
    paintRow(next, y + 1);
    const v = (y - heightPx / 2) / spec.widthPx;
    for (let x = 0; x < widthPx; x++) {
      const u = (x - widthPx / 2) / spec.widthPx;
      const right = Math.min(x + 1, widthPx - 1);
      const slopeX = (here.height[right]! - here.height[x]!) * spec.widthPx;
      const slopeY = (next.height[x]! - here.height[x]!) * spec.widthPx;
      const normal = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      const facing = Math.max(0, (lamp[2] - slopeX * lamp[0] - slopeY * lamp[1]) * normal);
      const falloff = 1 / (1 + 1.5 * ((u + 0.06) * (u + 0.06) + (v + 0.05) * (v + 0.05)));
      const light = exposure * falloff * (ambientShare + (1 - ambientShare) * facing);
      const mirrored = Math.max(0, (half[2] - slopeX * half[0] - slopeY * half[1]) * normal);
      // Far from the mirror's angle the power is nothing, and it is the dearest step here.
      const shine = mirrored < 0.88 ? 0 : here.gloss[x]! * falloff * mirrored ** shininess;

      const red = toDisplay(here.red[x]! * light);
      const green = toDisplay(here.green[x]! * light);
      const blue = toDisplay(here.blue[x]! * light);
      // ITU-R BT.709-6 §3: luma and the two colour differences.
      const y709 = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      const highlight = Math.min(127, Math.round(127 * shine));
      luma[y * widthPx + x] = Math.round(black + (white - black) * y709) | (highlight << 16);
      const pair = x >> 1;
      bluish[pair]! += (blue - y709) / 1.8556;
      reddish[pair]! += (red - y709) / 1.5748;
    }
    if (y % 2 === 1) {
      const from = ((y - 1) / 2) * (widthPx / 2);
      for (let x = 0; x < widthPx / 2; x++) {
        const u = Math.round(128 + (chromaSpan * bluish[x]!) / 4);
        const v2 = Math.round(128 + (chromaSpan * reddish[x]!) / 4);
        chroma[from + x] = u | (v2 << 16);
      }
      bluish.fill(0);
      reddish.fill(0);
    }
  }
  return { widthPx, heightPx, luma, chroma };
}

/** Linear light to display signal with a soft shoulder, by table: a million powers would be felt at start. */
function displayTable(): (linear: number) => number {
  const steps = 4096;
  const top = 2;
  const table = Float32Array.from({ length: steps + 1 }, (_, i) => {
    const linear = (i / steps) * top;
    return linearToSignal(1 - Math.exp(-1.25 * linear), { kind: 'srgb' });
  });
  return linear => table[Math.min(steps, (linear * (steps / top)) | 0)]!;
}
