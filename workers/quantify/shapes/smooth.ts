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
  /** Sums down the columns of one row, with two more at either end. */
  const columns = new Uint32Array(size.widthPx + 4);
  /** Sums over `2 ** shift`, rounded half up. */
  const smoothBy = (shift: number) => (from: Plane, to: Uint16Array<ArrayBuffer>, picture: SizePx) => {
    checkPlanes(from, to, picture, size);
    const { widthPx, heightPx } = picture;
    const half = (2 ** shift) >> 1;
    const rowAt = (y: number) => widthPx * Math.max(0, Math.min(heightPx - 1, y));
    for (let y = 0; y < heightPx; y++) {
      const a = rowAt(y - 2);
      const b = rowAt(y - 1);
      const c = rowAt(y);
      const d = rowAt(y + 1);
      const e = rowAt(y + 2);
      for (let x = 0; x < widthPx; x++) {
        const beside = from[b + x]! + from[d + x]!;
        columns[x + 2] = from[a + x]! + 4 * beside + 6 * from[c + x]! + from[e + x]!;
      }
      columns.fill(columns[2]!, 0, 2);
      columns.fill(columns[widthPx + 1]!, widthPx + 2, widthPx + 4);
      for (let x = 0; x < widthPx; x++) {
        const beside = columns[x + 1]! + columns[x + 3]!;
        const sum = columns[x]! + 4 * beside + 6 * columns[x + 2]! + columns[x + 4]!;
        to[c + x] = (sum + half) >>> shift;
      }
    }
  };
  return { smooth8: smoothBy(0), smooth16: smoothBy(8) };
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
