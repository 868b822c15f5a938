/** A still beside a recording, by the workers as they are built: what the export worker kept is proved with the session. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import { stillFileName } from '#archive/format.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { sealSession } from '#archive/sealing.ts';
import { sessionStillPicture } from '#archive/session-stills.ts';
import { deleteSession, listSessions } from '#archive/sessions.ts';
import { stillArchive, stillFiles } from '#archive/stills.ts';
import { createProblems } from '#conductor/problems.ts';
import { createRecording } from '#conductor/recording.ts';
import type { EncodeApi } from '#workers/encode/api.ts';
import EncodeWorker from '#workers/encode/encode.worker.ts?worker';
import type { ExportApi } from '#workers/export/api.ts';
import ExportWorker from '#workers/export/export.worker.ts?worker';
import type { ViewApi } from '#workers/view/api.ts';
import { expose, type Remote, releaseProxy, transfer, wrap } from '#workers/wire.ts';
import { testBuild } from '../../support/made-with.ts';
import { manifestOf, mark } from '../../unit/archive/samples.ts';
import { madeOrder } from './made-still.ts';

const privateFiles = () => navigator.storage.getDirectory();
const archive = stillArchive(privateFiles);
const sessionId = 'session-0001';
const stillId = '9e107d9d-372b-4b62-8d81-f3542a419ce6';

let workers: Worker[] = [];
let encode: Remote<EncodeApi>;
let exporter: Remote<ExportApi>;

const clean = async () => {
  for (const { id } of await listSessions(await privateFiles()))
    await deleteSession(await privateFiles(), id);
  const { stills, unreadable } = await archive.list();
  for (const id of [...stills.map(still => still.id), ...unreadable]) await archive.remove(id);
};

beforeEach(async () => {
  await clean();
  workers = [new EncodeWorker(), new ExportWorker()];
  encode = wrap<EncodeApi>(workers[0]!);
  exporter = wrap<ExportApi>(workers[1]!);
});

afterEach(async () => {
  encode[releaseProxy]();
  exporter[releaseProxy]();
  for (const worker of workers) worker.terminate();
  await clean();
});

const folderOf = async () =>
  opfsFolder(
    await (await (await privateFiles()).getDirectoryHandle('sessions')).getDirectoryHandle(sessionId),
  );

async function keepStill(id: string): Promise<void> {
  const made = madeOrder();
  const order = { ...made, still: { ...made.still, id } };
  await exporter.keepStill(transfer(order, [order.picture]));
}

test('a still that is taken while it records is sealed with the session, as it was kept, and is shown', async () => {
  await encode.start(manifestOf(sessionId));
  await keepStill(stillId);
  await exporter.copyToSession(stillId, sessionId);
  await encode.append({ type: 'still', atS: 1000, frameNumber: 0, stillId });
  await encode.append(mark('The end.', 0));
  await encode.stop();
  const record = await (await archive.file(stillId, stillFiles.record)).text();
  const composite = await (await archive.file(stillId, stillFiles.composite)).arrayBuffer();
  // What becomes of it in the library does not reach the session.
  await exporter.annotateStill(stillId, [], testBuild);
  await archive.remove(stillId);

  const folder = await folderOf();
  const { parts } = await sealSession(folder);
  expect(parts.map(({ name }) => name)).toEqual([
    'manifest.json',
    'records-0001.rlr',
    stillFileName('record', stillId),
    stillFileName('picture', stillId),
  ]);
  expect(await examineSession(folder)).toEqual([]);
  const picture = await sessionStillPicture(await privateFiles(), sessionId, stillId);
  expect(picture?.type).toBe('image/png');
  expect(new Uint8Array(await picture!.arrayBuffer())).toEqual(new Uint8Array(composite));
  using shown = disposable(await createImageBitmap(picture!));
  expect(shown.bitmap.width).toBeGreaterThan(0);
  const file = await folder.openToRead(stillFileName('record', stillId));
  const bytes = new Uint8Array(file.sizeBytes);
  await file.read(bytes, 0);
  expect(new TextDecoder().decode(bytes)).toBe(record);
});

const disposable = (bitmap: ImageBitmap) => ({ bitmap, [Symbol.dispose]: () => bitmap.close() });

test('a session that has its end, or is none, takes no still, and none that it does not hold is shown', async () => {
  await encode.start(manifestOf(sessionId));
  await encode.append(mark('The end.', 0));
  await encode.stop();
  await keepStill(stillId);
  for (const id of [sessionId, 'session-0002'])
    await expect(exporter.copyToSession(stillId, id)).rejects.toMatchObject({
      problem: { id: 'still-not-in-session', text: expect.stringContaining('The still is kept') },
    });
  const names = (await (await folderOf()).list()).map(({ name }) => name);
  expect(names.filter(name => name.startsWith('still-'))).toEqual([]);
  for (const id of [stillId, '../x', '../../stills', '', 'x'.repeat(500)])
    expect(await sessionStillPicture(await privateFiles(), sessionId, id)).toBeNull();
});

/** The conductor's part of a recording over the real recorder; nothing is drawn, so that no frame comes. */
function createRecorder() {
  const { port1, port2 } = new MessageChannel();
  expose({ record: () => undefined }, port1);
  const recording = createRecording({
    encode: { api: encode, end: () => undefined },
    view: wrap<Pick<ViewApi, 'record'>>(port2),
    problems: createProblems(),
    clockS: () => 1000,
    newestFrame: () => 0,
    fieldsOf: () => [],
    keyFrames: () => [],
    blanks: () => [],
    chunkClosed: () => undefined,
  });
  return { recording, sessionNow: () => recording.whileOpen(async id => id) };
}

