/** Recordings that can be packed, and what is asked of them afterwards. */

import type { Folder } from '#archive/files.ts';
import { createPace } from '#archive/pace.ts';
import { openSession } from '#archive/reader.ts';
import { sealSession, webHash } from '#archive/sealing.ts';
import type { VideoCodec } from '#archive/video/video.ts';
import { createSessionWriter, type SessionWriter } from '#archive/writer.ts';
import { type FrameFormat, packedPlanes } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import type { Problem } from '#model/problem.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import type { KeeperLock } from '#workers/keep/pack/keeper-lock.ts';
import { createPacker, type Packer } from '#workers/keep/pack/packer.ts';
import { grey, inputsEvent, inputsOf, manifestOf, mark } from '../archive/samples.ts';
import { plainVideo } from './plain-video.ts';

/** Codes that pack well, and differ from frame to frame. */
function smoothCodes(format: FrameFormat, number: number): Uint8Array<ArrayBuffer> {
  const { totalBytes } = packedPlanes(format);
  return Uint8Array.from(
    { length: totalBytes },
    (_, i) => (number * 3 + (i >> 4) + (i % 7 === number % 7 ? 1 : 0)) % 200,
  );
}

type RecordedFrame = {
  readonly stream?: 'main' | 'second';
  readonly number: number;
  readonly format: FrameFormat;
  readonly codes?: Uint8Array<ArrayBuffer>;
};

export async function record(
  writer: SessionWriter,
  { stream = 'main', number, format, codes = smoothCodes(format, number) }: RecordedFrame,
): Promise<void> {
  const room = writer.roomFor(format);
  new Uint8Array(room.buffer, room.startBytes, codes.length).set(codes);
  const times = { timestampS: number / 30, arrivedS: 1000 + number / 30 };
  await writer.writeFrame({ stream, number, profileMark: 7, format, ...times });
}

const white: FrameFormat = { ...grey(32, 24), format: 'NV12' };
const deepNir: FrameFormat = { ...grey(31, 17), format: 'Y16', bitDepth: 12 };
export const twoCameras: Layout = {
  ...inputsOf(1).layout,
  white: { stream: 'main', rect: { x: 0, y: 0, width: 1, height: 1 } },
  nir: { stream: 'second', rect: { x: 0, y: 0, width: 1, height: 1 } },
};

/** Two cameras, white light and 12-bit NIR, with events between: several chunks. */
export async function recordTwoCameras(
  sessions: Folder,
  id: string,
  {
    frames = 24,
    layout = twoCameras,
    isEnded = true,
  }: { frames?: number; layout?: Layout; isEnded?: boolean } = {},
): Promise<void> {
  const manifest = manifestOf(id, 2);
  const writer = await createSessionWriter(
    sessions,
    { ...manifest, feed: { ...manifest.feed, layout: twoCameras } },
    { room: await createRecordRoom(), chunkBytes: 20_000 },
  );
  const inputs = inputsEvent(1, -1);
  if (inputs.type === 'inputs') await writer.writeEvent({ ...inputs, inputs: { ...inputs.inputs, layout } });
  for (let number = 0; number < frames; number++) {
    await record(writer, { number, format: white });
    await record(writer, { number, format: deepNir, stream: 'second' });
    if (number % 5 === 0) await writer.writeEvent(mark(`mark ${number}`, number));
  }
  if (isEnded) await writer.finish(1_700_000_100);
  else writer[Symbol.dispose]();
}

/** Everything that a session says, in words that can be compared; without where it lies. */
export async function contentOf(
  sessions: Folder,
  id: string,
  codec: VideoCodec = plainVideo(),
): Promise<unknown> {
  using session = await openSession(sessions, id, { video: codec });
  const frames: unknown[] = [];
  for (const entry of [...session.frames, ...session.secondFrames]) {
    const { planes, ...rest } = await session.readFrame(entry);
    frames.push({
      ...rest,
      stream: entry.stream,
      mark: entry.profileMark,
      codes: planes.map(plane => [...plane.samples]),
    });
  }
  const events = await Promise.all(session.events.map(({ entry }) => session.readEvent(entry)));
  return {
    frames,
    events,
    damage: session.damage,
    order: session.entries.map(({ sequence, kind }) => [sequence, kind]),
  };
}

type TestPacker = Packer & {
  readonly problems: { readonly problem: Problem; readonly isOver: boolean }[];
};

const alone: KeeperLock = async act => {
  await act();
  return true;
};

export function packerOf(
  sessions: Folder,
  { codec = plainVideo(), lock = alone }: { codec?: VideoCodec; lock?: KeeperLock } = {},
): TestPacker {
  const problems: TestPacker['problems'] = [];
  const packer = createPacker({
    sessions: async () => sessions,
    codec,
    seal: (session, on) => sealSession(session, webHash, on),
    lock,
    pace: createPace({
      clockS: () => 0,
      rest: async () => undefined,
      isLive: async () => false,
      cores: 2,
    }),
    changed: () => undefined,
    wrote: () => undefined,
    problem: (problem, isOver) => problems.push({ problem, isOver }),
  });
  return Object.assign(packer, { problems });
}

export const namesIn = async (sessions: Folder, id: string): Promise<readonly string[]> =>
  (await (await sessions.folder(id, false)).list()).map(({ name }) => name).sort();

export const noSignal = new AbortController().signal;
