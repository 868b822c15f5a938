/** NIR brought onto white light, to be judged by eye. Pure; for the screen only, nothing is measured on it. */
import type { Picture } from '#model/calibration.ts';
import type { SizePx } from '#model/geometry.ts';
import { type Mapping, toSensor } from '#model/mapping.ts';

/** `nir` seen through `mapping` at each pixel of a picture of this size, bilinear; transparent where NIR ends. */
export function registered(nir: Picture, mapping: Mapping, { widthPx, heightPx }: SizePx): Picture {
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0, to = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, to += 4) {
      const at = toSensor(mapping, { x, y });
      // Also false where the mapping has no finite answer.
      if (!(at.x >= 0 && at.y >= 0 && at.x <= nir.widthPx - 1 && at.y <= nir.heightPx - 1)) continue;
      const left = Math.min(nir.widthPx - 2, Math.floor(at.x));
      const top = Math.min(nir.heightPx - 2, Math.floor(at.y));
      const right = at.x - left;
      const down = at.y - top;
      const from = (top * nir.widthPx + left) * 4;
      const below = from + nir.widthPx * 4;
      for (let c = 0; c < 3; c++) {
        const above = nir.rgba[from + c]! * (1 - right) + nir.rgba[from + 4 + c]! * right;
        const under = nir.rgba[below + c]! * (1 - right) + nir.rgba[below + 4 + c]! * right;
        rgba[to + c] = above * (1 - down) + under * down;
      }
      rgba[to + 3] = 255;
    }
  return { widthPx, heightPx, rgba };
}

/** `first` and `second`, of one size, in turn in squares; `first` where `second` is transparent. */
export function checkerboard(first: Picture, second: Picture, squarePx: number): Picture {
  const { widthPx, heightPx } = first;
  const rgba = new Uint8ClampedArray(first.rgba);
  const from = new Uint32Array(second.rgba.buffer, second.rgba.byteOffset, widthPx * heightPx);
  const to = new Uint32Array(rgba.buffer);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const isSecond = (Math.floor(x / squarePx) + Math.floor(y / squarePx)) % 2 === 1;
      if (isSecond && second.rgba[i * 4 + 3]! > 0) to[i] = from[i]!;
    }
  return { widthPx, heightPx, rgba };
}
