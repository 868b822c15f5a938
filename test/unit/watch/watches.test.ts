/** Detectors on made signs: hysteresis, clocks, order of frames. */
import { describe, expect, test } from 'vitest';
import { unknownProfile } from '#model/profile.ts';
import { createClockWatch } from '#model/watch/clock-watch.ts';
import { createFlowWatch } from '#model/watch/flow-watch.ts';
import type { FrameSigns } from '#model/watch/frame-signs.ts';
import { createHold } from '#model/watch/hold.ts';
import { createPictureWatch } from '#model/watch/picture-watch.ts';
import { createPlaceWatch } from '#model/watch/place-watch.ts';
import { createRandom } from '#test/support/random.ts';
import { createInOrder } from '#workers/view/in-order.ts';

const light = { p5: 0.2, median: 0.3, p95: 0.65, p995: 0.8, clippedShare: 0, colourfulness: 0.14 };
const usual: FrameSigns = {
  frameNumber: 0,
  timestampS: 0,
  sceneWidthPx: 640,
  white: light,
  colour: null,
  tissueRedness: 0.15,
  sharpness: 0.3,
  nir: { ...light, colourfulness: 0 },
  speedPxPerS: 5,
  agreement: null,
  regions: [],
};
const context = { profile: unknownProfile, fps: 30 };
const noStatistics = { regions: [] };

describe('hysteresis', () => {
  test('a hazard is on after it lasted, off after it was away, and time that ran back starts anew', () => {
    const hold = createHold({ onAfterS: 0.5, offAfterS: 1 });
    expect([0, 0.3, 0.6].map(timeS => hold.see(true, timeS))).toEqual([false, false, true]);
    expect([0.8, 1.5, 1.9].map(timeS => hold.see(false, timeS))).toEqual([true, true, false]);
    expect(hold.see(true, 2)).toBe(false);
    expect(hold.see(true, 1)).toBe(false);
    expect(hold.see(true, 1.4)).toBe(false);
    expect(hold.see(null, 1.5)).toBe(false);
    expect(hold.see(true, 1.6)).toBe(true);
  });
});

describe('the picture', () => {
  test('black is told once it lasts, and is over when the picture is back', () => {
    const watch = createPictureWatch();
    const none = { p5: 0, median: 0, p95: 0, p995: 0, clippedShare: 0, colourfulness: 0 };
    const see = (timestampS: number, isBlack: boolean) =>
      watch.see(
        { ...usual, timestampS, ...(isBlack && { white: none, nir: none }) },
        { isDisplayReferred: false, whiteIsGlare: true },
      );
    expect([0, 0.2].map(at => see(at, false))).toEqual([null, null]);
    expect(see(0.4, true), 'one bad frame is none').toBeNull();
    expect(see(0.6, true)).toBe('picture-black');
    expect([0.8, 1, 1.2].map(at => see(at, false)).at(-1)).toBeNull();
  });

  test('a vendor’s coloured NIR is not taken for white light', () => {
    const watch = createPictureWatch();
    const seen = [0, 0.2, 0.4, 0.6].map(timestampS =>
      watch.see(
        { ...usual, timestampS, white: { ...light, colourfulness: 0 }, nir: light },
        { isDisplayReferred: true, whiteIsGlare: true },
      ),
    );
    expect(seen).toEqual([null, null, null, null]);
  });

  test('dye that washes out slowly is no excitation that went off', () => {
    const watch = createPictureWatch();
    const seen = Array.from({ length: 100 }, (_, i) => {
      const share = Math.exp(-i / 25);
      const nir = { ...light, colourfulness: 0, p5: 0.1, p995: 0.1 + 0.6 * share };
      return watch.see(
        { ...usual, timestampS: i * 0.2, nir },
        { isDisplayReferred: false, whiteIsGlare: true },
      );
    });
    expect(seen.every(each => each === null)).toBe(true);
  });
});

describe('where things lie', () => {
  test('a shift along the line between the lenses is one of distance, another is not', () => {
    const profile = {
      ...unknownProfile,
      workingDistanceMm: 250,
      registration: [1, 0, 0, 0, 1, 0, 12, 0, 1] as const,
    };
    const kinds = (dxPx: number, dyPx: number) => {
      const watch = createPlaceWatch();
      const agreement = { dxPx, dyPx, gain: 0.2 };
      const hazards = [0, 0.9, 1.8].map(timestampS =>
        watch.see({ ...usual, timestampS, agreement }, noStatistics, { profile, fps: 30 }),
      );
      return hazards.at(-1);
    };
    expect(kinds(-14, 1)).toEqual([{ kind: 'misregistered', px: Math.hypot(14, 1), isDistance: true }]);
    expect(kinds(1, 14)).toEqual([{ kind: 'misregistered', px: Math.hypot(14, 1), isDistance: false }]);
    expect(kinds(4, 2)).toEqual([]);
  });

  test('a region that lies outside by a fifth is told with its share, one at the edge is not', () => {
    const watch = createPlaceWatch();
    const region = (id: string, outsideShare: number) => ({ id, role: 'tumour', outsideShare });
    const see = (timestampS: number) =>
      watch.see(
        { ...usual, timestampS },
        // Only these three are read of a region's statistics.
        { regions: [region('T1', 0.2), region('T2', 0.01)] as never },
        context,
      );
    expect([0, 0.5, 1].map(see).at(-1)).toEqual([{ kind: 'region-out-of-frame', id: 'T1', share: 0.2 }]);
  });

  test('motion is measured against the smallest region', () => {
    const see = (sizePx: number) => {
      const watch = createPlaceWatch();
      const region = { id: 'T1', role: 'tumour', median: 0.4, redness: 0.1, brightShare: 0, sizePx } as const;
      return [0, 0.2, 0.4].map(
        timestampS =>
          watch.see({ ...usual, timestampS, speedPxPerS: 150, regions: [region] }, noStatistics, context)
            .length,
      );
    };
    expect(see(30)).toEqual([0, 1, 1]);
    expect(see(80)).toEqual([0, 0, 0]);
  });
});

