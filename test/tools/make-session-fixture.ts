/**
 * Writes a very small session and, beside it, what is in it: `tsx test/tools/make-session-fixture.ts test/fixtures/session-2`. Each
 * version of the format keeps the one that it wrote, and every later version must read it; so this is run once for a version, and
 * never over an old fixture. `session-1` was made with the code of commit 3c80c15.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { loadChecksum } from '#archive/checksum.ts';
import { manifestSchema } from '#archive/format.ts';
import type { RecordRoom } from '#archive/record-room.ts';
import { sealSession } from '#archive/sealing.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { noAnalysis } from '#model/analysis.ts';
import { toBase64 } from '#model/base64.ts';
import { emptyCase } from '#model/case-strip.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import { eventSchema, type SessionEvent } from '#model/event.ts';
import { fieldOf, fieldToJson } from '#model/field.ts';
import { type FrameFormat, type PixelFormat, packedPlanes } from '#model/frame.ts';
import { wholeFrame } from '#model/layout.ts';
import { unknownProfile } from '#model/profile.ts';
import { type MemoryFolder, memoryFolder } from '../unit/archive/memory-folder.ts';

const startedAtS = 1_790_000_000;
const arrivedAtS = (frameNumber: number): number => startedAtS + frameNumber / 25 + 0.0625;

const formats: readonly [format: PixelFormat, widthPx: number, heightPx: number, bitDepth: number][] = [
  ['I420', 16, 16, 8],
  ['I420', 15, 9, 8],
  ['NV12', 16, 16, 8],
  ['RGBA', 16, 8, 8],
  ['BGRX', 7, 5, 8],
  ['Y8', 16, 16, 8],
  ['Y16', 16, 16, 12],
  ['Y16', 9, 3, 16],
];
const colours: readonly FrameFormat['colour'][] = [
  { fullRange: null, matrix: null, transfer: null, primaries: null },
  { fullRange: true, matrix: 'bt709', transfer: 'iec61966-2-1', primaries: 'bt709' },
  { fullRange: false, matrix: 'smpte170m', transfer: 'bt709', primaries: 'smpte170m' },
];

const formatOf = (number: number): FrameFormat => {
  const [format, widthPx, heightPx, bitDepth] = formats[number % formats.length]!;
  return { format, widthPx, heightPx, bitDepth, colour: colours[number % colours.length]! };
};

/** A gradient that differs from frame to frame, and stays within the depth. */
function codesOf(format: FrameFormat, number: number): Uint8Array<ArrayBuffer> {
  const isDeep = format.bitDepth > 8;
  const high = isDeep ? 2 ** (format.bitDepth - 8) : 256;
  return Uint8Array.from({ length: packedPlanes(format).totalBytes }, (_, i) =>
    isDeep && i % 2 === 1 ? (i + number) % high : (i * 3 + number * 17) % 256,
  );
}

const layout = {
  id: 'side-by-camera',
  name: 'Two cameras',
  white: { stream: 'second', rect: wholeFrame },
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'fixture',
} as const;

const inputsOf = (revision: number, keyFrame: string | null) => ({
  revision,
  layout,
  profile: unknownProfile,
  faults: [{ kind: 'other-size' }],
  regions: [
    {
      id: 'T1',
      role: 'tumour',
      tissue: null,
      shape: { kind: 'circle', centre: { x: 1 / 3, y: 2 }, radiusPx: 9.7 },
    },
  ],
  referenceId: null,
  keyFrame,
  specular: null,
  analysis: noAnalysis,
});

const keyFrame = {
  hash: 'c3'.repeat(32),
  widthPx: 8,
  heightPx: 8,
  sceneWidthPx: 16,
  sceneHeightPx: 16,
  samples: toBase64(Uint8Array.from({ length: 64 }, (_, i) => i * 4)),
};

const measurementOf = (frameNumber: number, revision: number) => ({
  frameNumber,
  timestampS: frameNumber / 25,
  arrivedS: arrivedAtS(frameNumber),
  inputsRevision: revision,
  profileId: unknownProfile.id,
  calibration: 'relative, uncalibrated',
  regions: [],
  pairs: [
    {
      tumourId: 'T1',
      backgroundId: 'B1',
      tbr: { value: 3.4200000000000004 },
      cnr: { withheld: 'clipped', detail: 'clipped 4.1 % > 1 %' },
      cnrTwoSigma: { withheld: 'no-spread', detail: '' },
      snr: { value: 0.1 + 0.2 },
      weber: { value: 5e-324 },
      michelson: { value: 1 / 3 },
    },
  ],
  references: [],
  backgroundLinear: 0.1 + 0.2,
  fieldClippedShare: 0.041,
  fieldHistogram: [0, 1, 2],
});

