/** The view worker ends or hangs while a camera, two cameras or a remote stream is open: picture, numbers and recording come back by themselves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startGateway } from '../gateway/gateway.ts';
import { parseIvf } from '../gateway/ivf.ts';
import {
  connectCamera,
  freshMeasurements,
  inTemporaryFolder,
  livenessOf,
  until,
  waitForState,
} from '../support/app-driver.ts';
import {
  dismissAll,
  drawPair,
  hang,
  kill,
  record,
  replayed,
  stageOfEachTest,
  stopAndExamine,
  threadsOf,
  untilLiveAgain,
  untilMeasured,
  untilRecorded,
  untilTold,
} from '../support/recovery-driver.ts';
import { discsVideo } from '../support/y4m-scenes.ts';

const stage = stageOfEachTest();

const restartedText = 'The part that draws the picture stopped and was started again.';

async function tbrNow(page: Page): Promise<number> {
  const [measurement] = await freshMeasurements(page, 1);
  const tbr = measurement?.pairs[0]?.tbr;
  if (!tbr || !('value' in tbr)) throw new Error('There is no ratio.');
  return tbr.value;
}

/** Ends the session, which must be the one that was begun, whole but for a gap that is marked. */
async function expectMarkedGap(page: Page, sessionId: string): Promise<void> {
  const { session, findings } = await stopAndExamine(page);
  expect(session.id).toBe(sessionId);
  expect(findings.filter(({ kind }) => kind !== 'not-sealed')).toEqual([]);
  expect((await replayed(page, session.id)).frames).toBe(session.frames);
}

test.each(['ends', 'hangs'] as const)(
  'the view worker %s while a camera is open: the same numbers return, and the recording holds the gap',
  async how => {
    await inTemporaryFolder(async folder => {
      const file = join(folder, 'moving.y4m');
      discsVideo(file);
      const { page } = await stage.app({ camera: { file } });
      await connectCamera(page, '640x480');
      await drawPair(page);
      await untilMeasured(page);
      const before = await tbrNow(page);
      await record(page);
      const sessionId: string = await page.evaluate('rimlight.stores.recording.getState().sessionId');
      const { frameNumber } = await livenessOf(page);
      if (how === 'ends') await kill(page, 'view');
      else await hang(page, 'view');
      await untilTold(page, restartedText);
      await untilLiveAgain(page);
      await untilMeasured(page);
      expect((await livenessOf(page)).frameNumber).toBeGreaterThan(frameNumber);
      expect(await tbrNow(page)).toBeCloseTo(before, 3);
      await untilRecorded(page, 10);
      expect(await page.evaluate('rimlight.stores.recording.getState().dropped')).toBeGreaterThan(0);
      await expectMarkedGap(page, sessionId);
    });
  },
);

test('five ends in a row cost the camera no buffer: frames come after each, and no thread is left over', async () => {
  const { page } = await stage.app({ camera: { devices: 1, fps: 30 } });
  await connectCamera(page, '640x480');
  for (let i = 0; i < 4; i++) {
    await dismissAll(page);
    await kill(page, 'view');
    await untilTold(page, restartedText);
    await untilLiveAgain(page);
  }
  await kill(page, 'view');
  await untilTold(page, 'The part that draws the picture keeps stopping.');
  await untilTold(page, 'If that does not help, reload the page, or restart the computer.');
  await untilLiveAgain(page);
  // A camera whose buffers are kept somewhere stops after some frames.
  const { frameNumber } = await livenessOf(page);
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${frameNumber + 90}`);
  await expect.poll(() => threadsOf(page, 'view').length).toBe(1);
});

test('two cameras come back together, paired in time', async () => {
  const { page } = await stage.app({ camera: { devices: 4, fps: 30 } });
  await waitForState(page, 'live');
  await page.evaluate('rimlight.commands.listCameras()');
  // The first and the last of the fake devices are ordinary cameras.
  await page.evaluate(`{
    const { cameras } = rimlight.stores.devices.getState();
    void rimlight.commands.openCamera({ deviceId: cameras.at(0).deviceId, secondDeviceId: cameras.at(-1).deviceId, widthPx: 640, heightPx: 480, fps: 30 });
  }`);
  await until(page, 'rimlight.stores.feed.getState().formats?.second !== undefined');
  await waitForState(page, 'live');
  for (let i = 0; i < 2; i++) {
    await dismissAll(page);
    await kill(page, 'view');
    await untilTold(page, restartedText);
    await untilLiveAgain(page);
    const { frameNumber } = await livenessOf(page);
    await until(
      page,
      `(({ state, frameNumber, pairSkewS }) => state === 'live' && frameNumber > ${frameNumber + 60} && Math.abs(pairSkewS ?? 1) < 0.25)(rimlight.stores.readout.getState().liveness)`,
    );
  }
});

test.each(['ends', 'hangs'] as const)(
  'the view worker %s while a remote stream is open: it goes on over the same connection, and the recording holds the gap',
  async how => {
    const gateway = await startGateway({
      port: 0,
      counterOffer: false,
      source: {
        kind: 'clip',
        clip: parseIvf(readFileSync(new URL('../gateway/clip.ivf', import.meta.url))),
      },
    });
    try {
      const page = await stage.live();
      await page.evaluate(`void rimlight.commands.openRemote({ address: '${gateway.url}', token: null })`);
      await until(
        page,
        "rimlight.stores.feed.getState().description?.kind === 'remote' && rimlight.stores.feed.getState().status === 'open'",
      );
      await waitForState(page, 'live');
      await drawPair(page);
      await record(page);
      const sessionId: string = await page.evaluate('rimlight.stores.recording.getState().sessionId');
      if (how === 'ends') await kill(page, 'view');
      else await hang(page, 'view');
      await untilTold(page, restartedText);
      await untilLiveAgain(page);
      await until(page, 'rimlight.stores.readout.getState().measurement?.regions.length === 2');
      await untilRecorded(page, 10);
      expect(gateway.opened).toBe(1);
      // A hung thread ends when the browser gets to it.
      await expect.poll(() => threadsOf(page, 'view').length).toBe(1);
      expect(await page.evaluate('rimlight.stores.recording.getState().dropped')).toBeGreaterThan(0);
      await expectMarkedGap(page, sessionId);
    } finally {
      await gateway.close();
    }
  },
);
