/**
 * The phantom's camera with one thing wrong. Holds nothing that must be disposed of, and makes nothing before a fault is provoked: without
 * one the phantom renders into its own bytes and never comes here.
 */
import type { PhantomFault, PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import type { PhantomRenderer } from '../render.ts';
import { everyPlane, type Spoil } from './planes.ts';
import { halve, halvedSize } from './shape.ts';
import { spoils } from './spoils.ts';
import { newShare } from './timing.ts';

/** One frame as it leaves the camera: packed I420, valid until the next. */
type FaultyFrame = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
};

export type FaultyCamera = {
  /** Frame `frameIndex` with what is wrong in its codes. */
  render(frameIndex: number, target: PhantomTarget): FaultyFrame;
};

/** The camera from the moment on in which `fault` begins. */
export function createFaultyCamera(
  spec: PhantomSpec,
  renderer: PhantomRenderer,
  fault: PhantomFault,
): FaultyCamera {
  const planes = everyPlane(spec);
  const spoil: Spoil = spoils[fault]?.(spec) ?? (() => undefined);
  const fresh = new Uint8Array(renderer.totalBytes);
  const sent = new Uint8Array(renderer.totalBytes);
  let count = 0;
  const tornPairs = (share: number): number => Math.round((share * spec.heightPx) / 2);
  return {
    render(frameIndex, target) {
      const share = newShare(fault, count++);
      if (share > 0) {
        renderer.render(frameIndex, fresh, target);
        spoil(fresh, frameIndex);
        for (const { from, widthPx, heightPx } of planes) {
          // Two rows of luma to one of chroma: the tear is at the same height in both.
          const rows = share === 1 ? heightPx : (heightPx / spec.heightPx) * 2 * tornPairs(share);
          sent.set(fresh.subarray(from, from + rows * widthPx), from);
        }
      }
      if (fault === 'wrong-size') {
        const size = halvedSize(spec);
        return { bytes: halve(spec, sent, fresh), widthPx: size.widthPx, heightPx: size.heightPx };
      }
      return { bytes: sent, widthPx: renderer.widthPx, heightPx: renderer.heightPx };
    },
  };
}
