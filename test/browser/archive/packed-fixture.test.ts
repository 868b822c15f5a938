/** A session that the app of format 2 recorded and packed: every later version reads it, to the last code and the last bit. */
import { expect, test } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import { openSession } from '#archive/reader.ts';
import { verifyMeasurements } from '#archive/verify.ts';
import { exactVideo } from '#archive/video/exact-video.ts';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import { type MemoryFolder, memoryFolder } from '../../unit/archive/memory-folder.ts';

const urls = import.meta.glob<string>('../../fixtures/session-2-packed/*', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function load(): Promise<{ sessions: MemoryFolder; folder: MemoryFolder; id: string }> {
  const files = await Promise.all(
    Object.entries(urls).map(async ([path, url]) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      return [path.split('/').at(-1)!, bytes] as const;
    }),
  );
  const manifest = files.find(([name]) => name === 'manifest.json')![1];
  const { id }: { id: string } = JSON.parse(new TextDecoder().decode(manifest));
  const sessions = memoryFolder();
  await sessions.folder(id, true);
  const folder = sessions.folders.get(id)!;
  for (const [name, bytes] of files) folder.files.set(name, bytes);
  return { sessions, folder, id };
}

/** What the camera of `test/tools/make-packed-fixture.ts` sent. */
function lumaOf(frame: number): Uint8Array {
  return Uint8Array.from({ length: 160 * 120 }, (_, i) => {
    const [x, y] = [i % 160, Math.floor(i / 160)];
    const spot = 90 * Math.exp(-(((x - 60 - (frame % 8)) / 14) ** 2) - ((y - 60) / 14) ** 2);
    return Math.round(60 + spot + ((x * 13 + y * 7 + frame * 5) % 7));
  });
}

test('nothing of it differs from what was written', async () => {
  const { folder } = await load();
  expect(await examineSession(folder, { video: exactVideo })).toEqual([]);
});

test('every frame is one that the camera sent, code for code, in order', async () => {
  const { sessions, id } = await load();
  const reader = await openSession(sessions, id, { video: exactVideo });
  const sent = new Map(Array.from({ length: 30 }, (_, k) => [lumaOf(k).join(), k] as const));
  const order: number[] = [];
  for (const entry of reader.frames) {
    expect(entry.coded?.isExact).toBe(true);
    const { planes, format } = await reader.readFrame(entry);
    expect(format).toMatchObject({ format: 'I420', widthPx: 160, heightPx: 120 });
    const frame = sent.get(planes[0]!.samples.join());
    expect(frame, `frame ${entry.number} is none that was sent`).toBeDefined();
    order.push(frame!);
  }
  expect(order.length).toBeGreaterThan(12);
  const steps = order.slice(1).map((frame, i) => (frame - order[i]! + 30) % 30);
  expect(steps.every(step => step >= 1 && step < 10)).toBe(true);
  reader[Symbol.dispose]();
});

test('every number that was measured live comes out of it again to the last bit', async () => {
  const { sessions, id } = await load();
  const reader = await openSession(sessions, id, { video: exactVideo });
  const cache = createMeasureCache(createPlainHistogram());
  const verified = await verifyMeasurements(
    reader,
    (frame, inputs) => measureFrame(frame, inputs, cache).measurement,
  );
  expect(verified.unequal).toEqual([]);
  expect(verified.equal).toBeGreaterThan(8);
  reader[Symbol.dispose]();
});
