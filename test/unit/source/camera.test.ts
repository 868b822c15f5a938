import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CameraChoice } from '#source/open-feed.ts';
import { isHeadlessShell } from '#test/support/chromium.ts';
import { type BrowserWithSources, startBrowser } from './open-page.ts';

const isShell = await isHeadlessShell();
/** What lets a camera be opened at all where there are no permissions to give. */
const dialog = isShell ? ['--use-fake-ui-for-media-stream'] : [];
const skipped = '(skipped in the browser that npm brings: it knows no permissions)';

const anyCamera: CameraChoice = { deviceId: '', secondDeviceId: null, widthPx: 640, heightPx: 480, fps: 30 };

const open = (page: Page, choice: CameraChoice) => page.evaluate(c => sourcePage.openCamera(c), choice);
const read = (page: Page, stream: 'main' | 'second', count: number) =>
  page.evaluate(([s, n]) => sourcePage.read(s, n), [stream, count] as const);
const heard = (page: Page) => page.evaluate(() => sourcePage.heard());

/** Takes `MediaStreamTrackProcessor` away, as in Firefox. */
const withoutProcessor = 'delete globalThis.MediaStreamTrackProcessor;';

describe('cameras of a machine that has four', () => {
  let browser: BrowserWithSources;
  beforeAll(async () => {
    browser = await startBrowser(['--use-fake-device-for-media-stream=device-count=4,fps=30', ...dialog]);
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  test.skipIf(isShell)(
    `are listed without a name before permission, and by name after it ${skipped}`,
    async () => {
      const { page, context } = await browser.openPage();
      const before = await page.evaluate(() => sourcePage.listCameras());
      expect(before.every(camera => camera.name === '')).toBe(true);
      await context.grantPermissions(['camera']);
      const after = await page.evaluate(() => sourcePage.listCameras());
      expect(after).toHaveLength(4);
      expect(new Set(after.map(camera => camera.deviceId)).size).toBe(4);
      expect(after.every(camera => camera.name.length > 0 && camera.deviceId.length > 0)).toBe(true);
      await context.close();
    },
  );

  test('deliver frames one at a time, alone, and end when the feed is disposed of', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    const { problem, description } = await open(page, anyCamera);
    expect(problem).toBeNull();
    expect(description).toMatchObject({ kind: 'camera', live: true, streams: 1, layout: { id: 'nir-only' } });
    expect(description?.nominalFps).toBeGreaterThan(0);
    const frames = await read(page, 'main', 5);
    for (const frame of frames) expect(frame).toMatchObject({ widthPx: 640, heightPx: 480, format: 'I420' });
    await page.evaluate(() => sourcePage.dispose());
    expect(await page.evaluate(() => sourcePage.isEnded('main'))).toBe(true);
    await context.close();
  });

  test('are opened two at a time as white light and NIR, but never one twice', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    const cameras = await page.evaluate(() => sourcePage.listCameras());
    const [first, last] = [cameras[0]!, cameras[3]!];
    const twice = { ...anyCamera, deviceId: first.deviceId, secondDeviceId: first.deviceId };
    expect((await open(page, twice)).problem?.id).toBe('camera-twice');

    const { problem, description } = await open(page, {
      ...anyCamera,
      deviceId: first.deviceId,
      secondDeviceId: last.deviceId,
    });
    expect(problem).toBeNull();
    expect(description).toMatchObject({
      streams: 2,
      name: `${first.name} + ${last.name}`,
      layout: { white: { stream: 'main' }, nir: { stream: 'second' } },
    });
    expect(await read(page, 'main', 3)).toHaveLength(3);
    expect(await read(page, 'second', 3)).toHaveLength(3);
    await context.close();
  });

  test('that are not connected are named missing', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    const gone = await open(page, { ...anyCamera, deviceId: 'f'.repeat(64) });
    expect(gone.problem).toMatchObject({ id: 'camera-missing', severity: 'stop' });
    const [first] = await page.evaluate(() => sourcePage.listCameras());
    const secondGone = { ...anyCamera, deviceId: first!.deviceId, secondDeviceId: 'f'.repeat(64) };
    expect((await open(page, secondGone)).problem?.id).toBe('camera-missing');
    await context.close();
  });

  test('can be read in a worker, with and without the browser’s track processor', async () => {
    for (const prelude of ['', withoutProcessor]) {
      const { page, context } = await browser.openPage({ permissions: ['camera'], prelude });
      expect((await open(page, anyCamera)).problem).toBeNull();
      // More frames than any camera's pool holds: whoever forgot to close one would stall here.
      expect(await page.evaluate(() => sourcePage.readInWorker(40))).toBe(40);
      await context.close();
    }
  });

  test('deliver growing timestamps through the fallback, which ends with the feed', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'], prelude: withoutProcessor });
    await open(page, anyCamera);
    const frames = await read(page, 'main', 6);
    expect(frames[0]).toMatchObject({ widthPx: 640, heightPx: 480 });
    for (const [index, frame] of frames.slice(1).entries())
      expect(frame.timestamp).toBeGreaterThan(frames[index]!.timestamp);
    await page.evaluate(() => sourcePage.dispose());
    expect(await page.evaluate(() => sourcePage.isEnded('main'))).toBe(true);
    await context.close();
  });

  test.skipIf(isShell)(`that are lost come back by themselves with new inlets ${skipped}`, async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    await open(page, anyCamera);
    await read(page, 'main', 2);
    // Withdrawing the permission ends the track just as pulling the cable does.
    await context.clearPermissions();
    await page.waitForFunction(() => sourcePage.heard().includes('+camera-lost'));
    expect(await page.evaluate(() => sourcePage.isEnded('main'))).toBe(true);
    expect(await heard(page)).toEqual(['+camera-lost']);
    await context.grantPermissions(['camera']);
    await page.waitForFunction(() => sourcePage.heard().includes('inlets'));
    expect(await heard(page)).toEqual(['+camera-lost', '-camera-lost', 'description', 'inlets']);
    expect(await read(page, 'main', 3)).toHaveLength(3);
    await page.evaluate(() => sourcePage.dispose());
    await context.close();
  });

  test.skipIf(isShell)(`that the user refused are named refused, with the way out ${skipped}`, async () => {
    const { page, context } = await browser.openPage();
    const session = await context.browser()!.newBrowserCDPSession();
    await session.send('Browser.setPermission', {
      permission: { name: 'camera' },
      setting: 'denied',
    });
    const { problem } = await open(page, anyCamera);
    expect(problem).toMatchObject({ id: 'camera-refused' });
    expect(problem?.tip).toMatch(/Allow the camera/);
    await context.close();
  });
});

