/** The built app on a device: what the first picture costs, a start without a server, and a new build that waits for consent. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longestWaitMs } from '#platform/late-worker.ts';
import { sealBuild } from '../deploy/seal-build.ts';
import { connectCamera, debugUrl, inTemporaryFolder, until, waitForState } from '../support/app-driver.ts';
import { startBrowser } from '../support/browser.ts';
import { serveFolder } from '../support/serve-folder.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
/** Compressed, for the live view: what is not needed for the first picture comes after it. `unit/first-load` names what must not be among it. */
const firstLoadLimitBytes = 350_000;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const buildOf = (page: Page): Promise<string> =>
  page.evaluate(`document.querySelector('meta[name="rimlight-build"]').content`);
const updates = 'rimlight.stores.updates.getState()';

/** A copy of the build that differs from it in a file. */
function otherBuild(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  writeFileSync(
    join(to, 'icon.svg'),
    readFileSync(join(to, 'icon.svg'), 'utf8').replace('#37e0a0', '#37e0a1'),
  );
  return sealBuild(to);
}

test('what is asked for before the first picture is at most 350 kB compressed, and measuring is fetched after it', async () => {
  const server = await serveFolder(dist);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // On a machine that is busy enough the picture comes later than what waits for it waits: here that waits for the picture alone.
    await page.addInitScript(`{
      const later = globalThis.setTimeout;
      globalThis.setTimeout = (act, ms, ...rest) => (ms === ${longestWaitMs} ? 0 : later(act, ms, ...rest));
    }`);
    await page.goto(debugUrl(server.url));
    await waitForState(page, 'live');
    await until(page, "performance.getEntriesByName('rimlight.first-picture').length === 1");
    const firstPictureMs: number = await page.evaluate(
      "performance.timeOrigin + performance.getEntriesByName('rimlight.first-picture')[0].startTime",
    );
    const before = [
      ...new Set(server.requests.filter(({ atMs }) => atMs < firstPictureMs).map(({ path }) => path)),
    ];
    const sizes = before.map(path => {
      const content = readFileSync(join(dist, path === '/' ? 'index.html' : path));
      return { path, bytes: Math.min(content.length, gzipSync(content, { level: 9 }).length) };
    });
    const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
    console.info(`First load: ${sum} bytes in ${sizes.length} files.`);
    const table = sizes.map(({ path, bytes }) => `${bytes} ${path}`).join('\n');
    expect(before.some(path => /view\.worker/.test(path))).toBe(true);
    expect(before.some(path => /feed\.worker/.test(path))).toBe(true);
    expect(before.filter(path => /(quantify|export|encode|keep|calibrate)\.worker/.test(path))).toEqual([]);
    expect(sum, table).toBeLessThanOrEqual(firstLoadLimitBytes);
    // Measuring is there soon after, without being asked for.
    await until(page, "performance.getEntriesByType('resource').some(({ name }) => /quantify/.test(name))");
  } finally {
    await context.close();
    await server.close();
  }
});

