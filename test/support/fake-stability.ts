/** Stability logs that were made, for tests and pictures of the screen: a case with a lamp, a gain jump, a cable that came off, and a pause. */
import type { StabilityState } from '#conductor/stability-api.ts';
import { countsOf, percentilesOf } from '#model/stability/ages.ts';
import type { StabilityRow } from '#model/stability/row.ts';
import { createRandom } from './random.ts';

/** Nothing live is open. */
export const noStability: StabilityState = {
  of: 'nothing',
  sessionId: null,
  rows: [],
  isGoingOn: false,
  refused: 0,
  isReading: false,
};

/** Seconds since the epoch of the first row. */
const startedAtS = 1_790_000_000;

/** `count` rows of ten seconds; a pause of ten minutes lies behind the 60th. */
export function fakeStabilityRows(count = 90): readonly StabilityRow[] {
  const random = createRandom(11);
  return Array.from({ length: count }, (_, k) => {
    const isBusy = k >= 30 && k < 36;
    const isOff = k === 48;
    const isLit = k >= 20 && k < 33;
    const drawn = isOff ? 0 : isBusy ? 240 : 300;
    const agesMs = Array.from({ length: drawn }, () => {
      const slow = random.uniform(0, 1) > (isBusy ? 0.9 : 0.995);
      const age = random.uniform(9, 16) * (isBusy ? 2.4 : 1) + (slow ? random.uniform(30, 180) : 0);
      return Math.round(age * 100) / 100;
    }).sort((a, b) => a - b);
    return {
      fromS: startedAtS + 10 * k + (k >= 60 ? 600 : 0),
      lastsS: 10,
      delivered: isOff ? 0 : 300,
      drawn,
      dropped: isBusy ? 60 : 0,
      missing: isOff ? 300 : 0,
      held: 0,
      ageMs: percentilesOf(agesMs),
      ageCounts: countsOf(agesMs).map(([step, times]) => [step, times]),
      longestGapS: isOff ? 10 : isBusy ? 0.23 : 0.04,
      gain: isOff ? null : k >= 40 ? 1.26 : 1,
      gainUnseenS: isOff ? 10 : 0,
      ambientCodes: isOff ? null : Math.round((isLit ? 24 : 18.5) + random.uniform(-0.3, 0.3)),
      darkCodes: 16,
      withheldS: isOff ? 10 : 0,
      heldS: 0,
      exposureMs: null,
      iso: null,
      hazards: [
        ...(k === 20 || k === 21
          ? [
              {
                problemId: 'ambient-changed',
                text: 'Ambient light came onto the NIR picture: its darkest part moved by 5.6 codes.',
                fromS: 0,
                toS: 10,
              },
            ]
          : []),
        ...(k === 40 || k === 41
          ? [
              {
                problemId: 'gain-jump',
                text: 'All NIR light became 1.26 times what it was within a second.',
                fromS: k === 40 ? 4 : 0,
                toS: k === 40 ? 10 : 14 - 10,
              },
            ]
          : []),
        ...(isOff
          ? [{ problemId: 'camera-lost', text: 'The camera was unplugged.', fromS: 0, toS: 9.4 }]
          : []),
      ],
    };
  });
}
