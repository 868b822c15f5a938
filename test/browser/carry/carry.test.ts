/** Export and import with what browsers really have: private files written in place, chosen files, and threads that die. */
import { proxy, type Remote, wrap } from 'comlink';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opfsFolder } from '#archive/opfs.ts';
import { openSession } from '#archive/reader.ts';
import { deleteSession, listSessions } from '#archive/sessions.ts';
import type { CarryTestApi } from './carry.worker.ts';
import CarryWorker from './carry.worker.ts?worker';

const root = () => navigator.storage.getDirectory();
const id = 'session-carried';
let worker: Worker;
let api: Remote<CarryTestApi>;
const start = () => {
  worker = new CarryWorker();
  api = wrap<CarryTestApi>(worker);
};
const clean = async () => {
  const top = await root();
  for (const name of ['sessions', 'outbox', 'chosen'])
    await top.removeEntry(name, { recursive: true }).catch(() => undefined);
};
beforeEach(async () => {
  await clean();
  start();
});
afterEach(async () => {
  worker.terminate();
  await clean();
});

const nothing = proxy(() => undefined);
const toOutbox = { passphrase: null, to: null };

async function namesIn(folder: string): Promise<string[]> {
  const directory = await (await root()).getDirectoryHandle(folder, { create: true });
  return (await opfsFolder(directory).list()).map(entry => entry.name).sort();
}

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file';

async function sumOf(file: Blob): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())).join();
}

/** SHA-256 of every file of the session. */
async function sumsOf(): Promise<Record<string, string>> {
  const sessions = await (await root()).getDirectoryHandle('sessions');
  const sums: [string, string][] = [];
  for await (const handle of (await sessions.getDirectoryHandle(id)).values()) {
    if (isFile(handle)) sums.push([handle.name, await sumOf(await handle.getFile())]);
  }
  return Object.fromEntries(sums.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Exports to the outbox and copies the file into memory, as if it had been saved elsewhere. */
async function saved(passphrase: string | null = null): Promise<Blob> {
  const { value, failed } = await api.export(id, { passphrase, to: null }, nothing);
  if (!value) throw new Error(`Not exported: ${failed}`);
  return new Blob([await value.arrayBuffer()]);
}

test('a session leaves by the outbox and comes back the same, plain and sealed', async () => {
  await api.record(id, 40);
  let truth: Record<string, string> | null = null;
  for (const passphrase of [null, 'ein langer Satz']) {
    const file = await saved(passphrase);
    truth ??= await sumsOf();
    const ending = passphrase === null ? 'tar' : 'sealed';
    expect(await namesIn('outbox')).toEqual([`session-session-.rimlight.${ending}`]);
    await api.emptyOutbox();
    expect(await namesIn('outbox')).toEqual([]);
    await deleteSession(await root(), id);
    if (passphrase !== null) {
      expect(await api.import(file, null, nothing)).toMatchObject({ failed: 'import-passphrase-needed' });
      expect(await api.import(file, 'ein anderer', nothing)).toMatchObject({
        failed: 'import-passphrase-wrong',
      });
    }
    expect(await api.import(file, passphrase, nothing)).toEqual({ value: id, failed: null });
    expect(await sumsOf()).toEqual(truth);
    expect(await listSessions(await root())).toMatchObject([{ id, frames: 40 }]);
    expect(await api.notices()).toEqual([]);
    expect(await api.import(file, passphrase, nothing)).toEqual({ value: id, failed: null });
    expect(await api.notices()).toEqual(['import-already-here']);
  }
});

test('a chosen file is written directly, and is no file any more when the export is cancelled', async () => {
  await api.record(id, 60);
  const folder = await (await root()).getDirectoryHandle('chosen', { create: true });
  const to = await folder.getFileHandle('chosen.tar', { create: true });
  const shares: number[] = [];
  expect(
    await api.export(
      id,
      { passphrase: null, to },
      proxy((share: number) => void shares.push(share)),
    ),
  ).toEqual({
    value: null,
    failed: null,
  });
  // Shares travel by another port than the answer.
  await expect.poll(() => shares.at(-1)).toBe(1);
  expect(await sumOf(await to.getFile())).toBe(await sumOf(await saved()));

  const second = await folder.getFileHandle('second.tar', { create: true });
  const cancelling = api.export(
    id,
    { passphrase: null, to: second },
    proxy(() => void api.cancel()),
  );
  expect(await cancelling).toEqual({ value: null, failed: 'AbortError' });
  expect(await namesIn('chosen')).toEqual(['chosen.tar']);
});

test('cancelled, neither a half file nor a half session stays', async () => {
  await api.record(id, 200);
  const file = await saved();
  await api.emptyOutbox();
  const cancel = proxy(() => void api.cancel());
  expect(await api.export(id, toOutbox, cancel)).toMatchObject({ failed: 'AbortError' });
  expect(await namesIn('outbox')).toEqual([]);
  await deleteSession(await root(), id);
  expect(await api.import(file, null, cancel)).toMatchObject({ failed: 'AbortError' });
  expect(await namesIn('sessions')).toEqual([]);
});

test('an import whose thread was killed is not listed, and goes on from there', async () => {
  await api.record(id, 200);
  const file = await saved();
  const truth = await sumsOf();
  await deleteSession(await root(), id);
  await new Promise<void>(resolve => {
    const killed = proxy((share: number) => {
      if (share < 0.4) return;
      worker.terminate();
      resolve();
    });
    void api.import(file, null, killed);
  });
  expect(await listSessions(await root())).toEqual([]);
  start();
  // The files of a dead thread are let go of some time after it was told to end.
  await expect.poll(async () => (await api.import(file, null, nothing)).value).toBe(id);
  expect(await sumsOf()).toEqual(truth);
  const reader = await openSession(opfsFolder(await (await root()).getDirectoryHandle('sessions')), id);
  expect([reader.frames.length, reader.damage]).toEqual([200, []]);
  reader[Symbol.dispose]();
});

test('without room neither begins, and both say so', async () => {
  await api.record(id, 5);
  const file = await saved();
  await api.emptyOutbox();
  await api.setFree(1000);
  expect(await api.export(id, toOutbox, nothing)).toMatchObject({ failed: 'export-no-room' });
  expect(await namesIn('outbox')).toEqual([]);
  await deleteSession(await root(), id);
  expect(await api.import(file, null, nothing)).toMatchObject({ failed: 'import-no-room' });
  expect(await namesIn('sessions')).toEqual([]);
});
