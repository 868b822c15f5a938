import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlsOf, lockConstraints } from '#source/camera-settings.ts';
import type { CameraChoice } from '#source/open-feed.ts';
import { isHeadlessShell } from '#test/support/chromium.ts';
import { type BrowserWithSources, startBrowser } from './open-page.ts';

describe('what a track tells, as settings', () => {
  const both = ['manual', 'continuous'];
  const table: readonly (readonly [
    name: string,
    capabilities: object,
    settings: object,
    controls: readonly object[],
  ])[] = [
    ['a capture card, which exposes nothing', { width: { min: 1, max: 1920 } }, { width: 1920 }, []],
    [
      'exposure in parts of 100 µs becomes milliseconds',
      { exposureMode: both, exposureTime: { min: 1, max: 10_000, step: 1 } },
      { exposureMode: 'manual', exposureTime: 166 },
      [{ id: 'exposure', name: 'Exposure', mode: 'locked', canLock: true, value: 16.6, unit: 'ms' }],
    ],
    [
      'gain follows the mode of exposure',
      { exposureMode: both, iso: { min: 100, max: 800 } },
      { exposureMode: 'continuous', iso: 400 },
      [
        { id: 'exposure', mode: 'automatic', canLock: true, value: null },
        { id: 'gain', mode: 'automatic', canLock: true, value: 400, unit: '' },
      ],
    ],
    [
      'a gain without any mode is told and cannot be locked',
      { iso: { min: 100, max: 800 } },
      { iso: 100 },
      [{ id: 'gain', mode: 'unknown', canLock: false, value: 100 }],
    ],
    [
      'white balance in kelvin, focus in metres',
      {
        whiteBalanceMode: both,
        colorTemperature: { min: 2800, max: 6500 },
        focusMode: ['continuous'],
        focusDistance: { min: 0.1, max: 2 },
      },
      { whiteBalanceMode: 'continuous', colorTemperature: 5600, focusMode: 'continuous', focusDistance: 0.4 },
      [
        { id: 'white-balance', mode: 'automatic', canLock: true, value: 5600, unit: 'K' },
        { id: 'focus', mode: 'automatic', canLock: false, value: 0.4, unit: 'm' },
      ],
    ],
    [
      'a single shot has done its work and holds',
      { focusMode: ['single-shot', 'manual'] },
      { focusMode: 'single-shot' },
      [{ id: 'focus', mode: 'locked', canLock: true, value: null }],
    ],
    [
      'a mode that it does not tell, and nonsense, are unknown',
      { focusMode: both, exposureTime: { min: 1, max: 9 }, whiteBalanceMode: 'often', iso: [100, 200] },
      { focusMode: 'none', exposureTime: 'long' },
      [
        { id: 'exposure', mode: 'unknown', canLock: false, value: null },
        { id: 'focus', mode: 'unknown', canLock: true },
      ],
    ],
  ];
  test.each(table)('%s', (_name, capabilities, settings, controls) => {
    const read = controlsOf(capabilities, settings);
    expect(read).toHaveLength(controls.length);
    expect(read).toMatchObject(controls);
  });

  test('the names say whose they are where there are two cameras', () => {
    expect(controlsOf({ focusMode: both }, {}, 'NIR camera')[0]?.name).toBe('Focus, NIR camera');
  });
});

describe('what a track is asked for', () => {
  const capabilities = {
    exposureMode: ['manual', 'continuous'],
    exposureTime: { min: 1, max: 1000 },
    iso: { min: 100, max: 800 },
    whiteBalanceMode: ['manual', 'continuous'],
    colorTemperature: { min: 2800, max: 6500 },
    focusMode: ['continuous'],
  };
  const settings = {
    exposureMode: 'continuous',
    exposureTime: 166,
    iso: 200,
    whiteBalanceMode: 'manual',
    colorTemperature: 5600,
    focusMode: 'continuous',
  };
  const asked = (id: 'exposure' | 'gain' | 'white-balance' | 'focus', isLocked: boolean) =>
    lockConstraints({ id, isLocked }, capabilities, settings).advanced;

  test('to lock at the present value, and to keep what is locked already', () => {
    expect(asked('exposure', true)).toEqual([
      {
        exposureMode: 'manual',
        exposureTime: 166,
        iso: 200,
        whiteBalanceMode: 'manual',
        colorTemperature: 5600,
      },
    ]);
    expect(asked('gain', true)).toEqual(asked('exposure', true));
  });

  test('to regulate by itself again, without a value', () => {
    expect(asked('white-balance', false)).toEqual([{ whiteBalanceMode: 'continuous' }]);
  });

  test('never for what the device cannot lock', () => {
    expect(asked('focus', true)).toEqual([{ whiteBalanceMode: 'manual', colorTemperature: 5600 }]);
  });
});

const isShell = await isHeadlessShell();
const dialog = isShell ? ['--use-fake-ui-for-media-stream'] : [];
const anyCamera: CameraChoice = { deviceId: '', secondDeviceId: null, widthPx: 640, heightPx: 480, fps: 30 };

