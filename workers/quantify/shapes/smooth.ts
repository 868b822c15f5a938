/** The binomial 5 × 5 of `kernels.ts`: the twin, and the caller of the kernel. Planes too small for the picture throw an `Error`. */
import type { SizePx } from '#model/geometry.ts';
import type { Smooth } from './kernels.ts';
import { addressIn, functionOf, memoryOf } from './wasm.ts';

type Plane = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

function checkPlanes(from: Plane, to: Plane, { widthPx, heightPx }: SizePx): void {
  if (Math.min(from.length, to.length) < widthPx * heightPx)
    throw new Error(`A plane is smaller than ${widthPx} × ${heightPx}.`);
}

/** The twin: plain TypeScript, fallback and oracle. `size`: the widest picture expected. */
export function plainSmooth(size: SizePx): Smooth {
  let columns = new Uint32Array(size.widthPx);
  /** Hands the sum over 5 × 5 of each pixel to `keep`. */
  const sumAll = (from: Plane, { widthPx, heightPx }: SizePx, keep: (at: number, sum: number) => void) => {
    if (columns.length < widthPx) columns = new Uint32Array(widthPx);
    const last = widthPx - 1;
    const rowAt = (y: number) => widthPx * Math.max(0, Math.min(heightPx - 1, y));
    for (let y = 0; y < heightPx; y++) {
      const a = rowAt(y - 2);
      const b = rowAt(y - 1);
      const c = rowAt(y);
      const d = rowAt(y + 1);
      const e = rowAt(y + 2);
      for (let x = 0; x < widthPx; x++)
        columns[x] = from[a + x]! + 4 * from[b + x]! + 6 * from[c + x]! + 4 * from[d + x]! + from[e + x]!;
      for (let x = 0; x < widthPx; x++) {
        const ends = columns[Math.max(0, x - 2)]! + columns[Math.min(last, x + 2)]!;
        const beside = columns[Math.max(0, x - 1)]! + columns[Math.min(last, x + 1)]!;
        keep(c + x, ends + 4 * beside + 6 * columns[x]!);
      }
    }
  };
  return {
    smooth8(from, to, picture) {
      checkPlanes(from, to, picture);
      sumAll(from, picture, (at, sum) => {
        to[at] = sum;
      });
    },
    smooth16(from, to, picture) {
      checkPlanes(from, to, picture);
      sumAll(from, picture, (at, sum) => {
        to[at] = (sum + 128) >>> 8;
      });
    },
  };
}

/** The kernel. Planes of another memory throw an `Error` too. */
export function kernelSmooth(exports: WebAssembly.Exports): Smooth {
  const memory = memoryOf(exports);
  const smooth8 = functionOf(exports, 'smooth8');
  const smooth16 = functionOf(exports, 'smooth16');
  return {
    smooth8(from, to, picture) {
      checkPlanes(from, to, picture);
      smooth8(addressIn(memory, from), addressIn(memory, to), picture.widthPx, picture.heightPx);
    },
    smooth16(from, to, picture) {
      checkPlanes(from, to, picture);
      smooth16(addressIn(memory, from), addressIn(memory, to), picture.widthPx, picture.heightPx);
    },
  };
}
