/** Replay follows what was recorded until the user changes something, and leaves the user's own case untouched. */

import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CaseState } from '#conductor/api.ts';
import { createFollowing } from '#conductor/following.ts';
import { createRegions } from '#conductor/regions.ts';
import { createSceneKeeper } from '#conductor/scene.ts';
import { noAnalysis } from '#model/analysis.ts';
import { type Case, emptyCase } from '#model/case-strip.ts';
import { defaultLayout } from '#model/default-layout.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { SessionEvent } from '#model/event.ts';
import { fieldOf, fieldToJson } from '#model/field.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';

const own: Case = { ...emptyCase, label: 'K-017' };
const recorded: Case = { ...emptyCase, label: 'K-001' };
const happened = { atS: 0, frameNumber: 0 };
const events = (windowHigh: number): readonly SessionEvent[] => [
  { type: 'case', ...happened, case: recorded },
  { type: 'display', ...happened, display: { ...defaultDisplay, windowHigh }, view: defaultView },
];

function house() {
  const scene = createSceneKeeper();
  const regions = createRegions(() => 0);
  const caseStore = createStore<CaseState>(() => ({ case: own }));
  const learnt: string[] = [];
  const following = createFollowing({
    scene,
    regions,
    analysing: { recall: () => undefined },
    caseStore,
    learnKeyFrame: () => undefined,
    recallBlanks: () => undefined,
    learnFields: fields => void learnt.push(...fields.map(({ hash }) => hash)),
  });
  return {
    following,
    learnt,
    calibration: () => scene.store.getState().calibration,
    choose: scene.commands.setProfile,
    label: () => caseStore.getState().case.label,
    high: () => scene.store.getState().display.windowHigh,
  };
}

test('a recorded case is shown while its recording is, and the own one stands again afterwards', () => {
  const { following, label } = house();
  following.begin(true);
  expect(following.isReplaying()).toBe(true);
  following.apply(events(0.5));
  expect(label()).toBe('K-001');
  following.begin(true);
  following.apply(events(0.5));
  following.begin(false);
  expect(label()).toBe('K-017');
  expect(following.isReplaying()).toBe(false);
});

test('recorded settings hold until the user changes one', () => {
  const { following, high } = house();
  following.begin(true);
  following.apply(events(0.5));
  expect(high()).toBe(0.5);
  following.settingChanged();
  following.apply(events(0.9));
  expect(high()).toBe(0.5);
});

test('a live feed follows no record', () => {
  const { following, label, high } = house();
  following.begin(false);
  following.apply(events(0.9));
  expect([label(), high()]).toEqual(['K-017', defaultDisplay.windowHigh]);
});

test('a profile that has expired since is what it was when it was recorded, until the user chooses', () => {
  const { following, calibration, choose } = house();
  const part = { madeAtS: 1000, validUntilS: 2000, residual: '' };
  const profile: Profile = {
    ...unknownProfile,
    transfer: { kind: 'srgb' },
    darkCodes: 18,
    parts: { ...unknownProfile.parts, path: part },
  };
  const inputs = {
    revision: 1,
    layout: defaultLayout(1, null),
    profile,
    regions: [],
    referenceId: null,
    keyFrame: null,
    specular: null,
    analysis: noAnalysis,
  };
  following.begin(true);
  following.apply([{ type: 'inputs', ...happened, inputs: { ...inputs, faults: [] } }]);
  expect(calibration()).toBe('calibrated');
  choose(profile);
  expect(calibration()).toBe('relative, calibration expired');
});

test('recorded per-pixel data is learnt before the profile that needs it', () => {
  const { following, learnt } = house();
  const field = fieldToJson(fieldOf([1, 2, 3, 4], 2, 2));
  following.begin(true);
  following.apply([{ type: 'fields', ...happened, fields: [field] }]);
  expect(learnt).toEqual([field.hash]);
});
