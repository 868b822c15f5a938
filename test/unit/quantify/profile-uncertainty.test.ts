/** What the profile's own uncertainty does to TBR, against profiles drawn at random within it. */
import { describe, expect, test } from 'vitest';
import { type Field, fieldOf, refOf } from '#model/field.ts';
import { figuresOf, type MeanShifts } from '#model/figures.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Profile, Transfer } from '#model/profile.ts';
import { codeRange, darkLinear, signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import {
  box,
  type CodeRule,
  formatOf,
  frameOf,
  inputsOf,
  measured,
  measuredWith,
  numberOf,
  profileOf,
  region,
} from './frames.ts';

const size = { widthPx: 48, heightPx: 24 };
const format = formatOf('I420', size, { fullRange: false });
const sides = [region('T1', box(0, 0, 24, 24)), region('B1', box(24, 0, 24, 24))];
/** A bright half and a dim one, with noise of ±12 codes. */
const codeOf: CodeRule = (x, y) => (x < 24 ? 150 : 90) + (((x * 7919 + y * 104_729) * 31) % 25) - 12;
const frame = frameOf(format, codeOf);
const flat = fieldOf(
  Float64Array.from({ length: 48 * 24 }, (_, i) => 1.3 - 0.6 * ((i % 48) / 47) + 0.2 * Math.sin(i)),
  48,
  24,
);
const dark = fieldOf(
  Float64Array.from({ length: 48 * 24 }, (_, i) => 0.002 * Math.cos(i / 9)),
  48,
  24,
);

const unstated = { curveCodes: null, gamma: null, darkCodes: null, flatShare: null };
const profile = profileOf({ transfer: { kind: 'power', gamma: 2.2 }, darkCodes: 24 });

function sdOf(change: Partial<Profile>, fields: readonly Field[] = []): number | null {
  return measuredWith(fields, frame, inputsOf(sides, { profile: { ...profile, ...change } })).pairs[0]!
    .tbrProfileSd;
}

const random = createRandom(20_260_101);
/** Standard normal: Box and Muller 1958, doi:10.1214/aoms/1177706645. */
const normal = () =>
  Math.sqrt(-2 * Math.log(random.uniform(1e-9, 1))) * Math.cos(2 * Math.PI * random.uniform(0, 1));

/** TBR's spread over profiles drawn within their uncertainty, from the list of pixels. */
function spreadOf(drawnFrom: Profile, fields: { dark?: Field; flat?: Field } = {}): number {
  const { blackCodes, whiteCodes } = codeRange(format, drawnFrom);
  const { curveCodes, gamma, darkCodes, flatShare } = drawnFrom.uncertainty;
  const places = sides.map((_, side) =>
    Array.from({ length: 24 * 24 }, (_, i) => ({ x: 24 * side + (i % 24), y: Math.floor(i / 24) })),
  );
  const draws = 4000;
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < draws; draw++) {
    const base = drawnFrom.transfer;
    const transfer: Transfer =
      base.kind === 'power' ? { ...base, gamma: base.gamma + (gamma ?? 0) * normal() } : base;
    const drawn = {
      ...drawnFrom,
      transfer,
      darkCodes: drawnFrom.darkCodes! + (darkCodes ?? 0) * normal(),
    };
    const below = darkLinear(format, drawn);
    const [t, b] = places.map(place => {
      const codeError = (curveCodes ?? 0) * normal();
      const flatError = 1 + (flatShare ?? 0) * normal();
      const lightByCode = new Map<number, number>();
      let light = 0;
      for (const { x, y } of place) {
        const code = codeOf(x, y);
        let linear = lightByCode.get(code);
        if (linear === undefined) {
          linear =
            signalToLinear((code + codeError - blackCodes) / (whiteCodes - blackCodes), transfer) - below;
          lightByCode.set(code, linear);
        }
        const at = y * 48 + x;
        const value = ({ low, step, samples }: Field) => low + step * samples[at]!;
        light += (linear - (fields.dark ? value(fields.dark) : 0)) / (fields.flat ? value(fields.flat) : 1);
      }
      return light * flatError;
    });
    const tbr = t! / b!;
    sum += tbr;
    squares += tbr * tbr;
  }
  return Math.sqrt(squares / draws - (sum / draws) ** 2);
}

