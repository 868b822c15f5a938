/** Profiles: curves that invert, files that come back the same or not at all, names of content, and what no longer fits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveSegments, linearToTable, tableToLinear } from '#model/curve-table.ts';
import { fieldOf, refOf } from '#model/field.ts';
import {
  calibrationOf,
  type Profile,
  type ProfileSubject,
  partNames,
  profileFaults,
  profileVersion,
  unknownProfile,
  withOtherScope,
} from '#model/profile.ts';
import { type CalibrationSet, profileFileText, readProfileFile } from '#model/profile-file.ts';
import { hashMark, profileHash } from '#model/profile-hash.ts';
import { profileSchema } from '#model/profile-schema.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';

/** Curves that rise from 0 to 1 in 64 pieces, some of them a thousand times steeper than others. */
const curves = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), {
    minLength: curveSegments,
    maxLength: curveSegments,
  })
  .map(steps => {
    const total = steps.reduce((sum, step) => sum + step, 0);
    let sum = 0;
    const linear = [0, ...steps.map(step => (sum += step / total))];
    return linear.with(-1, 1);
  })
  .filter(linear => linear.every((l, i) => i === 0 || l > linear[i - 1]!));

const flat = fieldOf(
  Array.from({ length: 48 }, (_, i) => 0.8 + i / 100),
  8,
  6,
);
const dark = fieldOf(
  Array.from({ length: 48 }, (_, i) => (i % 7) / 1000 - 0.003),
  8,
  6,
);
const part = { madeAtS: 1000, validUntilS: 5000, residual: 'rms 0.4' };

/** A profile in which everything was measured. */
const measured: Profile = {
  ...unknownProfile,
  id: 'tower-a',
  name: 'Tower A, 30° scope',
  range: 'limited',
  transfer: { kind: 'table', linear: Array.from({ length: 65 }, (_, i) => (i / 64) ** 2.2) },
  darkCodes: 21.37,
  clipCodes: 234,
  darkField: refOf(dark),
  flatField: refOf(flat),
  registration: [1.01, 0.002, 1e-6, -0.003, 0.99, -2e-6, 4.5, -3.25, 1],
  distortion: { k1: -0.08, k2: 0.01 },
  scale: { mmPerPx: 0.21, sdMmPerPx: 0.003 },
  workingDistanceMm: 250,
  uncertainty: { curveCodes: 0.4, gamma: null, darkCodes: 0.1, flatShare: 0.006 },
  madeFor: {
    device: 'Capture card',
    scope: '30°',
    nir: { widthPx: 8, heightPx: 6 },
    scene: { widthPx: 16, heightPx: 12 },
    bitDepth: 8,
  },
  parts: { path: part, dark: part, flat: part, registration: part, scale: part },
};
const whole: CalibrationSet = { profile: measured, fields: [dark, flat] };

describe('a curve given as a table', () => {
  test('inverts, inside and beyond both ends, whatever the table', () => {
    fc.assert(
      fc.property(curves, fc.double({ min: -0.5, max: 1.5, noNaN: true }), (linear, signal) => {
        expect(linearToTable(tableToLinear(signal, linear), linear)).toBeCloseTo(signal, 8);
        expect(tableToLinear(linearToTable(signal, linear), linear)).toBeCloseTo(signal, 8);
      }),
    );
  });

  test('meets its own points, rises everywhere, and is the curve that the others are', () => {
    fc.assert(
      fc.property(curves, linear => {
        const transfer = { kind: 'table', linear } as const;
        for (const [i, light] of linear.entries())
          expect(tableToLinear(i / curveSegments, linear)).toBeCloseTo(light, 12);
        expect(profileSchema.safeParse({ ...unknownProfile, transfer }).success).toBe(true);
        let before = Number.NEGATIVE_INFINITY;
        for (let signal = -0.2; signal < 1.2; signal += 0.003) {
          const light = signalToLinear(signal, transfer);
          expect(light).toBeGreaterThan(before);
          expect(linearToSignal(light, transfer)).toBeCloseTo(signal, 8);
          before = light;
        }
      }),
      { numRuns: 20 },
    );
  });

  test('a straight table is exactly linear', () => {
    const linear = Array.from({ length: 65 }, (_, i) => i / 64);
    for (const signal of [-0.3, 0, 0.1, 0.5, 1, 1.2]) {
      expect(tableToLinear(signal, linear)).toBeCloseTo(signal, 15);
      expect(linearToTable(signal, linear)).toBeCloseTo(signal, 15);
    }
  });

  test('that falls, stands still, is short, or does not end at 1 is refused', () => {
    const straight = Array.from({ length: 65 }, (_, i) => i / 64);
    const wrong = [
      straight.with(10, 0.05),
      straight.with(10, straight[9]!),
      straight.slice(1),
      straight.with(64, 0.99),
      straight.with(0, 0.001),
    ];
    for (const linear of wrong)
      expect(
        profileSchema.safeParse({ ...unknownProfile, transfer: { kind: 'table', linear } }).success,
      ).toBe(false);
  });
});