const at = (frameNumber: number) => ({ atS: arrivedAtS(frameNumber) + 0.015625, frameNumber });
/** Behind which frame of the main stream each is written. Kinds that a version does not know are left out. */
const happenings: readonly (Readonly<Record<string, unknown>> & { readonly frameNumber: number })[] = [
  { type: 'fields', ...at(-1), fields: [fieldToJson(fieldOf([1, 2, 3, 4, 5, 6], 3, 2))] },
  { type: 'inputs', ...at(-1), inputs: inputsOf(1, null) },
  // As it was shipped when this session was made.
  { type: 'display', ...at(-1), display: { ...defaultDisplay, colourMap: 'green' }, view: defaultView },
  { type: 'case', ...at(-1), case: { ...emptyCase, protocolId: 'NL7674', label: 'K-017' } },
  { type: 'measurement', ...at(1), measurement: measurementOf(1, 1) },
  { type: 'blank', ...at(2), blanks: [{ stream: 'main', x: 0, y: 0, width: 0.5, height: 0.125 }] },
  { type: 'key-frame', ...at(3), keyFrame },
  { type: 'inputs', ...at(3), inputs: inputsOf(2, keyFrame.hash) },
  { type: 'mark', ...at(4), kind: 'iort-start', doseGy: 15, text: 'Applicator in, 35 mm – Größe' },
  { type: 'gain-jump', ...at(4), ratio: 1.26, isStep: true },
  { type: 'camera', ...at(4), text: 'Exposure is automatic' },
  { type: 'still', ...at(5), stillId: 'a1b2c3d4' },
  { type: 'pause', ...at(5) },
  { type: 'resume', ...at(5) },
  { type: 'dropped', ...at(7), count: 2, where: 'recorder' },
  { type: 'problem', ...at(8), problemId: 'camera-lost', text: 'The camera is gone.' },
  { type: 'measurement', ...at(9), measurement: measurementOf(9, 2) },
];

async function roomInMemory(): Promise<RecordRoom> {
  const checksum = await loadChecksum();
  const memory = new Uint8Array(2 ** 16);
  return {
    ensure: () => undefined,
    buffer: memory.buffer,
    startBytes: 0,
    view: (from, end) => memory.subarray(from, end),
    checksum: (from, end) => checksum(memory.subarray(from, end)),
  };
}

const newest = {
  id: 'fixture-session',
  startedAtS,
  endedAtS: null,
  feed: { kind: 'camera', name: 'A camera', layout, streams: 2 },
  case: emptyCase,
  frames: null,
  bytes: null,
};

/** What a fixture holds: its frames, with the SHA-256 of their packed planes, and its events, each in order. */
type Truth = { readonly frames: readonly object[]; readonly events: readonly SessionEvent[] };

/** The sample session as this version writes and seals it. */
export async function makeFixture(): Promise<{ readonly folder: MemoryFolder; readonly truth: Truth }> {
  const sessions = memoryFolder();
  const frames: object[] = [];
  const events: SessionEvent[] = [];
  const manifest = [
    { version: 1, ...newest },
    { version: 2, ...newest, origin: 'recorded' },
  ].flatMap(one => manifestSchema.safeParse(one).data ?? []);
  const room = await roomInMemory();
  const writer = await createSessionWriter(sessions, manifest[0]!, { room, chunkBytes: 9000 });

  const writeFrame = async (stream: 'main' | 'second', number: number, shape: number) => {
    const format = formatOf(shape);
    const codes = codesOf(format, number);
    const into = writer.roomFor(format);
    new Uint8Array(into.buffer, into.startBytes, codes.length).set(codes);
    const times = { timestampS: number / 25, arrivedS: arrivedAtS(number) };
    const stamp = { stream, number, ...times, profileMark: 0xfedc_ba98 };
    await writer.writeFrame({ ...stamp, format });
    frames.push({ ...stamp, format, sha256: bytesToHex(sha256(codes)) });
  };
  const writeEvents = async (frameNumber: number) => {
    for (const happening of happenings.filter(one => one.frameNumber === frameNumber)) {
      const event = eventSchema.safeParse(happening).data;
      if (!event) continue;
      await writer.writeEvent(event);
      events.push(event);
    }
  };

  await writeEvents(-1);
  for (let number = 0; number < 14; number++) {
    await writeFrame('main', number, number < 8 ? number : 5);
    if (number % 2 === 1) await writeFrame('second', (number - 1) / 2, 0);
    await writeEvents(number);
  }
  await writer.finish(startedAtS + 1);
  const folder = sessions.folders.get(newest.id);
  if (!folder) throw new Error('The writer made no folder.');
  await sealSession(folder);
  return { folder, truth: { frames, events } };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , target] = process.argv;
  if (!target) throw new Error('Say where: tsx test/tools/make-session-fixture.ts test/fixtures/session-N');
  const { folder, truth } = await makeFixture();
  mkdirSync(target, { recursive: true });
  for (const [name, bytes] of folder.files) writeFileSync(join(target, name), bytes);
  writeFileSync(`${target}.truth.json`, `${JSON.stringify(truth, null, 2)}\n`);
  console.log(`Wrote ${target}: ${truth.frames.length} frames, ${truth.events.length} events.`);
}
