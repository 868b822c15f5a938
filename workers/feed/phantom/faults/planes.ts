/** Where the planes of the phantom's packed I420 frame lie: white light in the left half of each row, NIR in the right. */
import type { PhantomSpec } from '#model/phantom.ts';

/** One plane in the frame's bytes: its first byte, the width of its rows in samples and how many there are. */
export type PlaneAt = { readonly from: number; readonly widthPx: number; readonly heightPx: number };

/** Changes one whole frame in place, as the fault does. `frameIndex` as in `PhantomRenderer`. */
export type Spoil = (bytes: Uint8Array, frameIndex: number) => void;

/** Luma and the two chroma planes, with both channels side by side in each. */
export function planesOf(spec: Pick<PhantomSpec, 'widthPx' | 'heightPx'>): {
  readonly luma: PlaneAt;
  readonly chroma: readonly [PlaneAt, PlaneAt];
} {
  const luma = { from: 0, widthPx: 2 * spec.widthPx, heightPx: spec.heightPx };
  const half = { widthPx: spec.widthPx, heightPx: spec.heightPx / 2 };
  const lumaBytes = luma.widthPx * luma.heightPx;
  return {
    luma,
    chroma: [
      { ...half, from: lumaBytes },
      { ...half, from: lumaBytes + half.widthPx * half.heightPx },
    ],
  };
}

/** All planes of a frame. */
export const everyPlane = (spec: Pick<PhantomSpec, 'widthPx' | 'heightPx'>): readonly PlaneAt[] => {
  const { luma, chroma } = planesOf(spec);
  return [luma, ...chroma];
};

/** Fills one channel's rows of a plane with a code. */
export function fillChannel(
  bytes: Uint8Array,
  plane: PlaneAt,
  by: { readonly channel: 'white' | 'nir'; readonly code: number },
): void {
  const halfPx = plane.widthPx / 2;
  for (let y = 0; y < plane.heightPx; y++) {
    const begin = plane.from + y * plane.widthPx + (by.channel === 'nir' ? halfPx : 0);
    bytes.fill(by.code, begin, begin + halfPx);
  }
}