describe('the name of a profile’s content', () => {
  /** The same object with its keys the other way round, at every depth. */
  const turned = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, inner]) => [key, turned(inner)]),
        )
      : value;

  test('does not depend on the order of keys, but on every value', () => {
    const hash = profileHash(measured);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(profileHash(profileSchema.parse(turned(measured)))).toBe(hash);
    expect(profileHash(structuredClone(measured))).toBe(hash);
    const changes: Partial<Profile>[] = [
      { name: 'Tower A, 30 ° scope' },
      { darkCodes: 21.370000000000005 },
      { darkCodes: null },
      { flatField: null },
      { flatField: refOf(dark) },
      { registration: [1.01, 0.002, 1e-6, -0.003, 0.99, -2e-6, 4.5, -3.25, 1.0000000001] },
      { parts: { ...measured.parts, scale: null } },
    ];
    const hashes = changes.map(change => profileHash({ ...measured, ...change }));
    expect(new Set([hash, ...hashes]).size).toBe(changes.length + 1);
  });

  test('gives recorded frames a mark of 32 bits', () => {
    expect(hashMark(`deadbeef${'0'.repeat(56)}`)).toBe(0xdeadbeef);
    expect(hashMark('0'.repeat(64))).toBe(0);
  });
});

describe('a profile’s file', () => {
  const text = profileFileText(whole);
  /** The file with one thing changed, as a person with an editor would. */
  const edited = (change: (file: { profile: object; fields: object[] }) => void): string => {
    const file: { profile: object; fields: object[] } = JSON.parse(text);
    change(file);
    return JSON.stringify(file);
  };

  test('written and read is the same profile, with its fields, and so is what is written again', () => {
    const read = readProfileFile(text);
    expect(read).toEqual(whole);
    if (typeof read === 'string') throw new Error(read);
    expect(profileFileText(read)).toBe(text);
    expect(readProfileFile(profileFileText({ profile: unknownProfile, fields: [] }))).toEqual({
      profile: unknownProfile,
      fields: [],
    });
  });

  test('of any curve and dark comes back the same', () => {
    fc.assert(
      fc.property(
        curves,
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.string(),
        (linear, darkCodes, name) => {
          const profile: Profile = {
            ...measured,
            name: `p${name}`.slice(0, 200),
            darkCodes: darkCodes === 0 ? 0 : darkCodes,
            transfer: { kind: 'table', linear },
          };
          expect(readProfileFile(profileFileText({ ...whole, profile }))).toEqual({ ...whole, profile });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('of the first version reads as one that never measured what it did not know', () => {
    const { id, name, range, matrix, transfer, darkCodes, clipCodes } = measured;
    const old = {
      ...{ id, name, range, matrix, transfer, darkCodes, clipCodes },
      noiseFloorCodes: 1,
      clippedLimitShare: 0.01,
      registration: measured.registration,
    };
    const parsed = profileSchema.parse(old);
    expect(parsed.version).toBe(1);
    expect([parsed.flatField, parsed.scale, parsed.madeFor, parsed.parts.dark]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    const file = JSON.stringify({
      kind: 'rimlight-calibration',
      hash: profileHash(parsed),
      profile: old,
      fields: [],
    });
    expect(readProfileFile(file)).toEqual({ profile: parsed, fields: [] });
  });

  test('with one changed character is the same profile or a fault, never another profile', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 0, max: 6 }), (at, bit) => {
        const changed = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
        const read = readProfileFile(text.slice(0, at) + changed + text.slice(at + 1));
        if (typeof read === 'string')
          expect(['not-json', 'not-a-profile', 'corrupted', 'newer-version', 'field-missing']).toContain(
            read,
          );
        else expect(read).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  test('that is cut short is no JSON, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 2 }), length => {
        expect(readProfileFile(text.slice(0, length))).toBe('not-json');
      }),
    );
  });

  test('that is other JSON is not a profile', () => {
    for (const other of [
      'null',
      '7',
      '"text"',
      '[]',
      '{}',
      '{"kind":"rimlight-session"}',
      JSON.stringify(measured),
    ])
      expect(readProfileFile(other)).toBe('not-a-profile');
    fc.assert(
      fc.property(fc.json(), other => {
        expect(readProfileFile(other)).toBe('not-a-profile');
      }),
    );
  });

  test('of a later version says so, even where nothing else can be read', () => {
    const later = profileVersion + 1;
    expect(readProfileFile(edited(file => Object.assign(file.profile, { version: later })))).toBe(
      'newer-version',
    );
    expect(readProfileFile(JSON.stringify({ profile: { version: later, curve: 'unheard of' } }))).toBe(
      'newer-version',
    );
  });

  test('whose values were changed by hand is corrupted', () => {
    expect(readProfileFile(edited(file => Object.assign(file.profile, { darkCodes: 20 })))).toBe('corrupted');
    expect(readProfileFile(edited(file => Object.assign(file, { hash: '0'.repeat(64) })))).toBe('corrupted');
    expect(readProfileFile(edited(file => Object.assign(file.fields[0]!, { low: 0.5 })))).toBe('corrupted');
  });

  test('without a field that it refers to, or with it in another size, lacks it', () => {
    expect(readProfileFile(profileFileText({ ...whole, fields: [dark] }))).toBe('field-missing');
    expect(readProfileFile(profileFileText({ ...whole, fields: [] }))).toBe('field-missing');
    const profile = { ...measured, flatField: { ...refOf(flat), widthPx: 6, heightPx: 8 } };
    expect(readProfileFile(profileFileText({ ...whole, profile }))).toBe('field-missing');
  });

  test('whose flat field would divide by zero or less is not a profile', () => {
    for (const low of [0, -0.2]) {
      const wrong = fieldOf([low, 0.5, 1, 1], 2, 2);
      const profile = { ...measured, flatField: refOf(wrong) };
      expect(readProfileFile(profileFileText({ profile, fields: [dark, wrong] }))).toBe('not-a-profile');
    }
  });

  test('with sizes that no camera has, or samples for another size, is refused without taking memory', () => {
    const size = (widthPx: number, heightPx: number) =>
      edited(file => Object.assign(file.fields[0]!, { widthPx, heightPx }));
    expect(readProfileFile(size(1e9, 1e9))).toBe('not-a-profile');
    expect(readProfileFile(size(-8, -6))).toBe('not-a-profile');
    expect(readProfileFile(size(16_384, 16_384))).toBe('corrupted');
    const three = edited(file =>
      Object.assign(file, { fields: [dark, flat, flat].map(f => ({ ...f, samples: '' })) }),
    );
    expect(readProfileFile(three)).toBe('not-a-profile');
  });

  test('with numbers out of range, or a prototype in disguise, is not a profile', () => {
    for (const change of [
      { clippedLimitShare: 2 },
      { darkCodes: -1 },
      { registration: [1, 0, 0] },
      { id: '' },
    ])
      expect(readProfileFile(edited(file => Object.assign(file.profile, change)))).toBe('not-a-profile');
    const disguised = text.replace(
      '"kind": "rimlight-calibration"',
      '"__proto__": {"kind": "rimlight-calibration"}',
    );
    expect(readProfileFile(disguised)).toBe('not-a-profile');
  });
});

describe('what a profile no longer fits', () => {
  const fitting: ProfileSubject = {
    device: 'Capture card',
    nir: { widthPx: 8, heightPx: 6 },
    scene: { widthPx: 16, heightPx: 12 },
    bitDepth: 8,
    nowS: 4000,
  };
  const faultsOf = (change: Partial<ProfileSubject>) => profileFaults(measured, { ...fitting, ...change });

  test('is nothing for its own camera in its time, nor for what is not known yet', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ nir: null, scene: null, bitDepth: null })).toEqual([]);
    expect(profileFaults(unknownProfile, { ...fitting, device: 'anything', nowS: 1e12 })).toEqual([]);
  });

  test.each<[string, Partial<ProfileSubject>, string]>([
    ['another device', { device: 'Other card' }, 'other-device'],
    ['another width', { nir: { widthPx: 9, heightPx: 6 } }, 'other-size'],
    ['another scene', { scene: { widthPx: 16, heightPx: 13 } }, 'other-size'],
    ['another depth', { bitDepth: 10 }, 'other-depth'],
  ])('is said of %s, and its numbers are of another camera', (_, change, kind) => {
    const faults = faultsOf(change);
    expect(faults).toEqual([{ kind }]);
    expect(calibrationOf(measured, false, faults)).toBe('relative, calibration of another camera');
  });

  test('is said of each part whose time is over, and only some of them move ratios', () => {
    expect(faultsOf({ nowS: 5000 })).toEqual([]);
    expect(faultsOf({ nowS: 5001 })).toEqual(partNames.map(name => ({ kind: 'expired', part: name })));
    for (const name of partNames) {
      const profile = { ...measured, parts: { ...unknownProfile.parts, [name]: part } };
      const faults = profileFaults(profile, { ...fitting, nowS: 6000 });
      expect(faults).toEqual([{ kind: 'expired', part: name }]);
      const movesRatios = name === 'path' || name === 'dark' || name === 'flat';
      expect(calibrationOf(profile, false, faults)).toBe(
        movesRatios ? 'relative, calibration expired' : 'calibrated',
      );
    }
  });

  test('what is worse is what is said', () => {
    const both = faultsOf({ device: 'Other card', nowS: 6000 });
    expect(calibrationOf(measured, false, both)).toBe('relative, calibration of another camera');
    expect(calibrationOf(measured, true, both)).toBe('relative, display-referred');
    expect(calibrationOf({ ...measured, darkCodes: null }, false, both)).toBe('relative, uncalibrated');
    expect(calibrationOf({ ...measured, transfer: { kind: 'unknown' } }, false)).toBe(
      'relative, uncalibrated',
    );
    expect(calibrationOf(measured, false)).toBe('calibrated');
  });
});