describe('the uncertainty of TBR from the profile', () => {
  const all = { curveCodes: 0.6, gamma: 0.03, darkCodes: 1.5, flatShare: 0.015 };

  test.each([
    ['dark alone', { ...unstated, darkCodes: 1.5 }],
    ['the exponent alone', { ...unstated, gamma: 0.05 }],
    ['the curve’s residual alone', { ...unstated, curveCodes: 0.8 }],
    ['the flat field alone', { ...unstated, flatShare: 0.02 }],
    ['all of them', all],
  ])('is the spread of TBR over profiles drawn within it: %s', (_, uncertainty) => {
    const drawn = spreadOf({ ...profile, uncertainty });
    expect(Math.abs(sdOf({ uncertainty })! / drawn - 1)).toBeLessThan(0.04);
  });

  test('so it is where fields weigh the pixels', () => {
    const change = { uncertainty: all, darkField: refOf(dark), flatField: refOf(flat) };
    const drawn = spreadOf({ ...profile, ...change }, { dark, flat });
    expect(Math.abs(sdOf(change, [dark, flat])! / drawn - 1)).toBeLessThan(0.04);
    const onlyDark = { uncertainty: all, darkField: refOf(dark) };
    const drawnDark = spreadOf({ ...profile, ...onlyDark }, { dark });
    expect(Math.abs(sdOf(onlyDark, [dark])! / drawnDark - 1)).toBeLessThan(0.04);
  });

  test('so it is through a measured curve', () => {
    const transfer: Transfer = {
      kind: 'table',
      linear: Array.from({ length: 65 }, (_, i) => (i / 64) ** 1.9),
    };
    const change = { transfer, uncertainty: { ...all, gamma: null } };
    expect(Math.abs(sdOf(change)! / spreadOf({ ...profile, ...change }) - 1)).toBeLessThan(0.04);
  });

  test('of a linear camera has a closed form', () => {
    const linear = { transfer: { kind: 'linear' } as const };
    const [t, b] = measured(frame, inputsOf(sides, { profile: { ...profile, ...linear } })).regions;
    const tbr = t!.mean! / b!.mean!;
    const sdLinear = (codes: number) => codes / 219;
    const sd = (change: Partial<Profile['uncertainty']>) =>
      sdOf({ ...linear, uncertainty: { ...unstated, ...change } });
    expect(sd({ darkCodes: 1.5 })).toBeCloseTo((sdLinear(1.5) * (tbr - 1)) / b!.mean!, 12);
    expect(sd({ curveCodes: 0.8 })).toBeCloseTo((sdLinear(0.8) * Math.hypot(1, tbr)) / b!.mean!, 12);
    expect(sd({ flatShare: 0.02 })).toBeCloseTo(tbr * 0.02 * Math.SQRT2, 12);
    expect(sd({ darkCodes: 1.5, curveCodes: 0.8, flatShare: 0.02 })).toBeCloseTo(
      Math.hypot(sd({ darkCodes: 1.5 })!, sd({ curveCodes: 0.8 })!, sd({ flatShare: 0.02 })!),
      12,
    );
  });

  test('is 0 where the profile states 0, and grows in step with what it states', () => {
    expect(sdOf({ uncertainty: { curveCodes: 0, gamma: 0, darkCodes: 0, flatShare: 0 } })).toBe(0);
    for (const key of ['curveCodes', 'gamma', 'darkCodes', 'flatShare'] as const) {
      const once = sdOf({ uncertainty: { ...unstated, [key]: 0.001 } })!;
      expect(sdOf({ uncertainty: { ...unstated, [key]: 0.002 } })! / once, key).toBeCloseTo(2, 5);
    }
    const wild = sdOf({ uncertainty: { ...unstated, gamma: 40 } });
    expect(wild, 'an exponent below nothing gives no nonsense').toBeGreaterThan(0);
  });

  test('a tumour as bright as its background owes nothing to dark, and one of no light still has an uncertainty', () => {
    const shifts = (change: Partial<MeanShifts>): MeanShifts => ({ together: [], apart: [], ...change });
    const pairOf = (tumourMean: number, each: MeanShifts) => {
      const numbers = measured(frame, inputsOf(sides)).regions;
      const [t, b] = [
        { ...numbers[0]!, mean: tumourMean },
        { ...numbers[1]!, mean: 0.2 },
      ];
      const rules = { clippedLimitShare: 0.01, noiseFloorLinear: 0.004, referenceId: null };
      const byId = new Map(sides.map(({ id }) => [id, { shifts: each, noise: null }]));
      return figuresOf([t!, b!], rules, byId).pairs[0]!.tbrProfileSd;
    };
    expect(pairOf(0.2, shifts({ together: [-0.01] }))).toBe(0);
    expect(pairOf(0.2, shifts({ apart: [0.01] }))).toBeCloseTo(0.05 * Math.SQRT2, 14);
    expect(pairOf(0, shifts({ together: [-0.01] }))).toBeCloseTo(0.05, 14);
  });

  test('is not given where there is no TBR, or where the profile states nothing that bears on it', () => {
    expect(sdOf({ uncertainty: unstated })).toBeNull();
    expect(sdOf({ transfer: { kind: 'srgb' }, uncertainty: { ...unstated, gamma: 0.1 } })).toBeNull();
    expect(sdOf({ darkCodes: null, uncertainty: { ...unstated, darkCodes: 1 } })).toBeNull();
    expect(sdOf({ clipCodes: 140, uncertainty: all }), 'withheld: clipped').toBeNull();
    const alone = measured(frame, inputsOf([sides[0]!], { profile: { ...profile, uncertainty: all } }));
    expect(alone.pairs[0]!.tbrProfileSd).toBeNull();
  });

  test('changes no other number', () => {
    const [stated, silent] = [all, unstated].map(uncertainty => {
      const { profileHash, pairs, ...rest } = measured(
        frame,
        inputsOf(sides, { profile: { ...profile, uncertainty } }),
      ) satisfies Measurement;
      return { rest, tbr: numberOf(pairs[0]!.tbr), cnr: numberOf(pairs[0]!.cnr) };
    });
    expect(stated).toEqual(silent);
  });
});
