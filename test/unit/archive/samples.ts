/** Frames, events and whole sessions for the tests of the archive. */

import fc from 'fast-check';
import type { SessionManifest } from '#archive/format.ts';
import { createSessionWriter, type SessionWriter } from '#archive/writer.ts';
import { noAnalysis } from '#model/analysis.ts';
import { emptyCase } from '#model/case-strip.ts';
import type { SessionEvent } from '#model/event.ts';
import { type FrameFormat, type FramePlanes, packedPlanes } from '#model/frame.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { unknownProfile } from '#model/profile.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { testBuild } from '../../support/made-with.ts';
import { type MemoryFolder, memoryFolder } from './memory-folder.ts';

const layout: Layout = {
  id: 'nir-only',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
};

export const manifestOf = (id = 'session-0001', streams: 1 | 2 = 1): SessionManifest => ({
  version: 2,
  origin: 'recorded',
  madeWith: testBuild,
  id,
  startedAtS: 1_700_000_000,
  endedAtS: null,
  feed: { kind: 'camera', name: 'A camera', layout, streams },
  case: emptyCase,
  frames: null,
  bytes: null,
});

const noColour = { fullRange: null, matrix: null, transfer: null, primaries: null } as const;
export const grey = (widthPx = 8, heightPx = 4): FrameFormat => ({
  format: 'Y8',
  widthPx,
  heightPx,
  bitDepth: 8,
  colour: noColour,
});

const names = (...known: string[]) => fc.constantFrom(null, ...known);
const colour = fc.record({
  fullRange: fc.constantFrom(null, true, false),
  matrix: names('rgb', 'bt709', 'bt470bg', 'smpte170m', 'bt2020-ncl'),
  transfer: names('bt709', 'smpte170m', 'iec61966-2-1', 'linear', 'pq', 'hlg'),
  primaries: names('bt709', 'bt470bg', 'smpte170m', 'bt2020', 'smpte432'),
});

/** Every format, odd sizes included, 16 bits where they occur. */
export const anyFormat: fc.Arbitrary<FrameFormat> = fc
  .record({
    format: fc.constantFrom('I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX', 'Y8', 'Y16' as const),
    widthPx: fc.integer({ min: 1, max: 37 }),
    heightPx: fc.integer({ min: 1, max: 19 }),
    deepBits: fc.integer({ min: 9, max: 16 }),
    colour,
  })
  .map(({ deepBits, ...format }) => ({ ...format, bitDepth: format.format === 'Y16' ? deepBits : 8 }));

/** Bytes that differ from frame to frame and from place to place. */
export function codesOf(format: FrameFormat, seed: number): Uint8Array<ArrayBuffer> {
  let state = (seed * 2_654_435_761) >>> 0;
  return Uint8Array.from({ length: packedPlanes(format).totalBytes }, () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** All planes of a frame as the bytes they were. */
export function bytesOf({ planes }: Pick<FramePlanes, 'planes'>): Uint8Array {
  const parts = planes.map(
    ({ samples }) => new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
  );
  return Uint8Array.from(parts.flatMap(part => [...part]));
}

export async function writeSample(
  writer: SessionWriter,
  { number, stream = 'main', format = grey(), arrivedS = 1000 + number / 30 }: SampleFrame,
): Promise<void> {
  const room = writer.roomFor(format);
  const codes = codesOf(format, number);
  new Uint8Array(room.buffer, room.startBytes, codes.length).set(codes);
  await writer.writeFrame({ stream, number, timestampS: number / 30, arrivedS, profileMark: 0, format });
}

export type SampleFrame = {
  readonly number: number;
  readonly stream?: 'main' | 'second';
  readonly format?: FrameFormat;
  readonly arrivedS?: number;
};

export const inputsOf = (revision: number): MeasurementInputs => ({
  revision,
  layout,
  profile: unknownProfile,
  faults: [],
  regions: [],
  referenceId: null,
  keyFrame: null,
  specular: null,
  analysis: noAnalysis,
});

export const inputsEvent = (revision: number, frameNumber: number): SessionEvent => ({
  type: 'inputs',
  atS: 1000 + frameNumber / 30,
  frameNumber,
  inputs: inputsOf(revision),
});

export const mark = (text: string, frameNumber: number): SessionEvent => ({
  type: 'mark',
  kind: 'note',
  doseGy: null,
  atS: 1000 + frameNumber / 30,
  frameNumber,
  text,
});

export const measurementOf = (
  frame: { number: number; timestampS: number; arrivedS: number },
  inputs: MeasurementInputs,
  backgroundLinear: number,
): Measurement => ({
  frameNumber: frame.number,
  timestampS: frame.timestampS,
  arrivedS: frame.arrivedS,
  inputsRevision: inputs.revision,
  profileId: inputs.profile.id,
  profileHash: '',
  calibration: 'relative, uncalibrated',
  motion: null,
  regions: [],
  pairs: [],
  references: [],
  backgroundLinear,
  fieldClippedShare: 0,
  fieldHistogram: [1, 2, 3],
});

/** A finished session in memory. */
export async function sessionInMemory(
  fill: (writer: SessionWriter) => Promise<void>,
  {
    id = 'session-0001',
    chunkBytes = 2 ** 20,
    streams = 1,
  }: { id?: string; chunkBytes?: number; streams?: 1 | 2 } = {},
): Promise<{ sessions: MemoryFolder; folder: MemoryFolder }> {
  const sessions = memoryFolder();
  const writer = await createSessionWriter(sessions, manifestOf(id, streams), {
    room: await createRecordRoom(),
    chunkBytes,
  });
  await fill(writer);
  await writer.finish(1_700_000_100);
  return { sessions, folder: sessions.folders.get(id)! };
}
