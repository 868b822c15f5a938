/** What goes wrong in a calibration is refused with a sentence that helps, and nothing is half in force. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import type { SessionManifest } from '#archive/format.ts';
import { fieldOf, refOf } from '#model/field.ts';
import type { Measurement } from '#model/measurement.ts';
import type { PhantomTarget } from '#model/phantom.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { profileFileText } from '#model/profile-file.ts';
import { hashMark, profileHash } from '#model/profile-hash.ts';
import {
  debugUrl,
  drawCircle,
  framesGoBy,
  inTemporaryFolder,
  numbersShownOf,
  until,
  waitForState,
} from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import {
  accept,
  beginCalibration,
  calibratingOf,
  markLength,
  markPair,
  phantomNamed,
  profileOf,
  putBefore,
  read,
} from '../support/calibrate-driver.ts';
import { trueCircles, trueGrid, trueTick } from '../support/phantom-truth.ts';

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

const spec = phantomNamed('sarcoma-bed');

async function start(): Promise<Page> {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  return page;
}

const show = async (page: Page, target: PhantomTarget) => {
  await page.evaluate(`rimlight.commands.calibrate.show(${JSON.stringify(target)})`);
  await framesGoBy(page);
};
const refusedOf = async (page: Page) => (await calibratingOf(page)).refused;
const isAcceptable = (page: Page) => page.getByRole('button', { name: /^Accept/ }).isEnabled();
const goTo = (page: Page, step: string) => page.evaluate(`rimlight.commands.calibrate.goTo('${step}')`);
/** What is kept on this device under `calibrations`. */
const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(`(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('calibrations', { create: true });
    const names = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  })()`);

/** The different marks that the frames of a session's first chunk carry, by the format's own description. */
const marksOf = (page: Page, sessionId: string): Promise<number[]> =>
  page.evaluate(`(async () => {
    const root = await navigator.storage.getDirectory();
    const sessions = await root.getDirectoryHandle('sessions');
    const session = await sessions.getDirectoryHandle(${JSON.stringify(sessionId)});
    const file = await (await session.getFileHandle('records-0001.rlr')).getFile();
    const view = new DataView(await file.arrayBuffer());
    const marks = new Set();
    for (let at = 0; at + 128 <= view.byteLength; ) {
      if (view.getUint8(at + 12) === 1) marks.add(view.getUint32(at + 28, true));
      at += 128 + Math.ceil(view.getUint32(at + 56, true) / 16) * 16;
    }
    return [...marks];
  })()`);

test('What cannot be read is refused with the reason, cannot be accepted, and leaves no trace', async () => {
  const page = await start();
  const before = await profileOf(page);
  await beginCalibration(page);

  // No chart in the picture.
  await read(page, /^Read the chart/);
  expect(await refusedOf(page)).toMatchObject({ id: 'chart-not-found' });
  expect(await page.getByRole('alert').filter({ hasText: /chart/i }).count()).toBeGreaterThan(0);

  // A dark with the light on.
  await goTo(page, 'dark');
  await show(page, { kind: 'uniform', radiance: 0.5 });
  await read(page, /^Read the dark/);
  expect((await calibratingOf(page)).run?.dark?.findings.some(({ severity }) => severity === 'stop')).toBe(
    true,
  );
  expect(await isAcceptable(page)).toBe(false);
  await show(page, { kind: 'cap' });
  await read(page, /^Read the dark again/);
  expect(await isAcceptable(page)).toBe(true);
  await accept(page);

  // A flat field that is clipped, one that is no even target, and one whose light changes while it is read.
  await goTo(page, 'flat');
  const stopsOf = async () =>
    (await calibratingOf(page)).run?.flat?.findings.filter(({ severity }) => severity === 'stop') ?? [];
  for (const target of [{ kind: 'uniform', radiance: 2 }, { kind: 'tissue' }] as const) {
    await show(page, target);
    await read(page, /^Read the target/);
    const refusal = await refusedOf(page);
    expect(refusal !== null || (await stopsOf()).length > 0, target.kind).toBe(true);
    expect(refusal !== null || !(await isAcceptable(page)), target.kind).toBe(true);
  }
  await show(page, { kind: 'uniform', radiance: 0.4 });
  const reading = read(page, /^Read the target/);
  await until(page, 'rimlight.stores.calibrating.getState().busy?.share > 0.3');
  await show(page, { kind: 'uniform', radiance: 0.5 });
  await reading;
  expect((await refusedOf(page)) !== null || (await stopsOf()).length > 0).toBe(true);

  // Points on a line, then crossed ones.
  await goTo(page, 'registration');
  await show(page, { kind: 'grid' });
  await read(page, /^Take pictures/);
  const dots = trueGrid(spec);
  for (const index of [0, 2, 4, 6]) await markPair(page, dots[index]!);
  expect(await refusedOf(page)).not.toBeNull();
  expect(await isAcceptable(page)).toBe(false);
  const [a, b, c, d] = [dots[0]!, dots[6]!, dots[28]!, dots[34]!];
  const crossed = [a, b, { white: c.white, nir: d.nir }, { white: d.white, nir: c.nir }];
  await page.evaluate(`rimlight.commands.calibrate.setPairs(${JSON.stringify(crossed)}, false)`);
  expect(await refusedOf(page)).not.toBeNull();
  expect(await isAcceptable(page)).toBe(false);

  // A ruler of no length.
  await goTo(page, 'scale');
  await show(page, { kind: 'ruler' });
  await read(page, /^Take a/);
  await page.getByLabel('Length of the next mark, mm').fill('0');
  await markLength(page, trueTick(spec, 0), trueTick(spec, 20));
  expect(await refusedOf(page)).not.toBeNull();
  expect(await isAcceptable(page)).toBe(false);

  // Nothing of all this is in force, and discarding leaves nothing behind.
  expect(await profileOf(page)).toEqual(before);
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await until(page, 'rimlight.stores.calibrating.getState().run === null');
  await until(
    page,
    "!rimlight.stores.calibrating.getState().canResume && !document.querySelector('.undo-line')",
  );
  await page.waitForTimeout(300);
  expect(await profileOf(page)).toEqual(before);
  expect(await keptFiles(page)).toEqual([]);
});

