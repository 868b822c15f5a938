/** A guided run: what each step puts into the draft, takes back, and leaves for later; nothing outside the draft changes. */
import { describe, expect, test } from 'vitest';
import type {
  CalibrationRun,
  ChartReading,
  CurveFit,
  DarkReading,
  FlatReading,
  Picture,
  RegistrationFit,
} from '#model/calibration.ts';
import {
  acceptCurve,
  acceptDark,
  acceptFlat,
  acceptRegistration,
  acceptScale,
  beginRun,
  finishedProfile,
  isUsable,
  skipStep,
  stepAfter,
} from '#model/calibration-run.ts';
import { fieldOf, refOf } from '#model/field.ts';
import { translation } from '#model/geometry.ts';
import { calibrationOf, profileFaults, unknownProfile, withOtherScope } from '#model/profile.ts';
import { profileSchema } from '#model/profile-schema.ts';

const nowS = 1_790_000_000;
const picture: Picture = { widthPx: 1, heightPx: 1, rgba: new Uint8ClampedArray(4) };
const both = { isOther: false, hasWhite: true, hasNir: true };
const fresh = () => beginRun(unknownProfile, [], both);

const fit: CurveFit = {
  transfer: { kind: 'power', gamma: 2.2 },
  scale: 1,
  pedestal: 0.002,
  darkCodes: 21.4,
  darkSdCodes: 0.2,
  gammaSd: 0.01,
  rmsCodes: 0.31,
  largestCodes: 0.7,
  residuals: [{ point: { light: 0.5, codes: 120, sdCodes: 0.1 }, codes: 0.7 }],
};
const chart: ChartReading = {
  chartToFrame: translation(0, 0),
  blackCodes: 16,
  whiteCodes: 235,
  range: 'limited',
  matrix: 'bt709',
  subsampling: '4:2:0',
  steps: { found: 220, expected: 220 },
  clippedLow: false,
  clippedHigh: true,
  fits: [fit],
  findings: [],
  picture,
};
const darkField = fieldOf([0.001, 0.002, 0.001, 0.004], 2, 2);
const dark: DarkReading = {
  frames: 32,
  darkCodes: 22.1,
  darkSdCodes: 0.05,
  noiseCodes: 1.2,
  structureCodes: 0.4,
  field: darkField,
  findings: [],
  picture,
};
const uniformity = { above60: 1, above80: 1, above90: 0.9, above95: 0.6 };
const flat: FlatReading = {
  frames: 32,
  method: 'smooth',
  field: fieldOf([0.9, 1.1, 1, 1], 2, 2),
  before: { ...uniformity, above80: 0.5 },
  after: uniformity,
  residualShare: 0.008,
  maskedShare: 0.001,
  findings: [],
  pictureBefore: picture,
  pictureAfter: picture,
};
const registration: RegistrationFit = {
  model: 'homography',
  registration: translation(3, -2),
  distortion: null,
  rmsPx: 0.3,
  largestPx: 0.6,
  residuals: [],
  findings: [],
};
const scale = { mmPerPx: 0.2, sdMmPerPx: 0.001, each: [0.2], findings: [] };

const at = (run: CalibrationRun, step: CalibrationRun['step']): CalibrationRun => ({ ...run, step });
const whole = (): CalibrationRun => {
  const curve = acceptCurve({ ...fresh(), chart }, fit, { from: 'path', nowS });
  const darkDone = acceptDark(curve, dark, { usesField: true, nowS });
  const flatDone = acceptFlat(darkDone, flat, nowS);
  return acceptScale(acceptRegistration(flatDone, registration, nowS), scale, nowS);
};