describe('the same tower with another scope', () => {
  const other = withOtherScope(measured, '0°', 'tower-a-0');

  test('keeps its curve, range and dark, and loses what went through the optics', () => {
    const { transfer, range, darkCodes, darkField, clipCodes } = measured;
    expect(other).toMatchObject({ transfer, range, darkCodes, darkField, clipCodes, id: 'tower-a-0' });
    expect(other.parts).toEqual({ path: part, dark: part, flat: null, registration: null, scale: null });
    expect(other).toMatchObject({ flatField: null, distortion: null, scale: null, workingDistanceMm: null });
    expect(other.registration).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(other.uncertainty).toEqual({ ...measured.uncertainty, flatShare: null });
  });

  test('is named by device and scope, is a profile of its own, and leaves the first as it was', () => {
    const before = profileHash(structuredClone(measured));
    expect(other.name).toBe('Capture card, 0°');
    expect(other.madeFor?.scope).toBe('0°');
    expect(withOtherScope(measured, '', 'x').name).toBe(measured.name);
    expect(withOtherScope(unknownProfile, '0°', 'x').madeFor).toBeNull();
    expect(profileHash(other)).not.toBe(profileHash(measured));
    expect(profileHash(structuredClone(measured))).toBe(before);
    expect(profileSchema.parse(other)).toEqual(other);
  });
});