test('A run that was left is resumed where it was, also after the page died', async () => {
  const page = await start();
  await beginCalibration(page);
  await putBefore(page, 'The chart');
  await read(page, /^Read the chart/);
  await accept(page);
  await page.getByRole('button', { name: /^Skip/ }).click();
  await page.getByRole('button', { name: /^Leave/ }).click();
  await until(page, 'rimlight.stores.calibrating.getState().canResume');
  await page.waitForTimeout(300);
  await page.reload();
  await waitForState(page, 'live');
  await until(page, 'rimlight.stores.calibrating.getState().canResume');
  // Never with another source: what was read belongs to the one before.
  await page.evaluate("rimlight.commands.openPhantom('liver-rim')");
  await until(page, "rimlight.stores.scene.getState().profile.id === 'phantom-liver-rim'");
  await page.getByRole('button', { name: 'Resume calibration' }).click();
  await until(
    page,
    "rimlight.stores.problems.getState().problems.some(problem => problem.id === 'calibrate-other-source')",
  );
  expect((await calibratingOf(page)).run).toBeNull();
  await page.evaluate("rimlight.commands.openPhantom('sarcoma-bed')");
  await until(page, "rimlight.stores.scene.getState().profile.id === 'phantom-sarcoma-bed'");
  await page.getByRole('button', { name: 'Resume calibration' }).click();
  await until(page, 'rimlight.stores.calibrating.getState().run !== null');
  const { run } = await calibratingOf(page);
  expect(run?.states).toMatchObject({ path: 'done', dark: 'skipped', flat: 'to-do' });
  expect(run?.step).toBe('flat');
  expect(run?.draft.transfer).toEqual(spec.camera.transfer);
  expect((await profileOf(page)).id).toBe('phantom-sarcoma-bed');
  await page.evaluate("rimlight.commands.openPhantom('liver-rim')");
  await until(page, 'rimlight.stores.calibrating.getState().run === null');
  expect((await calibratingOf(page)).canResume).toBe(true);
});