describe('the settings of an open camera', () => {
  let browser: BrowserWithSources;
  beforeAll(async () => {
    browser = await startBrowser(['--use-fake-device-for-media-stream=device-count=2,fps=30', ...dialog]);
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  test('are what the device exposes, and locking keeps the value and the picture’s size', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    await page.evaluate(c => sourcePage.openCamera(c), anyCamera);
    // Chromium’s fake camera: exposure and focus, both manual, at 50 of 10 … 100 parts.
    expect(await page.evaluate(() => sourcePage.controls())).toEqual([
      { id: 'exposure', name: 'Exposure', mode: 'locked', canLock: true, value: 5, unit: 'ms' },
      { id: 'focus', name: 'Focus', mode: 'locked', canLock: true, value: 50, unit: 'm' },
    ]);
    expect(await page.evaluate(() => sourcePage.setControl('exposure', true))).toBeNull();
    expect(await page.evaluate(() => sourcePage.controls())).toMatchObject([
      { id: 'exposure', mode: 'locked', value: 5 },
      { id: 'focus', mode: 'locked', value: 50 },
    ]);
    expect(await page.evaluate(() => sourcePage.read('main', 2))).toMatchObject([
      { widthPx: 640, heightPx: 480 },
      { widthPx: 640, heightPx: 480 },
    ]);
    await context.close();
  });

  test('that the device says yes to and does not take are refused with a way out', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    await page.evaluate(c => sourcePage.openCamera(c), anyCamera);
    // The fake camera accepts "continuous" and stays manual.
    const problem = await page.evaluate(() => sourcePage.setControl('exposure', false));
    expect(problem).toMatchObject({ id: 'camera-control-refused', severity: 'caution' });
    expect(problem?.tip).toMatch(/on the device itself/);
    const missing = await page.evaluate(() => sourcePage.setControl('white-balance', true));
    expect(missing?.tip).toMatch(/Lock it on the device itself/);
    expect(await page.evaluate(() => sourcePage.controls())).toMatchObject([
      { id: 'exposure', mode: 'locked' },
      { id: 'focus', mode: 'locked' },
    ]);
    await context.close();
  });

  test('are followed without holding the camera when the feed is over', async () => {
    const prelude = `globalThis.tracks = [];
      const clone = MediaStreamTrack.prototype.clone;
      MediaStreamTrack.prototype.clone = function () {
        const made = clone.call(this);
        tracks.push(made);
        return made;
      };`;
    const { page, context } = await browser.openPage({ permissions: ['camera'], prelude });
    await page.evaluate(c => sourcePage.openCamera(c), anyCamera);
    await page.waitForFunction('tracks.length > 2');
    await page.evaluate(() => sourcePage.dispose());
    expect(await page.evaluate('tracks.every(track => track.readyState === "ended")')).toBe(true);
    await context.close();
  });

  test('are told when somebody else changes them', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    const cameras = await page.evaluate(() => sourcePage.listCameras());
    const deviceId = cameras[0]!.deviceId;
    await page.evaluate(c => sourcePage.openCamera(c), { ...anyCamera, deviceId });
    await page.evaluate(id => sourcePage.changeBehind(id, { exposureTime: 30 }), deviceId);
    await page.waitForFunction(() => sourcePage.controlsHeard().length > 0);
    expect(await page.evaluate(() => sourcePage.controlsHeard())).toMatchObject([
      [
        { id: 'exposure', value: 3 },
        { id: 'focus', value: 50 },
      ],
    ]);
    await page.evaluate(() => sourcePage.dispose());
    await context.close();
  });

  test('are the NIR camera’s where there are two, and say so', async () => {
    const { page, context } = await browser.openPage({ permissions: ['camera'] });
    const [white, nir] = await page.evaluate(() => sourcePage.listCameras());
    await page.evaluate(id => sourcePage.changeBehind(id, { focusDistance: 50 }), nir!.deviceId);
    await page.evaluate(c => sourcePage.openCamera(c), {
      ...anyCamera,
      deviceId: white!.deviceId,
      secondDeviceId: nir!.deviceId,
    });
    const controls = await page.evaluate(() => sourcePage.controls());
    expect(controls?.map(({ name }) => name)).toEqual(['Exposure, NIR camera', 'Focus, NIR camera']);
    await page.evaluate(id => sourcePage.changeBehind(id, { focusDistance: 20 }), nir!.deviceId);
    await page.waitForFunction(() => sourcePage.controls()?.[1]?.value === 20);
    await context.close();
  });
});

describe('a device that exposes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-controls-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has no controls', async () => {
    const file = join(folder, 'grey.y4m');
    const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc((320 * 240 * 3) / 2, 128)]);
    writeFileSync(file, Buffer.concat([Buffer.from('YUV4MPEG2 W320 H240 F20:1 C420jpeg\n'), frame, frame]));
    await using browser = await startBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ]);
    const { page } = await browser.openPage();
    await page.evaluate(c => sourcePage.openCamera(c), anyCamera);
    expect(await page.evaluate(() => sourcePage.controls())).toBeNull();
  });
});
