/** A frozen, repeated, lost or refused picture never looks live, and what happened stands on the page with what to do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGateway } from '../gateway/gateway.ts';
import { parseIvf } from '../gateway/ivf.ts';
import {
  connectCamera,
  debugUrl,
  drawCircle,
  inTemporaryFolder,
  livenessOf,
  readTbr,
  until,
  waitForState,
} from '../support/app-driver.ts';
import { stageOfEachTest } from '../support/recovery-driver.ts';
import { discsVideo } from '../support/y4m-scenes.ts';

const stage = stageOfEachTest();

test('a camera that repeats one frame is not live, and no number is shown', async () => {
  await inTemporaryFolder(async folder => {
    const file = join(folder, 'still.y4m');
    discsVideo(file, false);
    const { page } = await stage.app({ camera: { file } });
    await page.getByRole('button', { name: /^Source:/ }).click();
    await page.getByRole('button', { name: 'Camera', exact: true }).click();
    await page.getByLabel('Size to ask for').selectOption('640x480');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await waitForState(page, 'identical');
    await page.locator('.veil').first().waitFor();
    expect(await readTbr(page)).toBeNull();
    // Frames go on coming all the while: it is their content that stands still.
    const { frameNumber } = await livenessOf(page);
    await until(
      page,
      `(({ state, frameNumber }) => state === 'identical' && frameNumber > ${frameNumber + 3})(rimlight.stores.readout.getState().liveness)`,
    );
  });
});

test('a remote stream that stops is covered by NO SIGNAL with its age, and comes back by itself', async () => {
  const gateway = await startGateway({
    port: 0,
    counterOffer: false,
    source: { kind: 'clip', clip: parseIvf(readFileSync(new URL('../gateway/clip.ivf', import.meta.url))) },
  });
  try {
    const page = await stage.live();
    await page.getByRole('button', { name: /^Source:/ }).click();
    await page.getByRole('button', { name: 'Remote', exact: true }).click();
    await page.getByLabel('WHEP address').fill(gateway.url);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await until(
      page,
      "rimlight.stores.feed.getState().description?.kind === 'remote' && rimlight.stores.feed.getState().status === 'open'",
    );
    await waitForState(page, 'live');
    gateway.send(false);
    await waitForState(page, 'no-signal');
    await page.getByText('NO SIGNAL').first().waitFor();
    expect(await readTbr(page)).toBeNull();
    gateway.send(true);
    await waitForState(page, 'live', 60_000);
    await expect.poll(() => page.locator('.veil').count()).toBe(0);
  } finally {
    await gateway.close();
  }
});

test('no camera, and a camera that is refused: a sentence with what to do, and the way to try again', async () => {
  const browser = await stage.browser({ camera: { devices: 1, fps: 30 }, allowCamera: false });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, permissions: [] });
  const page = await context.newPage();
  await page.goto(debugUrl(stage.url));
  await waitForState(page, 'live');
  await page.evaluate(
    "void rimlight.commands.openCamera({ deviceId: 'not-there', secondDeviceId: null, widthPx: 640, heightPx: 480, fps: 30 })",
  );
  await until(page, 'rimlight.stores.problems.getState().problems.length > 0');
  const [problem]: { text: string; tip: string }[] = await page.evaluate(
    'rimlight.stores.problems.getState().problems',
  );
  expect(problem?.tip.length).toBeGreaterThan(10);
  await page.getByText(problem!.text, { exact: false }).first().waitFor();
  await page.getByRole('button', { name: 'Retry' }).first().waitFor();
});

test('a wrong file, half a file and an empty file are refused in words, and the picture before them is not left standing as if live', async () => {
  const page = await stage.live();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTjWWwAAAABJRU5ErkJggg==',
    'base64',
  );
  for (const [name, bytes] of [
    ['empty.png', Buffer.alloc(0)],
    ['half.png', png.subarray(0, 40)],
    ['letter.mp4', Buffer.from('This is a letter, not a film.')],
  ] as const) {
    await page.getByRole('button', { name: /^Source:/ }).click();
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page
      .getByLabel('File, or white light of a pair')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await until(
      page,
      "rimlight.stores.problems.getState().problems.some(problem => problem.id === 'source')",
    );
    const tips: string[] = await page.evaluate(
      'rimlight.stores.problems.getState().problems.map(problem => problem.tip)',
    );
    expect(tips.every(tip => tip.length > 10)).toBe(true);
    await waitForState(page, 'waiting');
    await page.keyboard.press('Escape');
  }
});

test('the graphics process dies and the picture comes back without a reload', async () => {
  await inTemporaryFolder(async folder => {
    const file = join(folder, 'moving.y4m');
    discsVideo(file);
    const { page, browser } = await stage.app({ camera: { file } });
    await connectCamera(page, '640x480');
    await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 40 });
    await drawCircle(page, { role: 'background', tissue: 'fat', centre: { x: 80, y: 90 }, radiusPx: 40 });
    const client = await browser.newBrowserCDPSession();
    await page.evaluate(`
      globalThis.wasLost = false;
      rimlight.stores.readout.subscribe(({ liveness }) => { wasLost ||= liveness.graphics === 'lost'; });
    `);
    await client.send('Browser.crashGpuProcess').catch(() => undefined);
    await until(page, 'wasLost');
    await until(
      page,
      "rimlight.stores.readout.getState().liveness.graphics === 'working' && rimlight.stores.readout.getState().liveness.state === 'live'",
      60_000,
    );
    const before = await livenessOf(page);
    await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${before.frameNumber + 5}`);
    await expect.poll(() => readTbr(page)).not.toBeNull();
  });
});
