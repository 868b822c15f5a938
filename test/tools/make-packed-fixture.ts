/**
 * Records a small camera with the built app, waits until the session is packed and sealed, and keeps its files:
 * `tsx test/tools/make-packed-fixture.ts test/fixtures/session-2-packed`. Run once for a version of the format, never over an old fixture.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { connectCamera, debugUrl, drawCircle, inTemporaryFolder, until } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const size = { widthPx: 160, heightPx: 120 };
const frameCount = 30;

/** Tissue with a brighter spot that drifts by a pixel a frame. */
const lumaOf = (frame: number): Uint8Array =>
  Uint8Array.from({ length: size.widthPx * size.heightPx }, (_, i) => {
    const [x, y] = [i % size.widthPx, Math.floor(i / size.widthPx)];
    const spot = 90 * Math.exp(-(((x - 60 - (frame % 8)) / 14) ** 2) - ((y - 60) / 14) ** 2);
    return Math.round(60 + spot + ((x * 13 + y * 7 + frame * 5) % 7));
  });

const outFolder = process.argv[2];
if (!outFolder) throw new Error('Name the folder to write to.');

await build({ logLevel: 'error', mode: 'production' });
const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: 'error' });
const address = server.httpServer.address();
if (!address || typeof address === 'string') throw new Error('The server has no port.');

await inTemporaryFolder(async folder => {
  const file = join(folder, 'camera.y4m');
  const header = `YUV4MPEG2 W${size.widthPx} H${size.heightPx} F10:1 C420jpeg\n`;
  const frames = Array.from({ length: frameCount }, (_, k) =>
    Buffer.concat([Buffer.from('FRAME\n'), lumaOf(k), Buffer.alloc((size.widthPx * size.heightPx) / 2, 128)]),
  );
  writeFileSync(file, Buffer.concat([Buffer.from(header), ...frames]));
  const browser = await startBrowser({ camera: { file } });
  try {
    const { page } = await openApp(browser, { url: debugUrl(`http://127.0.0.1:${address.port}/`) });
    await connectCamera(page, '640x480');
    await drawCircle(page, { role: 'tumour', centre: { x: 62, y: 60 }, radiusPx: 10 });
    await drawCircle(page, { role: 'background', tissue: 'muscle', centre: { x: 130, y: 30 }, radiusPx: 12 });
    await page.keyboard.press('r');
    await until(page, 'rimlight.stores.recording.getState().frames > 12');
    await page.keyboard.press('r');
    await until(page, "rimlight.stores.recording.getState().status === 'idle'");
    await until(page, 'rimlight.stores.sessions.getState().sessions[0]?.isSealed', 60_000);
    const files: readonly (readonly [string, string])[] = await page.evaluate(`(async () => {
      const root = await navigator.storage.getDirectory();
      const sessions = await root.getDirectoryHandle('sessions');
      const session = await sessions.getDirectoryHandle(rimlight.stores.sessions.getState().sessions[0].id);
      const files = [];
      for await (const handle of session.values()) {
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
        files.push([handle.name, btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))]);
      }
      return files;
    })()`);
    mkdirSync(outFolder, { recursive: true });
    for (const [name, content] of files) writeFileSync(join(outFolder, name), Buffer.from(content, 'base64'));
    console.log(files.map(([name, content]) => `${name} ${Math.round((content.length * 3) / 4)}`).join('\n'));
  } finally {
    await browser.close();
  }
});
await server.close();
