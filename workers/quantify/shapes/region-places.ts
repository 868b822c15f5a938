/** Where regions lie on the picture: their pixels, and which pixels may be signal. Kept until a shape or the mapping changes. */
import { compose, type Homography } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';
import type { Sensor } from '../sensor.ts';
import { clipToSensor, type Spans, spansOf, subtract } from '../spans.ts';
import type { BitPlane, Kernels } from './kernels.ts';
import type { LightPicture } from './picture.ts';

/** Pixels that may be signal. */
export type Allowed = {
  /** Null: all. */
  readonly plane: BitPlane | null;
  readonly spans: Spans;
  /** x, y, x, y … of allowed pixels beside one that is not: signal may have been cut off there. */
  readonly cut: Int32Array<ArrayBuffer>;
};

/** `at`: the picture's place on the sensor. */
export type RegionPlaces = {
  /** The pixels of `shape` on the picture, by row, then column. */
  spansOf(shape: Shape): Spans;
  /** The pixels inside `inside` (null: everywhere) and in none of `leaks`. */
  pixelsOf(inside: Shape | null, leaks: readonly Shape[]): Spans;
  /** Those pixels as the segmenter needs them. `slot`: two may be held at a time. */
  allowedOf(slot: 'edge' | 'everywhere', inside: Shape | null, leaks: readonly Shape[]): Allowed;
};

const shapesKept = 32;

const nirToPlane = (stepPx: 1 | 2): Homography =>
  stepPx === 1 ? [1, 0, 0, 0, 1, 0, 0, 0, 1] : [0.5, 0, 0, 0, 0.5, 0, -0.25, -0.25, 1];

/** Spans and bit planes of the frames of one camera. */
export function createRegionPlaces(): (
  sensor: Sensor,
  picture: LightPicture,
  kernels: Kernels,
) => RegionPlaces {
  let spansByKey = new Map<string, Spans>();
  const shapeKeys = new WeakMap<Shape, string>();
  const slotsOf = new WeakMap<Kernels, Map<string, { key: string; plane: BitPlane; allowed: Allowed }>>();

  const keyOf = (shape: Shape): string => {
    const key = shapeKeys.get(shape) ?? JSON.stringify(shape);
    shapeKeys.set(shape, key);
    return key;
  };

  return ({ sceneToSensor }, picture, kernels) => {
    const { widthPx, heightPx, stepPx } = picture;
    const mapping = {
      ...sceneToSensor,
      homography: compose(nirToPlane(stepPx), sceneToSensor.homography),
    };
    const place = JSON.stringify([mapping, widthPx, heightPx]);
    const keyOfAll = (inside: Shape | null, leaks: readonly Shape[]) =>
      [place, inside ? keyOf(inside) : null, ...leaks.map(keyOf)].join();

    const kept = (key: string, make: () => Spans): Spans => {
      const known = spansByKey.get(key);
      if (known) return known;
      const spans = make();
      if (spansByKey.size >= shapesKept) spansByKey = new Map();
      spansByKey.set(key, spans);
      return spans;
    };
    const find = (shape: Shape): Spans =>
      kept(place + keyOf(shape), () => clipToSensor(spansOf(shape, mapping, picture), picture));
    const pixelsOf: RegionPlaces['pixelsOf'] = (inside, leaks) =>
      kept(keyOfAll(inside, leaks), () =>
        leaks.map(find).reduce(subtract, inside ? find(inside) : everywhere(widthPx, heightPx)),
      );

    return {
      spansOf: find,
      pixelsOf,
      allowedOf(slot, inside, leaks) {
        let slots = slotsOf.get(kernels);
        if (!slots) {
          slots = new Map();
          slotsOf.set(kernels, slots);
        }
        const key = keyOfAll(inside, leaks);
        const known = slots.get(slot);
        if (known?.key === key) return known.allowed;
        const spans = pixelsOf(inside, leaks);
        const wordsPerRow = Math.ceil(widthPx / 32);
        const plane = known?.plane ?? kernels.arena.words(wordsPerRow * heightPx);
        const isAll = !inside && leaks.length === 0;
        if (!isAll) fillBits(plane, spans, wordsPerRow);
        const allowed: Allowed = {
          plane: isAll ? null : plane,
          spans,
          cut: isAll ? new Int32Array() : cutPixels(plane, spans, picture),
        };
        slots.set(slot, { key, plane, allowed });
        return allowed;
      },
    };
  };
}

function everywhere(widthPx: number, heightPx: number): Spans {
  const spans = new Int32Array(3 * heightPx);
  for (let y = 0; y < heightPx; y++) {
    spans[3 * y] = y;
    spans[3 * y + 2] = widthPx;
  }
  return spans;
}

function fillBits(plane: BitPlane, spans: Spans, wordsPerRow: number): void {
  plane.fill(0);
  for (let i = 0; i < spans.length; i += 3) {
    const row = spans[i]! * wordsPerRow;
    const x0 = spans[i + 1]!;
    const last = spans[i + 2]! - 1;
    const from = x0 >> 5;
    const to = last >> 5;
    const head = 0xffffffff << (x0 & 31);
    const tail = 0xffffffff >>> (31 - (last & 31));
    if (from === to) plane[row + from]! |= head & tail;
    else {
      plane[row + from]! |= head;
      plane.fill(0xffffffff, row + from + 1, row + to);
      plane[row + to]! |= tail;
    }
  }
}

/** What lies beyond the picture cuts nothing off: nothing is known there. */
function cutPixels(
  plane: BitPlane,
  spans: Spans,
  { widthPx, heightPx }: Pick<LightPicture, 'widthPx' | 'heightPx'>,
): Int32Array<ArrayBuffer> {
  const words = Math.ceil(widthPx / 32);
  const lastBit = 1 << ((widthPx - 1) & 31);
  const found: number[] = [];
  let from = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i]!;
    // Two runs may share a word: it is looked at once.
    const first = y * words + (spans[i + 1]! >> 5);
    const last = y * words + ((spans[i + 2]! - 1) >> 5);
    for (let at = Math.max(from, first); at <= last; at++) {
      const column = at - y * words;
      const own = plane[at]!;
      const left = (own << 1) | (column === 0 ? 1 : plane[at - 1]! >>> 31);
      const right = (own >>> 1) | (column === words - 1 ? lastBit : plane[at + 1]! << 31);
      const up = y === 0 ? -1 : plane[at - words]!;
      const down = y === heightPx - 1 ? -1 : plane[at + words]!;
      // Most of a region lies in the middle of it.
      if ((own & left & right & up & down) === -1) continue;
      for (let cut = own & ~(left & right & up & down); cut !== 0; cut &= cut - 1)
        found.push(32 * column + 31 - Math.clz32(cut & -cut), y);
    }
    from = last + 1;
  }
  // Not `from`, which asks an iterator for each of them.
  return new Int32Array(found);
}
