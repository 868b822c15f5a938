/** Kernels for the sizes in use: full and half resolution of one camera. An older size gives its memory back. */
import type { SizePx } from '#model/geometry.ts';
import { createKernels } from './create-kernels.ts';
import type { Kernels } from './kernels.ts';

const sizesKept = 2;

/** `wasm` null: the twins in plain TypeScript. */
export function kernelsBySize(wasm: Uint8Array<ArrayBuffer> | null): (size: SizePx) => Kernels {
  let kept: readonly Kernels[] = [];
  return size => {
    const known = kept.find(
      ({ size: { widthPx, heightPx } }) => widthPx === size.widthPx && heightPx === size.heightPx,
    );
    const kernels = known ?? createKernels(size, wasm);
    kept = [kernels, ...kept.filter(other => other !== kernels)].slice(0, sizesKept);
    return kernels;
  };
}