describe('frames', () => {
  const strips = (frame: number, oldFrom = 24) =>
    Array.from({ length: 24 }, (_, i) => (i < oldFrom ? frame : frame - 1) * 100 + i);

  test('an even 25 pictures in 50 frames is silent, 8 in 30 are told', () => {
    const even = createFlowWatch();
    const uneven = createFlowWatch();
    const told = Array.from({ length: 200 }, (_, i) => even.see(strips(Math.floor(i / 2)), i / 50).length);
    expect(Math.max(...told)).toBe(0);
    const late = Array.from({ length: 120 }, (_, i) => uneven.see(strips(Math.floor(i / 4)), i / 30));
    expect(late.at(-1)).toEqual(['frames-repeated']);
  });

  test('black bars of every frame are no torn frames', () => {
    const watch = createFlowWatch();
    const told = Array.from({ length: 300 }, (_, i) =>
      watch.see(
        Array.from({ length: 24 }, (_, strip) => (strip < 3 ? 7 : i * 100 + strip)),
        i / 30,
      ),
    );
    expect(told.flat()).toEqual([]);
  });

  test('a codec that leaves blocks here and there as they were makes no torn frames, a torn camera does', () => {
    const coded = createFlowWatch();
    const torn = createFlowWatch();
    const random = createRandom(7);
    let shown = Array.from({ length: 24 }, (_, strip) => strip);
    const told = Array.from({ length: 300 }, (_, i) => {
      // Now and then only a run at the edge stays, as if it were torn.
      shown = shown.map((old, strip) =>
        random.uniform(0, 1) < 0.3 || (i % 5 === 0 && strip > 18) ? old : 100 * (i + 1) + strip,
      );
      return coded.see(shown, i / 30);
    });
    expect(told.flat()).toEqual([]);
    const late = Array.from({ length: 120 }, (_, i) =>
      torn.see(strips(i + 1, i % 3 === 0 ? 10 : 24), i / 30),
    );
    expect(late.at(-1)).toEqual(['frames-torn']);
  });

  test('a picture that was frozen and goes on is not told as one that repeats', () => {
    const watch = createFlowWatch();
    const told = Array.from({ length: 240 }, (_, i) => watch.see(strips(i > 60 && i < 120 ? 60 : i), i / 30));
    expect(told.flat()).toEqual([]);
  });

  test('older frames never pass, a clock that starts anew does', () => {
    const order = createInOrder();
    const passed: number[] = [];
    let newest = -1;
    for (let i = 0; i < 60; i++) {
      const frame = i % 3 === 2 ? i - 2.5 : i;
      if (order.accepts(frame / 30, i / 30)) passed.push(frame);
      newest = Math.max(newest, frame);
    }
    expect(passed.every((frame, i) => i === 0 || frame > passed[i - 1]!)).toBe(true);
    expect(order.isHappening(2)).toBe(true);
    expect(order.isHappening(6)).toBe(false);
    expect(order.accepts(0, 6), 'far back').toBe(true);
    expect(order.accepts(-0.1, 6.1)).toBe(false);
    expect(order.accepts(-0.05, 6.5), 'nothing newer for long').toBe(true);
  });
});

describe('the clock', () => {
  test('a machine that slept and a clock that was set are told, a late timer is not', () => {
    const watch = createClockWatch();
    expect(watch.see(1000, 0, true)).toBeNull();
    expect(watch.see(1001, 1, true)).toBeNull();
    expect(watch.see(1061, 61, true), 'a hidden page’s timer').toBeNull();
    expect(watch.see(4661, 62, true), 'the monotonic clock stood still').toEqual({
      kind: 'slept',
      forS: 3600,
    });
    expect(watch.see(4662, 63, true)).toBeNull();
    expect(watch.see(4673, 64, true)).toEqual({ kind: 'set', byS: 10 });
  });

  test('a page that is seen is never held back: what did not run there for ten seconds slept', () => {
    const watch = createClockWatch();
    expect(watch.see(1000, 0, true)).toBeNull();
    expect(watch.see(1030, 30, false), 'it was hidden until now').toBeNull();
    expect(watch.see(1034, 34, false), 'busy').toBeNull();
    expect(watch.see(1046, 46, false)).toEqual({ kind: 'slept', forS: 12 });
  });
});
