/** The binomial 5 × 5 of `kernels.ts`: the twin, and the caller of the kernel. Too small planes and too wide pictures throw. */
import type { SizePx } from '#model/geometry.ts';
import type { Arena, Smooth } from './kernels.ts';
import { addressIn, functionOf, memoryOf } from './wasm.ts';

type Plane = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** `room`: the largest picture. */
function checkPlanes(from: Plane, to: Plane, { widthPx, heightPx }: SizePx, room: SizePx): void {
  if (widthPx > room.widthPx)
    throw new Error(`A picture ${widthPx} wide where ${room.widthPx} was the most.`);
  if (Math.min(from.length, to.length) < widthPx * heightPx)
    throw new Error(`A plane is smaller than ${widthPx} × ${heightPx}.`);
}

/** The twin: plain TypeScript, fallback and oracle. `size`: the largest picture. */
export function plainSmooth(size: SizePx): Smooth {
  const columns = new Uint32Array(size.widthPx);
  /** Hands the sum over 5 × 5 of each pixel to `keep`. */
  const sumAll = (from: Plane, { widthPx, heightPx }: SizePx, keep: (at: number, sum: number) => void) => {
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
      checkPlanes(from, to, picture, size);
      sumAll(from, picture, (at, sum) => {
        to[at] = sum;
      });
    },
    smooth16(from, to, picture) {
      checkPlanes(from, to, picture, size);
      sumAll(from, picture, (at, sum) => {
        to[at] = (sum + 128) >>> 8;
      });
    },
  };
}

/** What `kernelSmooth` takes of an arena for pictures of `size`, alignment left out: `state` of `kernels/smooth.as.ts`. */
export const smoothBytes = ({ widthPx }: SizePx): number => 18 * widthPx + 64;

/** The kernel. `size`: the largest picture. Planes of another memory throw an `Error` too. */
export function kernelSmooth(exports: WebAssembly.Exports, arena: Arena, size: SizePx): Smooth {
  const memory = memoryOf(exports);
  const state = addressIn(memory, arena.bytes(smoothBytes(size)));
  const callerOf = (name: string) => {
    const smooth = functionOf(exports, name);
    return (from: Plane, to: Plane, picture: SizePx) => {
      checkPlanes(from, to, picture, size);
      smooth(addressIn(memory, from), addressIn(memory, to), picture.widthPx, picture.heightPx, state);
    };
  };
  return { smooth8: callerOf('smooth8'), smooth16: callerOf('smooth16') };
}
