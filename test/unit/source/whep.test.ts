import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { playClip } from '#test/gateway/clip-player.ts';
import { type Gateway, type GatewayOptions, startGateway } from '#test/gateway/gateway.ts';
import { parseIvf } from '#test/gateway/ivf.ts';
import { type BrowserWithSources, startBrowser } from './open-page.ts';

const clip = parseIvf(readFileSync(new URL('../../gateway/clip.ivf', import.meta.url)));

let browser: BrowserWithSources;
let gateway: Gateway | null = null;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser[Symbol.asyncDispose]());
afterEach(async () => {
  await page?.context().close();
  await gateway?.close();
  gateway = null;
});

async function start(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  gateway = await startGateway({ source: { kind: 'clip', clip }, ...options });
  ({ page } = await browser.openPage());
  return gateway;
}

const open = (address: string, token: string | null = null) =>
  page.evaluate(choice => sourcePage.openRemote(choice), { address, token });

const read = (count: number) => page.evaluate(n => sourcePage.read('main', n), count);

describe('a remote stream', () => {
  test('brings the gateway’s frames in their own size, and is let go of when disposed', async () => {
    const { url } = await start();
    const { problem, description } = await open(url);
    expect(problem).toBeNull();
    expect(description).toMatchObject({ kind: 'remote', live: true, streams: 1, layout: { id: 'nir-only' } });
    const frames = await read(20);
    expect(frames).toHaveLength(20);
    for (const frame of frames) expect(frame).toMatchObject({ widthPx: 640, heightPx: 320, format: 'I420' });
    // Not frame by frame: a timestamp is the browser's estimate of when to show the frame, and steps back when that is corrected.
    expect(frames.at(-1)!.timestamp).toBeGreaterThan(frames[0]!.timestamp);
    await page.waitForFunction(() => sourcePage.layoutTold() !== null);
    expect(await page.evaluate(() => sourcePage.layoutTold())).toBe('white-nir');

    await page.evaluate(() => sourcePage.dispose());
    await expect.poll(() => gateway?.deleted).toBe(1);
    expect(await page.evaluate(() => sourcePage.isEnded('main'))).toBe(true);
    expect(gateway?.opened).toBe(1);
  });

  test('accepts a gateway that only makes counter-offers', async () => {
    const { url } = await start({ counterOffer: true });
    expect((await open(url)).problem).toBeNull();
    expect(await read(5)).toHaveLength(5);
    await page.evaluate(() => sourcePage.dispose());
    await expect.poll(() => gateway?.deleted).toBe(1);
  });

  test('sends its token, and says so when the gateway does not accept it', async () => {
    const { url } = await start({ token: 'seven' });
    expect((await open(url)).problem).toMatchObject({ id: 'remote-token', severity: 'stop' });
    expect((await open(url, 'eight')).problem).toMatchObject({ id: 'remote-token' });
    expect(gateway?.opened).toBe(0);
    expect((await open(url, 'seven')).problem).toBeNull();
    expect(await read(2)).toHaveLength(2);
    await page.evaluate(() => sourcePage.dispose());
    await expect.poll(() => gateway?.deleted).toBe(1);
  });

  test('refuses addresses that are none, that are plain http elsewhere, or where no stream is', async () => {
    const { url } = await start();
    const problemAt = async (address: string) => (await open(address)).problem?.id;
    expect(await problemAt('tower a')).toBe('remote-address');
    expect(await problemAt('ftp://127.0.0.1/whep')).toBe('remote-address');
    expect(await problemAt('http://192.0.2.1/whep')).toBe('remote-plain');
    expect(await problemAt(`${url}/nothing-here`)).toBe('remote-not-found');
    await gateway?.close();
    gateway = null;
    expect(await problemAt(url)).toBe('remote-unreachable');
  });

  test('notices that the picture stopped, says so, and returns by itself with new inlets', async () => {
    const { url } = await start();
    await open(url);
    await read(3);
    gateway?.send(false);
    await page.waitForFunction(() => sourcePage.heard().includes('+remote-stopped'), undefined, {
      timeout: 60_000,
    });
    await expect.poll(() => gateway?.deleted).toBe(1);
    expect(await page.evaluate(() => sourcePage.heard())).not.toContain('inlets');
    gateway?.send(true);
    await page.waitForFunction(() => sourcePage.heard().includes('inlets'), undefined, { timeout: 60_000 });
    expect(await page.evaluate(() => sourcePage.heard())).toEqual([
      'description',
      '+remote-stopped',
      '-remote-stopped',
      'inlets',
    ]);
    expect(await read(5)).toHaveLength(5);
    await page.evaluate(() => sourcePage.dispose());
    await expect.poll(() => gateway && gateway.opened - gateway.deleted).toBe(0);
  });

  test('passes RTP from a UDP port on', async () => {
    const port = 47_845;
    const { url } = await start({ source: { kind: 'rtp', port, codec: 'vp8' } });
    const socket = createSocket('udp4');
    // Without a way to ask for a key frame, the sender repeats one often: here, with every turn of the clip.
    using player = playClip(clip, packet => socket.send(packet.serialize(), port, '127.0.0.1'));
    expect((await open(url)).problem).toBeNull();
    expect(await read(5)).toHaveLength(5);
    player[Symbol.dispose]();
    socket.close();
  });
});