test('once it was kept, the app starts with the server gone, isolated and with every sheet', async () => {
  const server = await serveFolder(dist);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(debugUrl(server.url));
    await until(page, `globalThis.rimlight && ${updates}.isOffline`, 60_000);
    await server.close();
    const complaints: string[] = [];
    page.on('pageerror', error => complaints.push(String(error)));
    const response = await page.reload();
    expect(response?.fromServiceWorker()).toBe(true);
    expect(response?.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
    await waitForState(page, 'live');
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    for (const name of [/^Source:/, /^Library/, /^About/, 'All keys']) {
      await page.getByRole('button', { name }).first().click();
      await page.getByRole('dialog').waitFor({ timeout: 10_000 });
      await page.keyboard.press('Escape');
    }
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test('a new build waits: not shown while a camera is open, not taken by a reload or another tab, taken in every window by consent', async () => {
  await inTemporaryFolder(async folder => {
    const old = join(folder, 'old');
    const next = join(folder, 'next');
    cpSync(dist, old, { recursive: true });
    const oldHash = sealBuild(old);
    const nextHash = otherBuild(dist, next);
    expect(nextHash).not.toBe(oldHash);
    const camera = await startBrowser({ camera: { devices: 1, fps: 30 } });
    const first = await serveFolder(old);
    const { port } = new URL(first.url);
    const context = await camera.newContext();
    try {
      const page = await context.newPage();
      await page.goto(debugUrl(first.url));
      await until(page, `globalThis.rimlight && ${updates}.isOffline`, 60_000);
      await first.close();
      const second = await serveFolder(next, Number(port));
      try {
        // As the timer does, and as the browser does at every start.
        await page.reload();
        await until(page, `globalThis.rimlight && ${updates}.ready === '${nextHash}'`, 60_000);
        expect(await buildOf(page)).toBe(oldHash);
        await page.reload();
        expect(await buildOf(page)).toBe(oldHash);
        const other = await context.newPage();
        await other.goto(debugUrl(second.url));
        expect(await buildOf(other)).toBe(oldHash);
        await until(page, `globalThis.rimlight && ${updates}.ready === '${nextHash}'`, 60_000);
        await page.getByText('A new version is ready').waitFor();
        // A camera in one window: nothing is said there, and the other window, idle itself, cannot take it either.
        await page.bringToFront();
        await connectCamera(page, '640x480');
        await until(page, `${updates}.inUse === 'camera'`);
        expect(await page.getByText('A new version is ready').count()).toBe(0);
        await other.bringToFront();
        await waitForState(other, 'live');
        await until(other, `${updates}.ready === '${nextHash}'`);
        await other.evaluate('rimlight.commands.updates.takeUpdate()');
        expect(await other.evaluate(`${updates}.isRefused`)).toBe(true);
        expect(await buildOf(other)).toBe(oldHash);
        await page.evaluate("rimlight.commands.openPhantom('sarcoma-bed')");
        await until(page, `${updates}.inUse === null`);
        await other.getByRole('button', { name: 'Take it now' }).click();
        for (const each of [page, other]) {
          await until(
            each,
            `document.querySelector('meta[name="rimlight-build"]')?.content === '${nextHash}'`,
          ).catch(async () =>
            until(each, `document.querySelector('meta[name="rimlight-build"]')?.content === '${nextHash}'`),
          );
        }
      } finally {
        await second.close();
      }
    } finally {
      await context.close();
      await camera.close();
    }
  });
});

test('a build that arrives while something is recorded is neither offered nor taken, one that comes by half is none, and the recording says which build made it', async () => {
  await inTemporaryFolder(async folder => {
    const [old, half, next] = [join(folder, 'old'), join(folder, 'half'), join(folder, 'next')];
    cpSync(dist, old, { recursive: true });
    const oldHash = sealBuild(old);
    const nextHash = otherBuild(dist, next);
    cpSync(next, half, { recursive: true });
    rmSync(join(half, 'icon-512.png'));
    const first = await serveFolder(old);
    const port = Number(new URL(first.url).port);
    const context = await browser.newContext();
    const lookForUpdate = `navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => true, () => false)`;
    try {
      const page = await context.newPage();
      await page.goto(debugUrl(first.url));
      await waitForState(page, 'live');
      await until(page, `${updates}.isOffline`);
      await page.keyboard.press('r');
      await until(page, "rimlight.stores.recording.getState().status === 'recording'");
      await first.close();

      const halfServer = await serveFolder(half, port);
      await page.evaluate(lookForUpdate);
      const isAskedFor = () => halfServer.requests.some(({ path }) => path === '/icon-512.png');
      await expect.poll(isAskedFor).toBe(true);
      const isOver =
        'navigator.serviceWorker.getRegistration().then(({ installing }) => installing === null)';
      await expect.poll(() => page.evaluate(isOver)).toBe(true);
      expect(await page.evaluate(`${updates}.ready`)).toBeNull();
      await halfServer.close();

      const second = await serveFolder(next, port);
      try {
        await page.evaluate(lookForUpdate);
        await until(page, `${updates}.ready === '${nextHash}'`);
        expect(await page.evaluate(`${updates}.inUse`)).toBe('recording');
        expect(await page.getByText('A new version is ready').count()).toBe(0);
        await page.evaluate('rimlight.commands.updates.takeUpdate()');
        expect(await buildOf(page)).toBe(oldHash);
        const frames: number = await page.evaluate('rimlight.stores.recording.getState().frames');
        await until(page, `rimlight.stores.recording.getState().frames > ${frames + 5}`);
        await page.keyboard.press('r');
        await until(page, "rimlight.stores.recording.getState().status === 'idle'");
        await page.getByText('A new version is ready').waitFor();
        await page.getByRole('button', { name: 'Take it now' }).click();
        const isNew = `document.querySelector('meta[name="rimlight-build"]')?.content === '${nextHash}'`;
        await until(page, isNew).catch(() => until(page, isNew));
        await until(page, 'globalThis.rimlight?.stores.sessions.getState().sessions.length === 1');
        const made: string = await page.evaluate('rimlight.stores.sessions.getState().sessions[0].madeWith');
        expect(made).toMatch(/^Rimlight \d+\.\d+\.\d+\+/);
        expect(made.endsWith(`+${oldHash}`)).toBe(true);
      } finally {
        await second.close();
      }
    } finally {
      await context.close();
    }
  });
});

test('code that was changed in the browser’s cache is not run: the server’s own is, and is kept again', async () => {
  const server = await serveFolder(dist);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(debugUrl(server.url));
    await until(page, `globalThis.rimlight && ${updates}.isOffline`, 60_000);
    const changed: number = await page.evaluate(`(async () => {
      const name = (await caches.keys()).find(each => each.startsWith('rimlight-build-'));
      const cache = await caches.open(name);
      const scripts = (await cache.keys()).filter(({ url }) => url.endsWith('.js'));
      for (const script of scripts) {
        const { headers } = await cache.match(script);
        await cache.put(script, new Response('globalThis.hostile = true;', { headers }));
      }
      return scripts.length;
    })()`);
    expect(changed).toBeGreaterThan(5);
    await page.reload();
    await waitForState(page, 'live');
    expect(await page.evaluate('globalThis.hostile')).toBeUndefined();
    await server.close();
    await page.reload();
    await waitForState(page, 'live');
    expect(await page.evaluate('globalThis.hostile')).toBeUndefined();
  } finally {
    await context.close();
  }
});
