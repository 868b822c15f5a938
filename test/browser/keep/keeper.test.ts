/** The keep worker with what browsers really have: private files, locks, and its own encoder. */
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadChecksum } from '#archive/checksum.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { openSession } from '#archive/reader.ts';
import type { FrameEntry } from '#archive/scan.ts';
import { readParts } from '#archive/sealing.ts';
import { deleteSession, listSessions } from '#archive/sessions.ts';
import { exactVideo } from '#archive/video/exact-video.ts';
import { until } from '#test/support/waiting.ts';
import type { KeepApi, KeepNews, PackingState } from '#workers/keep/api.ts';
import KeepWorker from '#workers/keep/keep.worker.ts?worker';
import RecordingWorker from './recording.worker.ts?worker';

const privateFiles = () => navigator.storage.getDirectory();
const sessionsIn = async () =>
  opfsFolder(await (await privateFiles()).getDirectoryHandle('sessions', { create: true }));
const clean = async () => {
  for (const { id } of await listSessions(await privateFiles()))
    await deleteSession(await privateFiles(), id);
};

type Keeper = { api: Remote<KeepApi>; worker: Worker; news: KeepNews[] };
const keepers: Keeper[] = [];

async function startKeeper(): Promise<Keeper> {
  const worker = new KeepWorker();
  const api = wrap<KeepApi>(worker);
  const news: KeepNews[] = [];
  await api.subscribe(proxy(one => void news.push(one)));
  const keeper = { api, worker, news };
  keepers.push(keeper);
  return keeper;
}

const stateOf = ({ news }: Keeper): PackingState | undefined =>
  news.flatMap(one => (one.type === 'packing' ? [one.packing] : [])).at(-1);

/** Settles until nothing is left; whoever still holds a file lets go of it meanwhile. */
async function packAll(keeper: Keeper): Promise<PackingState> {
  for (;;) {
    await keeper.api.settle();
    for (let waits = 0; waits < 400; waits++) {
      await new Promise(resolve => setTimeout(resolve, 25));
      const state = stateOf(keeper);
      if (state?.status === 'idle' && state.ratio !== null) return state;
      if (state?.status === 'waiting') break;
    }
  }
}

const record = (id: string) =>
  new Promise<void>((resolve, reject) => {
    const worker = new RecordingWorker();
    worker.onmessage = ({ data }: MessageEvent<string>) => {
      worker.terminate();
      if (data === 'recorded') resolve();
      else reject(new Error(data));
    };
    worker.postMessage(id);
  });

/** With a hash for each plane's codes: comparing them one by one takes long. */
async function contentOf(id: string): Promise<unknown> {
  const hash = await loadChecksum();
  using session = await openSession(await sessionsIn(), id, { video: exactVideo });
  const codes = async (entry: FrameEntry) => {
    const { planes, timestampS, number } = await session.readFrame(entry);
    return [
      number,
      timestampS,
      ...planes.map(({ samples }) =>
        hash(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)),
      ),
    ];
  };
  const frames = [];
  for (const entry of [...session.frames, ...session.secondFrames]) frames.push(await codes(entry));
  const events = [];
  for (const { entry } of session.events) events.push(await session.readEvent(entry));
  return { frames, events, damage: session.damage };
}

const namesIn = async (id: string) =>
  (await (await (await sessionsIn()).folder(id, false)).list()).map(({ name }) => name).sort();

beforeEach(clean);
afterEach(async () => {
  for (const { api, worker } of keepers.splice(0)) {
    api[releaseProxy]();
    worker.terminate();
  }
  // A file of a worker that was ended is free a moment later.
  const isClean = () =>
    clean().then(
      () => true,
      () => false,
    );
  await expect.poll(isClean, { interval: 50 }).toBe(true);
});

const id = 'session-packed';

test('a recording is packed in the background and reads the same bit for bit, at less than its size', async () => {
  await record(id);
  const before = await contentOf(id);
  const keeper = await startKeeper();
  const state = await packAll(keeper);
  expect(state.ratio).toBeLessThan(0.9);
  expect(state.backlogBytes).toBe(0);
  expect(await namesIn(id)).toEqual([
    ...['main-0001.webm', 'main-0002.webm', 'manifest.json', 'packed-0001.rlr', 'packed-0002.rlr'],
    ...['parts.json', 'second-0001.webm', 'second-0002.webm'],
  ]);
  expect(await contentOf(id)).toEqual(before);
  expect(
    await keeper.api.examine(
      id,
      proxy(() => undefined),
    ),
  ).toEqual([]);
  expect(keeper.news.some(({ type }) => type === 'changed')).toBe(true);
  expect(keeper.news.filter(({ type }) => type === 'problem')).toEqual([]);

  expect(await keeper.api.thinWhite(Number.MAX_SAFE_INTEGER)).toBeGreaterThan(0);
  using session = await openSession(await sessionsIn(), id, { video: exactVideo });
  expect(session.exactness).toBe('white-lossy');
  for (const entry of session.frames) await session.readFrame(entry);
  expect(session.secondFrames.every(({ coded }) => coded?.isExact)).toBe(true);
  const parts = await readParts(await (await sessionsIn()).folder(id, false));
  expect(parts?.exactness).toBe('white-lossy');
  expect(
    await keeper.api.examine(
      id,
      proxy(() => undefined),
    ),
  ).toEqual([]);
});

test('a worker that is killed while it packs leaves a session that reads the same, and the next one ends the work', async () => {
  await record(id);
  const before = await contentOf(id);
  for (const afterMs of [60, 150, 300, 500]) {
    const { api, worker } = await startKeeper();
    await api.settle();
    await new Promise(resolve => setTimeout(resolve, afterMs));
    worker.terminate();
    expect(await contentOf(id)).toEqual(before);
  }
  await packAll(await startKeeper());
  expect(await contentOf(id)).toEqual(before);
  expect((await namesIn(id)).filter(name => name.startsWith('records-'))).toEqual([]);
});

test('a session is deleted while it is being packed, and the others are packed afterwards', async () => {
  await record(id);
  const other = `${id}-other`;
  await record(other);
  const keeper = await startKeeper();
  await keeper.api.settle();
  await until(() => stateOf(keeper)?.status === 'packing');
  await new Promise(resolve => setTimeout(resolve, 60));
  await keeper.api.deleteSession(id);
  await expect(namesIn(id)).rejects.toThrow();
  await packAll(keeper);
  expect((await namesIn(other)).filter(name => name.startsWith('records-'))).toEqual([]);
});

test('of two tabs one packs and the other waits', async () => {
  await record(id);
  const before = await contentOf(id);
  const [one, other] = [await startKeeper(), await startKeeper()];
  await Promise.all([one.api.settle(), other.api.settle()]);
  const packed = () => [one, other].filter(keeper => (stateOf(keeper)?.ratio ?? null) !== null);
  await until(() => packed().length > 0);
  await packAll(packed()[0]!);
  expect(packed()).toHaveLength(1);
  expect(await contentOf(id)).toEqual(before);
});
