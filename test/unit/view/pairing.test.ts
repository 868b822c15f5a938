/** Two cameras at unequal rates on clocks of their own: which frames are shown together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPairing } from '#workers/view/pairing.ts';

type Frame = {
  readonly id: string;
  readonly trueS: number;
  readonly timestampS: number;
  readonly arrivedS: number;
};

/** Frames of one camera: its own clock starts anywhere, transport takes 20 ms and never less. */
function camera(
  name: string,
  fps: number,
  options: { phaseS: number; epochS: number; jitterS: readonly number[] },
): Frame[] {
  return Array.from({ length: Math.floor(fps * 4) }, (_, i) => {
    const trueS = options.phaseS + i / fps;
    const jitterS = options.jitterS[i % options.jitterS.length]!;
    return { id: `${name}${i}`, trueS, timestampS: trueS + options.epochS, arrivedS: trueS + 0.02 + jitterS };
  });
}

/** Plays both cameras in order of arrival and returns every pair made after the first second. */
function play(nir: readonly Frame[], white: readonly Frame[]) {
  const pairing = createPairing<Frame>();
  const held = new Set<Frame>();
  const pairs: { nir: Frame; white: Frame; skewS: number; available: Frame[] }[] = [];
  const arrivals = [
    ...nir.map(frame => ({ frame, isNir: true })),
    ...white.map(frame => ({ frame, isNir: false })),
  ];
  arrivals.sort((a, b) => a.frame.arrivedS - b.frame.arrivedS);
  for (const { frame, isNir } of arrivals) {
    if (isNir) {
      const pair = pairing.pair(frame, frame.timestampS, frame.arrivedS);
      if (pair && frame.trueS > 1)
        pairs.push({ nir: frame, white: pair.companion, skewS: pair.skewS, available: [...held] });
    } else {
      held.add(frame);
      for (const gone of pairing.offerCompanion(frame, frame.timestampS, frame.arrivedS)) held.delete(gone);
    }
  }
  return { pairs, letGo: pairing.clear(), held };
}

test('NIR at 35.4 and colour at 17.7 frames a second are paired with the nearest colour frame that has come', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      fc.double({ min: -1000, max: 1000, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 0.004, noNaN: true }), { minLength: 5, maxLength: 20 }),
      (phaseS, epochS, jitter) => {
        const nir = camera('n', 35.4, { phaseS: 0, epochS: 0, jitterS: [0, ...jitter] });
        const white = camera('w', 17.7, { phaseS, epochS, jitterS: [0, ...jitter] });
        const { pairs } = play(nir, white);
        expect(pairs.length).toBeGreaterThan(80);
        for (const { nir: n, white: w, skewS, available } of pairs) {
          const bestS = Math.min(...available.map(frame => Math.abs(frame.trueS - n.trueS)));
          // Jitter hides each clock's true offset by less than its own size.
          expect(Math.abs(w.trueS - n.trueS)).toBeLessThanOrEqual(bestS + 0.009);
          expect(Math.abs(skewS - (w.trueS - n.trueS))).toBeLessThanOrEqual(0.0085);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('every companion is handed back once, so that no camera buffer is held for ever', () => {
  const nir = camera('n', 35.4, { phaseS: 0, epochS: 5, jitterS: [0] });
  const white = camera('w', 17.7, { phaseS: 0.01, epochS: -3, jitterS: [0] });
  const { letGo, held } = play(nir, white);
  expect(letGo.length).toBe(3);
  expect(new Set(letGo)).toEqual(held);
});

test('without a companion there is no pair', () => {
  expect(createPairing<string>().pair('n0', 0, 0)).toBeNull();
});
