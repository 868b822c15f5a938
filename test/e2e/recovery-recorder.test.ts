/** A recorder that hangs: the thread itself, or the disk under it. The same session goes on, with what is missing marked. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { connectCamera, inTemporaryFolder, livenessOf, until } from '../support/app-driver.ts';
import {
  hang,
  kill,
  record,
  replayed,
  stageOfEachTest,
  stopAndExamine,
  threadsOf,
  untilRecorded,
  untilTold,
} from '../support/recovery-driver.ts';
import { discsVideo } from '../support/y4m-scenes.ts';

const stage = stageOfEachTest();

const restartedText = 'The recorder stopped and was started again.';
const recordingState = 'rimlight.stores.recording.getState()';
const sessionNow = (page: Page): Promise<string | null> => page.evaluate(`${recordingState}.sessionId`);
const mark = (page: Page, text: string) =>
  page.evaluate(`rimlight.commands.mark({ kind: 'note', doseGy: null, text: '${text}' })`);

/** One session, the same as before, whole but for a gap that is marked. */
async function expectWholeSession(page: Page, sessionId: string | null): Promise<void> {
  const { session, findings } = await stopAndExamine(page);
  expect(session.id).toBe(sessionId);
  expect(session.endedAtS).not.toBeNull();
  expect(findings.filter(({ kind }) => kind !== 'not-sealed')).toEqual([]);
  expect((await replayed(page, session.id)).frames).toBe(session.frames);
}

test('the recorder’s thread hangs while it records: the same session goes on, and marks set meanwhile are in it', async () => {
  const page = await stage.live();
  await record(page);
  const sessionId = await sessionNow(page);
  await mark(page, 'just before');
  await hang(page, 'encode');
  await mark(page, 'while it hangs');
  await untilTold(page, restartedText);
  await untilRecorded(page, 10);
  expect(await page.evaluate(`${recordingState}.status`)).toBe('recording');
  expect(await page.evaluate(`${recordingState}.dropped`)).toBeGreaterThan(0);
  await expectWholeSession(page, sessionId);
  const marks: string[] = await page.evaluate(
    "rimlight.stores.review.getState().index.marks.filter(({ type }) => type === 'mark').map(({ words }) => words)",
  );
  expect(marks.map(words => /just before|while it hangs/.exec(words)?.[0])).toEqual([
    'just before',
    'while it hangs',
  ]);
});

test('the disk never answers the recorder: the user is told, another one goes on in the same session', async () => {
  const page = await stage.live();
  await record(page);
  const sessionId = await sessionNow(page);
  const [thread] = threadsOf(page, 'encode');
  // The next chunk is never opened; the thread itself answers all the while.
  await thread?.evaluate(
    'FileSystemFileHandle.prototype.createSyncAccessHandle = () => new Promise(() => undefined)',
  );
  await untilTold(page, 'The recorder writes nothing at present.');
  await untilTold(page, restartedText);
  await untilRecorded(page, 10);
  await until(
    page,
    "!rimlight.stores.problems.getState().problems.some(({ id }) => id === 'recorder-silent')",
  );
  await expectWholeSession(page, sessionId);
});

test('a recording is ended while its recorder hangs: the one that follows closes the session', async () => {
  const page = await stage.live();
  await record(page);
  const sessionId = await sessionNow(page);
  await hang(page, 'encode');
  await expectWholeSession(page, sessionId);
  expect(await page.evaluate(`${recordingState}.status`)).toBe('idle');
});

test('a hung recorder does not stop the camera: frames come until another one records, in the same session', async () => {
  await inTemporaryFolder(async folder => {
    const file = join(folder, 'moving.y4m');
    discsVideo(file);
    const { page } = await stage.app({ camera: { file } });
    await connectCamera(page, '640x480');
    await record(page);
    const sessionId = await sessionNow(page);
    // Read in the page when the next recorder comes: a slow machine shows few frames until then, but it shows some.
    await page.evaluate(`{
      globalThis.newestThen = null;
      rimlight.stores.problems.subscribe(({ problems }) => {
        if (problems.some(({ id }) => id === 'recorder-restarted'))
          newestThen ??= rimlight.stores.readout.getState().liveness.frameNumber;
      });
    }`);
    await hang(page, 'encode');
    const { frameNumber } = await livenessOf(page);
    await until(page, 'newestThen !== null');
    // More than any camera lends: one whose buffers are kept by a thread that hangs would have stopped before.
    expect(await page.evaluate('newestThen')).toBeGreaterThan(frameNumber + 8);
    await untilRecorded(page, 10);
    await expectWholeSession(page, sessionId);
  });
});

test('the part that packs ends while it records: the recording is none the worse', async () => {
  const page = await stage.live();
  await record(page);
  const sessionId = await sessionNow(page);
  await until(page, "rimlight.stores.sessions.getState().packing.status !== 'idle'", 120_000);
  await kill(page, 'keep');
  await untilTold(page, 'Packing and exporting of recordings stopped.');
  await untilRecorded(page, 30);
  await expectWholeSession(page, sessionId);
});