describe('a fake camera fed from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-camera-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('that is at least twice as wide as high is read as white light beside NIR', async () => {
    const file = join(folder, 'wide.y4m');
    const frame = Buffer.concat([
      Buffer.from('FRAME\n'),
      Buffer.alloc(640 * 320, 90),
      Buffer.alloc(640 * 160, 128),
    ]);
    writeFileSync(file, Buffer.concat([Buffer.from('YUV4MPEG2 W640 H320 F20:1 C420jpeg\n'), frame, frame]));
    await using browser = await startBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ]);
    const { page } = await browser.openPage();
    const { description } = await open(page, { ...anyCamera, widthPx: 640, heightPx: 320 });
    expect(description?.layout.id).toBe('white-nir');
    expect((await read(page, 'main', 2))[0]).toMatchObject({ widthPx: 640, heightPx: 320 });
  });
});

describe('a machine without a camera', () => {
  test('says that none is connected', async () => {
    await using browser = await startBrowser([
      '--use-fake-device-for-media-stream=device-count=0',
      ...dialog,
    ]);
    const { page } = await browser.openPage({ permissions: ['camera'] });
    expect(await page.evaluate(() => sourcePage.listCameras())).toEqual([]);
    expect((await open(page, anyCamera)).problem?.id).toBe('camera-missing');
  });
});
