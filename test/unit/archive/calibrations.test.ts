/** Profiles kept on disk: what was saved is what comes back, and what is damaged is left out instead of trusted. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { calibrationArchive } from '#archive/calibrations.ts';
import { fieldOf, refOf } from '#model/field.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { type CalibrationSet, readProfileFile } from '#model/profile-file.ts';
import { profileHash } from '#model/profile-hash.ts';
import { memoryFolder } from './memory-folder.ts';

const flat = fieldOf(
  Float64Array.from({ length: 12 }, (_, i) => 0.8 + i / 30),
  4,
  3,
);
const setOf = (change: Partial<Profile>): CalibrationSet => ({
  profile: { ...unknownProfile, ...change },
  fields: [],
});
const tower: CalibrationSet = {
  profile: {
    ...unknownProfile,
    id: 'tower',
    name: 'Tower A',
    flatField: refOf(flat),
    parts: {
      ...unknownProfile.parts,
      flat: { madeAtS: 2000, validUntilS: 9000, residual: '0.8 %' },
    },
  },
  fields: [flat],
};

function disk() {
  const root = memoryFolder();
  const folder = () => root.folders.get('calibrations')!;
  return { root, archive: calibrationArchive(async () => root), files: () => folder().files };
}

test('what was saved is listed, newest first, with its fields, and its text is the file that is exported', async () => {
  const { archive } = disk();
  const older = setOf({ id: 'older', name: 'Older' });
  await archive.save(older);
  await archive.save(tower);
  expect(await archive.list()).toEqual([tower, older]);
  const text = await archive.text(profileHash(tower.profile));
  expect(readProfileFile(text!)).toEqual(tower);
  await archive.remove(profileHash(tower.profile));
  await archive.remove(profileHash(tower.profile));
  expect(await archive.list()).toEqual([older]);
  expect(await archive.text(profileHash(tower.profile))).toBeNull();
});

test('a damaged file is left out of the list, and is still there', async () => {
  const { archive, files } = disk();
  await archive.save(tower);
  await archive.save(setOf({ id: 'other' }));
  const name = `${profileHash(tower.profile)}.json`;
  const bytes = files().get(name)!;
  bytes[new TextDecoder().decode(bytes).indexOf('Tower A')]! ^= 1;
  expect((await archive.list()).map(({ profile }) => profile.id)).toEqual(['other']);
  expect(files().has(name)).toBe(true);
});

test('a run that was left comes back with its fields; half of one is none', async () => {
  const { archive, files } = disk();
  const extra = z.object({ step: z.string() });
  expect(await archive.readDraft(extra)).toBeNull();
  await archive.writeDraft(tower, { step: 'flat' });
  expect(await archive.readDraft(extra)).toEqual({ set: tower, extra: { step: 'flat' } });
  expect(await archive.readDraft(z.object({ step: z.number() }))).toBeNull();
  expect(await archive.list()).toEqual([]);
  files().set('draft.json', files().get('draft.json')!.slice(0, 200));
  expect(await archive.readDraft(extra)).toBeNull();
  await archive.removeDraft();
  await archive.removeDraft();
  expect(files().has('draft.json')).toBe(false);
});

test('a full disk is told with a tip, and what was there stays', async () => {
  const { archive, root } = disk();
  await archive.save(setOf({ id: 'first' }));
  const folder = root.folders.get('calibrations')!;
  const full = calibrationArchive(async () => ({
    ...root,
    folder: async () => ({
      ...folder,
      replace: () => Promise.reject(new DOMException('The quota has been exceeded.', 'QuotaExceededError')),
    }),
  }));
  await expect(full.save(tower)).rejects.toMatchObject({
    problem: { id: 'calibration-not-kept', text: 'The storage is full; the calibration was not kept.' },
  });
  expect((await archive.list()).map(({ profile }) => profile.id)).toEqual(['first']);
});
