/** Rates, losses and age, from timestamps and arrivals. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf } from '#workers/view/fingerprint.ts';
import { createFrameClock } from '#workers/view/frame-clock.ts';

test('a steady feed loses nothing and reports its own rate', () => {
  const clock = createFrameClock(null);
  for (let i = 0; i < 120; i++) {
    clock.arrived(i / 30, 100 + i / 30);
    clock.drawn(100 + i / 30, 100 + i / 30 + 0.004, 100 + i / 30 + 0.012);
  }
  const read = clock.read(100 + 119 / 30);
  expect(read.dropped).toBe(0);
  expect(read.arrivedFps).toBeCloseTo(30, 0);
  expect(read.drawnFps).toBeCloseTo(30, 0);
  expect(read.delayS).toBeCloseTo(0.012, 9);
  expect(read.submitDelayS).toBeCloseTo(0.004, 9);
  expect(read.longestGapS).toBeCloseTo(1 / 30, 9);
});

test('frames missing from the timestamps are counted, with or without an announced rate', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(17.7, 25, 30, 35.4, 60),
      fc.boolean(),
      fc.uniqueArray(fc.integer({ min: 20, max: 190 }), { maxLength: 20 }),
      (fps, isAnnounced, lost) => {
        const clock = createFrameClock(isAnnounced ? fps : null);
        for (let i = 0; i < 200; i++) if (!lost.includes(i)) clock.arrived(i / fps, i / fps);
        expect(clock.read(200 / fps).dropped).toBe(lost.length);
      },
    ),
  );
});

test('a frame that a newer one replaced counts as dropped', () => {
  const clock = createFrameClock(30);
  clock.arrived(0, 0);
  clock.skipped();
  expect(clock.read(0).dropped).toBe(1);
});

test('one changed sample among those read changes the fingerprint, and equal codes do not', () => {
  const planesOf = (samples: Uint8Array<ArrayBuffer>) => ({
    number: 0,
    timestampS: 0,
    arrivedS: 0,
    format: {
      format: 'Y8' as const,
      widthPx: 64,
      heightPx: 64,
      bitDepth: 8,
      colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
    },
    planes: [{ samples, widthPx: 64, heightPx: 64, strideSamples: 64, samplesPerPixel: 1 as const }],
  });
  const samples = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7) & 255);
  const changed = samples.slice();
  changed[2000]! ^= 1;
  expect(fingerprintOf(planesOf(samples.slice()))).toBe(fingerprintOf(planesOf(samples)));
  expect(fingerprintOf(planesOf(changed))).not.toBe(fingerprintOf(planesOf(samples)));
});
