/** The recording of one frame, part by part, on the thread where it runs: only there are files written in place. */
import type { Folder } from '#archive/files.ts';
import { opfsFolder } from '#archive/opfs.ts';
import type { RecordRoom } from '#archive/record-room.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { copyCodes, formatOf } from '#workers/frame-codes.ts';
import { manifestOf } from '../../unit/archive/samples.ts';

const widthPx = 1920;
const heightPx = 1080;
/**
 * Frames of each session. The first is not counted: it warms the code up, and fetches the memory that the system keeps
 * files in, which a virtual machine is given only when it first touches it (ten times the cost of the write itself).
 */
const framesOfSessions = [160, 32, 32, 32, 32];

export type RecordingCost = {
  /** Recording one frame over a copy of its planes: median of the rounds' own ratios. */
  readonly ratio: number;
  /** Quartiles of the rounds' ratios. */
  readonly ratioQuartiles: readonly [number, number];
  /** Medians, in copies of the planes. They add up to about `ratio`. */
  readonly parts: { readonly readFrame: number; readonly checksum: number; readonly write: number };
  /** Median seconds of the copy: shows how loaded the machine was. */
  readonly copyS: number;
  readonly rounds: number;
};

const median = (values: readonly number[], share = 0.5): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!;

type Sample = {
  readonly copy: number;
  readonly readFrame: number;
  readonly write: number;
  readonly checksum: number;
};

async function timedMs(act: () => unknown): Promise<number> {
  const beganMs = performance.now();
  await act();
  return performance.now() - beganMs;
}

const bytes = Uint8Array.from({ length: (widthPx * heightPx * 3) / 2 }, (_, i) => (i * 2_654_435_761) >>> 13);
const target = new Uint8Array(bytes.length);

/** What the camera's pool of buffers is to a recorder: samples that are there. */
const source = new VideoFrame(bytes, {
  format: 'I420',
  codedWidth: widthPx,
  codedHeight: heightPx,
  timestamp: 0,
});

/** Records one session frame by frame, as the recorder does, and times each step between two copies. */
async function recordSession(
  sessions: Folder,
  { id, frames, room }: { id: string; frames: number; room: RecordRoom },
): Promise<Sample[]> {
  const writer = await createSessionWriter(sessions, manifestOf(id), { room });
  const samples: Sample[] = [];
  for (let number = 0; number < frames; number++) {
    const frame = source.clone();
    const format = formatOf(frame);
    const times = { timestampS: number / 30, arrivedS: number / 30 };
    const stamp = { stream: 'main', number, ...times, profileMark: 0, format } as const;
    const copyBefore = await timedMs(() => target.set(bytes));
    const readFrame = await timedMs(() => copyCodes(frame, format, writer.roomFor(format)));
    const write = await timedMs(() => writer.writeFrame(stamp));
    const copyAfter = await timedMs(() => target.set(bytes));
    const checksum = await timedMs(() => room.checksum(128, 128 + bytes.length));
    frame.close();
    samples.push({ copy: (copyBefore + copyAfter) / 2, readFrame, write, checksum });
  }
  await writer.finish(1_700_000_001);
  return samples;
}

async function measure(): Promise<RecordingCost> {
  const root = await navigator.storage.getDirectory();
  const folderName = `bench-${crypto.randomUUID()}`;
  const sessions = opfsFolder(await root.getDirectoryHandle(folderName, { create: true }));
  const room = await createRecordRoom();
  const samples: Sample[] = [];
  try {
    for (const [i, frames] of framesOfSessions.entries()) {
      const id = `bench-000${i}`;
      const recorded = await recordSession(sessions, { id, frames, room });
      if (i > 0) samples.push(...recorded);
      await sessions.remove(id);
    }
  } finally {
    await root.removeEntry(folderName, { recursive: true });
  }
  const ratios = samples.map(({ readFrame, write, copy }) => (readFrame + write) / copy);
  const part = (of: (sample: Sample) => number) => median(samples.map(sample => of(sample) / sample.copy));
  return {
    ratio: median(ratios),
    ratioQuartiles: [median(ratios, 0.25), median(ratios, 0.75)],
    parts: {
      readFrame: part(({ readFrame }) => readFrame),
      checksum: part(({ checksum }) => checksum),
      write: part(({ write, checksum }) => write - checksum),
    },
    copyS: median(samples.map(({ copy }) => copy)) / 1000,
    rounds: samples.length,
  };
}

measure().then(
  cost => postMessage({ cost }),
  (error: unknown) => postMessage({ error: String(error) }),
);