test('Profiles of other cameras, expired and damaged ones say so, and a number under them is only relative', async () => {
  const page = await start();
  const calibrated: Profile = {
    ...unknownProfile,
    id: 'tower',
    name: 'Tower A',
    transfer: { kind: 'bt709' },
    darkCodes: 22,
    madeFor: {
      device: 'Another tower',
      scope: '',
      nir: { widthPx: 640, heightPx: 480 },
      scene: { widthPx: 640, heightPx: 480 },
      bitDepth: 8,
    },
  };
  const here = { ...calibrated.madeFor!, device: spec.title };
  const old = { madeAtS: 1_000_000, validUntilS: 2_000_000, residual: '' };
  const profiles: Record<string, Profile> = {
    'relative, calibration of another camera': calibrated,
    'relative, calibration expired': {
      ...calibrated,
      name: 'Old',
      madeFor: here,
      parts: { ...calibrated.parts, path: old },
    },
    calibrated: { ...calibrated, name: 'Fits', madeFor: here },
  };
  await inTemporaryFolder(async folder => {
    await page.getByRole('button', { name: /^Calibration:/ }).click();
    const field = page.getByLabel(/^Import a profile/);
    for (const [calibration, profile] of Object.entries(profiles)) {
      const file = join(folder, `${profile.name}.json`);
      writeFileSync(file, profileFileText({ profile, fields: [] }));
      await field.setInputFiles(file);
      await page.getByRole('button', { name: `Use: ${profile.name}` }).click();
      await until(page, `rimlight.stores.scene.getState().calibration === '${calibration}'`);
    }
    const whole = profileFileText({ profile: calibrated, fields: [] });
    const newer = whole.replace('"version": 2', '"version": 9');
    const bad = {
      half: whole.slice(0, 300),
      changed: whole.replace('"darkCodes": 22', '"darkCodes": 12'),
      newer,
    };
    for (const [name, text] of Object.entries(bad)) {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, text);
      await page.evaluate("rimlight.commands.dismissProblem('calibration-import')");
      await field.setInputFiles(file);
      await until(
        page,
        "rimlight.stores.problems.getState().problems.some(problem => problem.id === 'calibration-import')",
      );
      expect((await calibratingOf(page)).profiles.length).toBe(3);
    }
  });
});

test('Under a flat field live and replayed numbers are equal bit for bit, and every frame carries the profile’s mark', async () => {
  const page = await start();
  const { tumour, background } = trueCircles['sarcoma-bed'];
  await drawCircle(page, { role: 'tumour', ...tumour });
  await drawCircle(page, { role: 'background', tissue: 'muscle', ...background });
  const { widthPx, heightPx } = spec;
  const gains = Float64Array.from({ length: widthPx * heightPx }, (_, i) => {
    const dx = (i % widthPx) / widthPx - 0.5;
    const dy = Math.floor(i / widthPx) / heightPx - 0.5;
    return 1.1 - 0.8 * (dx * dx + dy * dy);
  });
  const flat = fieldOf(gains, widthPx, heightPx);
  const profile: Profile = {
    ...(await profileOf(page)),
    id: 'with-flat',
    name: 'With a flat field',
    flatField: refOf(flat),
  };
  await inTemporaryFolder(async folder => {
    const file = join(folder, 'flat.json');
    writeFileSync(file, profileFileText({ profile, fields: [flat] }));
    await page.getByRole('button', { name: /^Calibration:/ }).click();
    await page.getByLabel(/^Import a profile/).setInputFiles(file);
    await page.getByRole('button', { name: 'Use: With a flat field' }).click();
    await until(page, "rimlight.stores.scene.getState().profile.id === 'with-flat'");
    await page.keyboard.press('Escape');
  });
  await until(
    page,
    `rimlight.stores.readout.getState().measurement?.profileHash === '${profileHash(profile)}'`,
  );
  await page.evaluate(`
    globalThis.seen = new Map();
    rimlight.stores.readout.subscribe(({ measurement, liveness }) => {
      if (measurement && liveness.state === 'live' && 'value' in measurement.pairs[0].tbr)
        seen.set(measurement.frameNumber, measurement);
    });
  `);
  await page.evaluate('rimlight.commands.startRecording()');
  await page.evaluate('seen.clear()');
  await until(page, 'seen.size > 8');
  await page.evaluate('rimlight.commands.stopRecording()');
  const live = new Map<number, Measurement>(await page.evaluate('[...seen]'));
  const sessions: SessionManifest[] = await page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.stores.sessions.getState().sessions)',
  );
  expect(await marksOf(page, sessions[0]!.id)).toEqual([hashMark(profileHash(profile))]);
  // Forget the field: replay must bring its own.
  await page.reload();
  await waitForState(page, 'live');
  await page.evaluate(`rimlight.commands.openSession(${JSON.stringify(sessions[0]!.id)})`);
  await until(page, 'rimlight.stores.feed.getState().playhead?.frameCount > 5');
  await page.evaluate('rimlight.commands.pause()');
  const numbersOf = ({ arrivedS: _, inputsRevision: __, ...numbers }: Measurement) => JSON.stringify(numbers);
  await until(page, 'rimlight.stores.review.getState().index !== null');
  const numbers: number[] = await page.evaluate('[...rimlight.stores.review.getState().index.frameNumbers]');
  let compared = 0;
  for (const [index, number] of numbers.entries()) {
    const recorded = live.get(number);
    if (!recorded || compared === 6) continue;
    await page.evaluate(`rimlight.commands.seek(${index})`);
    const shown = await numbersShownOf(page, number);
    expect(numbersOf(shown)).toBe(numbersOf(recorded));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(3);
});
