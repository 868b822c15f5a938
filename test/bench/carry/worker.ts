/** Exporting, copying, importing, on the thread where files are written in place. */
import type { Folder } from '#archive/files.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { sealSession } from '#archive/sealing.ts';
import { createSessionWriter } from '#archive/writer.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { Problem } from '#model/problem.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { createCarrier } from '#workers/keep/carry/carrier.ts';
import { hashThrough } from '#workers/keep/carry/lent-hash.ts';
import { grey, manifestOf } from '../../unit/archive/samples.ts';

export type CarryCost = {
  /** The quickest export over the quickest plain copy: what is left when nothing else wants the machine. */
  readonly exportPerCopy: number;
  /** Median of the rounds' own ratios: shows, beside it, how much something else did. */
  readonly medianPerCopy: number;
  /** The same without threads beside, the quickest too. */
  readonly onOneThreadPerCopy: number;
  /** Sealing with a passphrase as well, over the copy; the derivation of the key included. */
  readonly sealedPerCopy: number;
  readonly importPerCopy: number;
  /** Seconds of the quickest copy. */
  readonly copyS: number;
};

const id = 'bench-carry';
const sessionBytes = 256 * 2 ** 20;
const copyPieceBytes = 8 * 2 ** 20;
const rounds = 9;
const format: FrameFormat = { ...grey(1920, 1080), format: 'I420' };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function record(sessions: Folder): Promise<void> {
  const writer = await createSessionWriter(sessions, manifestOf(id), { room: await createRecordRoom() });
  const codes = Uint8Array.from({ length: (1920 * 1080 * 3) / 2 }, (_, i) => (i * 2_654_435_761) >>> 13);
  for (let number = 0; writer.bytes < sessionBytes; number++) {
    const room = writer.roomFor(format);
    new Uint8Array(room.buffer, room.startBytes, codes.length).set(codes);
    const times = { timestampS: number / 30, arrivedS: 1000 + number / 30 };
    await writer.writeFrame({ stream: 'main', number, profileMark: 0, format, ...times });
  }
  await writer.finish(1_700_000_001);
  await sealSession(await sessions.folder(id, false));
}

/** To a thread that ends with this one. */
function helperPort(): MessagePort {
  const helper = new Worker(new URL('./helper.ts', import.meta.url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  helper.postMessage(port2, [port2]);
  return port1;
}

/** All files of the session, one after the other, into one file. */
async function copy(session: Folder, to: Folder): Promise<void> {
  const target = await to.openToWrite('copy');
  const piece = new Uint8Array(copyPieceBytes);
  let atBytes = 0;
  for (const { name } of await session.list()) {
    const file = await session.openToRead(name);
    for (let from = 0; from < file.sizeBytes; from += piece.length) {
      const count = await file.read(piece, from);
      target.write(piece.subarray(0, count), atBytes);
      atBytes += count;
    }
    file.close();
  }
  target.flush();
  target.close();
}

async function timedS(act: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await act();
  return (performance.now() - beganMs) / 1000;
}

async function measure(): Promise<CarryCost> {
  const top = await navigator.storage.getDirectory();
  const folderName = `bench-${crypto.randomUUID()}`;
  const handle = await top.getDirectoryHandle(folderName, { create: true });
  const folder = opfsFolder(handle);
  const sessions = await folder.folder('sessions', true);
  const parts = {
    root: async () => handle,
    sessions: async () => sessions,
    freeBytes: async () => Number.POSITIVE_INFINITY,
    notice(problem: Problem) {
      throw new Error(problem.text);
    },
  };
  const carrier = createCarrier({ ...parts, hash: hashThrough([helperPort(), helperPort()]) });
  const alone = createCarrier(parts);
  const on = { signal: new AbortController().signal, tell: () => undefined };
  const exporting = (passphrase: string | null) => carrier.exportSession(id, { passphrase, to: null }, on);
  const copies: number[] = [];
  const exports: number[] = [];
  const lonely: number[] = [];
  const ratios: number[] = [];
  const sealed: number[] = [];
  const imports: number[] = [];
  try {
    await record(sessions);
    const session = await sessions.folder(id, false);
    // The first round warms the code up and fetches the memory that the system keeps files in.
    for (let round = 0; round <= rounds; round++) {
      const copyBefore = await timedS(() => copy(session, folder));
      await folder.remove('copy');
      const exported = await timedS(() => exporting(null));
      await carrier.emptyOutbox();
      const copyAfter = await timedS(() => copy(session, folder));
      await folder.remove('copy');
      if (round === 0) continue;
      const copyS = (copyBefore + copyAfter) / 2;
      copies.push(copyBefore, copyAfter);
      exports.push(exported);
      ratios.push(exported / copyS);
      if (round > 4) continue;
      lonely.push(await timedS(() => alone.exportSession(id, { passphrase: null, to: null }, on)));
      await carrier.emptyOutbox();
      if (round > 2) continue;
      sealed.push((await timedS(() => exporting('a passphrase of the bench'))) / copyS);
      await carrier.emptyOutbox();
      const file = await exporting(null);
      await sessions.remove(id);
      imports.push((await timedS(() => carrier.importSession(file ?? new Blob([]), null, on))) / copyS);
      await carrier.emptyOutbox();
    }
  } finally {
    await top.removeEntry(folderName, { recursive: true });
  }
  const copyS = Math.min(...copies);
  return {
    exportPerCopy: Math.min(...exports) / copyS,
    medianPerCopy: median(ratios),
    onOneThreadPerCopy: Math.min(...lonely) / copyS,
    sealedPerCopy: median(sealed),
    importPerCopy: median(imports),
    copyS,
  };
}

measure().then(
  cost => postMessage({ cost }),
  (error: unknown) => postMessage({ error: String(error) }),
);
