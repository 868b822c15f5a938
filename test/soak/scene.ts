/** The case that a soak lives through: fake camera, two regions measured, a theatre display, a recording. By key and mouse, as a user does it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { connectCamera, debugUrl, drawCircle, until, waitForState } from '../support/app-driver.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { background, tumour, writeCamera } from './camera.ts';

export type SoakScene = {
  readonly context: BrowserContext;
  readonly console: Page;
  readonly theatre: Page;
  /** Errors of the two pages; their workers' are heard by `threads.ts`. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
};

/** `watched` is called with a page as soon as it is there, before anything happens in it. */
export async function openScene(watched: (page: Page, name: string) => Promise<void>): Promise<SoakScene> {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-soak-'));
  const outDir = join(folder, 'app');
  await build({ logLevel: 'error', mode: 'production', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    preview: { port: 0, strictPort: false },
    build: { outDir },
    logLevel: 'error',
  });
  const address = server.httpServer.address();
  if (!address || typeof address === 'string') throw new Error('The preview server has no port.');
  const camera = join(folder, 'camera.y4m');
  writeCamera(camera);
  // A profile on the disk, as a user has: without one the browser keeps recordings in memory.
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: await findChromium(),
    args: [
      ...chromiumFlags,
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
      '--use-fake-ui-for-media-stream',
      '--screen-info={0,0 1920x1080 label=Console}{1920,0 1280x720 label=OR}',
    ],
    viewport: { width: 1280, height: 720 },
  });
  const complaints: string[] = [];
  const listen = async (page: Page, name: string): Promise<void> => {
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(`${name}: ${message.text()}`);
    });
    page.on('pageerror', error => complaints.push(`${name}: ${error}`));
    page.on('crash', () => complaints.push(`${name}: crashed`));
    await watched(page, name);
  };

  const page = await context.newPage();
  await page.goto(debugUrl(`http://127.0.0.1:${address.port}/`));
  await listen(page, 'console');
  await waitForState(page, 'live');
  await connectCamera(page, '640x480');
  await drawCircle(page, { role: 'tumour', centre: tumour, radiusPx: tumour.radiusPx - 14 });
  await drawCircle(page, {
    role: 'background',
    tissue: 'muscle',
    centre: background,
    radiusPx: background.radiusPx,
  });
  await page.keyboard.press('Shift+D');
  const [theatre] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Open a theatre display' }).click(),
  ]);
  await theatre.waitForLoadState();
  await listen(theatre, 'theatre');
  await until(page, 'rimlight.stores.displays.getState().displays.length > 0');
  await page.keyboard.press('Escape');
  // What a machine that was held up said while all of this started is over.
  await waitForState(page, 'live');
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'recording'");
  return {
    context,
    console: page,
    theatre,
    complaints,
    async close() {
      await context.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