test('the session is known while it takes what is kept, in a pause too, and no longer', async () => {
  const { recording, sessionNow } = createRecorder();
  expect(await sessionNow()).toBeNull();
  await recording.start(manifestOf(sessionId), []);
  expect([recording.store.getState().sessionId, await sessionNow()]).toEqual([sessionId, sessionId]);
  await recording.pause();
  expect(await sessionNow()).toBe(sessionId);
  await recording.stop();
  expect([recording.store.getState().sessionId, await sessionNow()]).toEqual([null, null]);
});

test('a still that is being taken when the recording is stopped is a part of it, with its event', async () => {
  const { recording, sessionNow } = createRecorder();
  await recording.start(manifestOf(sessionId), []);
  const taking = recording.whileOpen(async id => {
    await keepStill(stillId);
    await exporter.copyToSession(stillId, id ?? '');
    recording.note({ type: 'still', stillId });
  });
  const stopping = recording.stop();
  // Too late for this one.
  expect(await sessionNow()).toBeNull();
  await Promise.all([taking, stopping]);
  const folder = await folderOf();
  const { parts, events } = await sealSession(folder);
  expect(parts.map(({ name }) => name)).toContain(stillFileName('picture', stillId));
  expect(events.count).toBe(1);
  expect(await examineSession(folder)).toEqual([]);
});

test('a still that fails, or never comes to its end, does not keep a recording from ending', async () => {
  const { recording } = createRecorder();
  await recording.start(manifestOf(sessionId), []);
  const failing = recording.whileOpen(() => Promise.reject(new Error('The disk refused.')));
  await expect(failing).rejects.toThrow('The disk refused.');
  void recording.whileOpen(() => new Promise(() => undefined));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let isStopped = false;
    const stopping = recording.stop().then(() => {
      isStopped = true;
    });
    // Workers answer by messages, which have a clock of their own.
    while (!isStopped) {
      await vi.advanceTimersByTimeAsync(1000);
      await exporter.dropClip();
    }
    await stopping;
  } finally {
    vi.useRealTimers();
  }
  expect((await listSessions(await privateFiles()))[0]?.endedAtS).not.toBeNull();
});
