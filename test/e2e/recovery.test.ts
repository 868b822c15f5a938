/** Threads that end or hang while somebody operates: what is seen, what comes back by itself, and what the recording holds afterwards. */
import { expect, test } from 'vitest';
import {
  connectCamera,
  debugUrl,
  livenessOf,
  measurementOf,
  regionsOf,
  until,
  waitForState,
} from '../support/app-driver.ts';
import {
  dismissAll,
  hang,
  hasTbr,
  kill,
  record,
  replayed,
  stageOfEachTest,
  stopAndExamine,
  untilLiveAgain,
  untilMeasured,
  untilRecorded,
  untilTold,
} from '../support/recovery-driver.ts';

const stage = stageOfEachTest();

test.each(['ends', 'hangs'] as const)(
  'the view worker %s while it records: the screen says so, picture and numbers return, and the session holds the gap',
  async how => {
    const page = await stage.measuring();
    await record(page);
    const sessionId: string = await page.evaluate('rimlight.stores.recording.getState().sessionId');
    await page.evaluate(`
      globalThis.hadNumbers = false;
      rimlight.stores.readout.subscribe(({ liveness, measurement }) => {
        if (liveness.graphics === 'lost') hadNumbers ||= 'value' in (measurement?.pairs[0]?.tbr ?? {});
      });
    `);
    if (how === 'ends') await kill(page, 'view');
    else await hang(page, 'view');
    await untilTold(page, 'The part that draws the picture stopped and was started again.');
    await untilLiveAgain(page);
    await untilMeasured(page);
    expect(await page.evaluate('hadNumbers')).toBe(false);
    expect((await regionsOf(page)).length).toBe(2);
    await untilRecorded(page, 10);
    expect(await page.evaluate('rimlight.stores.recording.getState().sessionId')).toBe(sessionId);
    const { session, findings } = await stopAndExamine(page);
    expect(findings.filter(({ kind }) => kind !== 'not-sealed')).toEqual([]);
    expect(await page.evaluate('rimlight.stores.recording.getState().status')).toBe('idle');
    expect((await replayed(page, session.id)).frames).toBe(session.frames);
  },
);

// With more cores analysis has a thread of its own, and there are two of the kind.
test.each([2, 8])(
  'with %d cores measurement ends, then hangs: numbers return with the same regions',
  async cores => {
    const page = await stage.measuring(cores);
    for (const how of ['ends', 'hangs'] as const) {
      await dismissAll(page);
      const { frameNumber } = await livenessOf(page);
      if (how === 'ends') await kill(page, 'quantify');
      else await hang(page, 'quantify');
      await untilTold(page, 'The part that measures stopped and was started again.');
      await until(
        page,
        `rimlight.stores.readout.getState().measurement?.frameNumber > ${frameNumber} && ${hasTbr}`,
        60_000,
      );
      const measurement = await measurementOf(page);
      expect(measurement?.regions.length).toBe(2);
      await waitForState(page, 'live');
    }
  },
);

test('the recorder ends while it records: the same session goes on, with what is missing marked, and every mark is in it', async () => {
  const page = await stage.measuring();
  await record(page);
  const mark = (text: string) =>
    page.evaluate(`rimlight.commands.mark({ kind: 'note', doseGy: null, text: '${text}' })`);
  const sessionId: string = await page.evaluate('rimlight.stores.recording.getState().sessionId');
  await mark('just before');
  // No call to the page lies between the thread's end and the mark: it is set while nothing can take it.
  await kill(page, 'encode');
  await mark('just after');
  await untilTold(page, 'The recorder stopped and was started again.');
  await untilRecorded(page, 10);
  expect(await page.evaluate('rimlight.stores.recording.getState().status')).toBe('recording');
  expect(await page.evaluate('rimlight.stores.recording.getState().sessionId')).toBe(sessionId);
  expect(await page.evaluate('rimlight.stores.recording.getState().dropped')).toBeGreaterThan(0);
  const { session, findings } = await stopAndExamine(page);
  expect(session.id).toBe(sessionId);
  expect(findings.filter(({ kind }) => kind !== 'not-sealed')).toEqual([]);
  const index = await replayed(page, session.id);
  expect(index.frames).toBe(session.frames);
  const marks: string[] = await page.evaluate(
    "rimlight.stores.review.getState().index.marks.filter(({ type }) => type === 'mark').map(({ words }) => words)",
  );
  expect(marks.length).toBe(2);
  expect(marks[0]).toContain('just before');
  expect(marks[1]).toContain('just after');
});

test('the source ends: the phantom goes on where it was, and a recording that is replayed stands at the same frame', async () => {
  const page = await stage.measuring();
  await kill(page, 'feed');
  await untilTold(page, 'The source stopped and was started again.');
  await untilLiveAgain(page);
  expect((await regionsOf(page)).length).toBe(2);
  await untilMeasured(page);
  await record(page);
  const { session } = await stopAndExamine(page);
  await replayed(page, session.id);
  await page.evaluate('rimlight.commands.pause()');
  await page.evaluate('rimlight.commands.seek(6)');
  await until(page, 'rimlight.stores.feed.getState().playhead.frameIndex === 6');
  await dismissAll(page);
  await kill(page, 'feed');
  await untilTold(page, 'The source stopped and was started again.');
  await until(
    page,
    '(({ playhead }) => playhead?.frameIndex === 6 && !playhead.isPlaying)(rimlight.stores.feed.getState())',
  );
  await waitForState(page, 'still');
});

test('the page is loaded again with a camera open: the camera and the regions are back, and another tab begins with the phantom', async () => {
  const { page, context } = await stage.app({ camera: { devices: 1, fps: 30 } });
  await connectCamera(page, '640x480');
  await page.evaluate(
    "rimlight.commands.addRegion({ role: 'tumour', tissue: null, shape: { kind: 'circle', centre: { x: 240, y: 180 }, radiusPx: 30 } })",
  );
  const [drawn] = await regionsOf(page);
  await page.reload();
  await until(page, "globalThis.rimlight?.stores.feed.getState().description?.kind === 'camera'", 60_000);
  await waitForState(page, 'live', 60_000);
  await untilTold(page, 'Regions were restored after a restart.');
  expect(await regionsOf(page)).toEqual([drawn]);
  const other = await context.newPage();
  await other.goto(debugUrl(stage.url));
  await until(other, "globalThis.rimlight?.stores.feed.getState().description?.kind === 'phantom'", 60_000);
  expect((await regionsOf(other)).length).toBe(0);
});