describe('a run', () => {
  test('ends with a profile that holds what every step gave, tied to its camera, and valid for a while', () => {
    const run = whole();
    const profile = finishedProfile(run, {
      id: 'a',
      name: 'Tower A',
      scope: '0° scope',
      subject: {
        device: 'Grabber',
        nir: { widthPx: 2, heightPx: 2 },
        scene: { widthPx: 2, heightPx: 2 },
        bitDepth: 8,
        nowS,
      },
    });
    expect(profileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
    expect(profile).toMatchObject({
      range: 'limited',
      matrix: 'bt709',
      transfer: { kind: 'power', gamma: 2.2 },
      darkCodes: 22.1,
      clipCodes: 235,
      darkField: refOf(darkField),
      flatField: refOf(flat.field),
      registration: translation(3, -2),
      scale: { mmPerPx: 0.2, sdMmPerPx: 0.001 },
      uncertainty: { curveCodes: 0.31, gamma: 0.01, darkCodes: 0.05, flatShare: 0.008 },
      madeFor: { device: 'Grabber', scope: '0° scope', bitDepth: 8 },
    });
    expect(run.fields.map(({ hash }) => hash).toSorted()).toEqual(
      [darkField.hash, flat.field.hash].toSorted(),
    );
    const subject = { device: 'Grabber', nir: null, scene: null, bitDepth: 8, nowS };
    expect(profileFaults(profile, subject)).toEqual([]);
    expect(calibrationOf(profile, false, [])).toBe('calibrated');
    const nextDay = { ...subject, nowS: nowS + 2 * 86_400 };
    expect(profileFaults(profile, nextDay)).toEqual([{ kind: 'expired', part: 'scale' }]);
    expect(calibrationOf(profile, false, profileFaults(profile, nextDay))).toBe('calibrated');
    const nextYear = profileFaults(profile, { ...subject, nowS: nowS + 366 * 86_400 });
    expect(calibrationOf(profile, false, nextYear)).toBe('relative, calibration expired');
  });

  test('leaves the profile it began with untouched', () => {
    const before = JSON.stringify(unknownProfile);
    whole();
    expect(JSON.stringify(unknownProfile)).toBe(before);
  });

  test('begins with nothing where the profile in force was made for another camera', () => {
    const other = { ...unknownProfile, id: 'other', transfer: { kind: 'srgb' } as const };
    expect(beginRun(other, [flat.field], { ...both, isOther: true })).toMatchObject({
      draft: unknownProfile,
      fields: [],
    });
    expect(beginRun(other, [flat.field], both).draft).toBe(other);
  });

  test('leaves out what the source has no use for', () => {
    const nirOnly = beginRun(unknownProfile, [], { ...both, hasWhite: false });
    expect(nirOnly.states.registration).toBe('not-needed');
    expect(stepAfter(at(nirOnly, 'flat'))).toBe('scale');
    expect(stepAfter(at(fresh(), 'flat'))).toBe('registration');
    expect(stepAfter(at(fresh(), 'scale'))).toBe('verdict');
  });
});

describe('a step', () => {
  test('by chart says nothing of the sensor’s dark; by step target it does', () => {
    const byChart = acceptCurve({ ...fresh(), chart }, fit, { from: 'path', nowS }).draft;
    expect([byChart.darkCodes, calibrationOf(byChart, false)]).toEqual([null, 'relative, uncalibrated']);
    const bySteps = acceptCurve(fresh(), fit, { from: 'steps', nowS }).draft;
    expect([bySteps.darkCodes, bySteps.uncertainty.darkCodes, bySteps.range]).toEqual([
      21.4,
      0.2,
      'as-delivered',
    ]);
  });

  test('that is done anew takes back what was made with its old result', () => {
    const again = acceptCurve(whole(), fit, { from: 'path', nowS });
    expect(again.draft).toMatchObject({ flatField: null, darkField: null, darkCodes: null });
    expect(again.states).toMatchObject({ path: 'done', dark: 'to-do', flat: 'to-do', registration: 'done' });
    expect(again.fields).toEqual([]);
    const darker = acceptDark(whole(), dark, { usesField: false, nowS });
    expect(darker.draft).toMatchObject({ flatField: null, darkField: null, darkCodes: 22.1 });
    expect(darker.states.flat).toBe('to-do');
  });

  test.each(['dark', 'flat', 'registration', 'scale'] as const)('%s, when skipped, is as it was', step => {
    const run = skipStep(at(whole(), step));
    expect(run.states[step]).toBe('skipped');
    expect(run.draft.parts[step]).toBeNull();
    const empty = { dark: 'darkCodes', flat: 'flatField', scale: 'scale' } as const;
    if (step === 'registration') expect(run.draft.registration).toEqual(unknownProfile.registration);
    else expect(run.draft[empty[step]]).toBeNull();
    expect(run.fields.every(({ hash }) => JSON.stringify(run.draft).includes(hash))).toBe(true);
  });

  test('takes the flat field with it that was made under it', () => {
    const run = skipStep(at(whole(), 'dark'));
    expect([run.draft.flatField, run.states.flat, run.fields]).toEqual([null, 'to-do', []]);
    expect(skipStep(at(whole(), 'scale')).draft.flatField).toEqual(refOf(flat.field));
  });

  test('of the two that give a curve keeps it when the other is skipped', () => {
    const curve = acceptCurve({ ...fresh(), chart }, fit, { from: 'path', nowS });
    expect(skipStep(at(curve, 'steps')).draft.transfer).toEqual(fit.transfer);
    expect(skipStep(at(curve, 'path')).draft.transfer).toEqual({ kind: 'unknown' });
  });

  test('with a finding that stops it is not usable', () => {
    expect(isUsable(chart)).toBe(true);
    expect(isUsable({ findings: [{ severity: 'caution', id: 'a', words: 'A.' }] })).toBe(true);
    expect(isUsable({ findings: [{ severity: 'stop', id: 'a', words: 'A.' }] })).toBe(false);
  });
});

test('another scope keeps curve and dark, and loses what went through the optics', () => {
  const { draft } = whole();
  const exchanged = withOtherScope(draft, '30° scope', 'b');
  expect(exchanged).toMatchObject({
    transfer: draft.transfer,
    darkCodes: draft.darkCodes,
    darkField: draft.darkField,
    flatField: null,
    registration: unknownProfile.registration,
    scale: null,
    uncertainty: { gamma: 0.01, flatShare: null },
    parts: { flat: null, registration: null, scale: null },
  });
  expect(exchanged.parts.path).toEqual(draft.parts.path);
});
