/** A camera for tests of dark, flat field and step: light by pixel, noise in electrons, a pedestal, a curve, codes. */
import type { FrameFormat, FramePlanes, PixelFormat } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import { type Profile, type Transfer, unknownProfile } from '#model/profile.ts';
import { codeRange, linearToSignal } from '#model/transfer.ts';
import type { Reading } from '#workers/calibrate/api.ts';
import type { MeasuredFrame } from '#workers/nir-codes.ts';
import { createRandom } from '../../support/random.ts';
import { framePlanes } from '../../support/synthetic-planes.ts';

export const nirOnly: Layout = {
  id: 'nir',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
};

export const formatOf = (
  size: SizePx,
  change: { format?: PixelFormat; bitDepth?: number; fullRange?: boolean } = {},
): FrameFormat => ({
  ...size,
  format: change.format ?? 'Y8',
  bitDepth: change.bitDepth ?? (change.format === 'Y16' ? 16 : 8),
  colour: { fullRange: change.fullRange ?? null, matrix: null, transfer: null, primaries: null },
});

/** The codes of a grey format that does not say its range are full in these tests. */
export const profileOf = (change: Partial<Profile> = {}): Profile => ({
  ...unknownProfile,
  transfer: { kind: 'linear' },
  ...change,
});

export const readingOf = (profile: Profile, change: Partial<Reading> = {}): Reading => ({
  layout: nirOnly,
  profile,
  fields: [],
  frames: 16,
  ...change,
});

export type Camera = {
  readonly format: FrameFormat;
  readonly transfer?: Transfer;
  /** Linear light of the pedestal. */
  readonly pedestal?: number;
  /** SD of the noise of dark and of white, in linear light. */
  readonly readNoise?: number;
  readonly shotNoise?: number;
  /** Linear light that falls on pixel (x, y) in a frame. */
  readonly light: (x: number, y: number, frame: number) => number;
};

/** Frames 0, 1, 2 …, each with noise of its own; the same in every run. */
export function* framesOf(camera: Camera, count: number, seed = 1): Generator<MeasuredFrame> {
  const { format, transfer = { kind: 'linear' }, pedestal = 0, readNoise = 0, shotNoise = 0 } = camera;
  const { blackCodes, whiteCodes } = codeRange(format, profileOf());
  const normal = normals(seed);
  for (let frame = 0; frame < count; frame++) {
    const main: FramePlanes = framePlanes(format, ({ plane, x, y }) => {
      if (plane > 0) return 2 ** (format.bitDepth - 1);
      const light = camera.light(x, y, frame);
      const sd = Math.sqrt(readNoise ** 2 + shotNoise ** 2 * Math.max(0, light));
      const linear = Math.min(1, light + pedestal + (sd > 0 ? sd * normal() : 0));
      return blackCodes + (whiteCodes - blackCodes) * linearToSignal(linear, transfer);
    });
    yield { main: { ...main, number: frame, timestampS: frame / 30 }, second: null };
  }
}

/** Shows a reader every frame and asks it. */
export function readAll<Result>(
  reader: { add(frame: MeasuredFrame): void; finish(): Result },
  frames: Iterable<MeasuredFrame>,
): Result {
  for (const frame of frames) reader.add(frame);
  return reader.finish();
}

/** Normal deviates by Box and Muller. */
function normals(seed: number): () => number {
  const random = createRandom(seed);
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const deviate = kept;
      kept = null;
      return deviate;
    }
    const radius = Math.sqrt(-2 * Math.log(random.uniform(1e-9, 1)));
    const angle = 2 * Math.PI * random.uniform(0, 1);
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** The phantom's law: 1 in the middle, 1 − loss in the corners. */
export const vignette =
  ({ widthPx, heightPx }: SizePx, loss: number) =>
  (x: number, y: number): number => {
    const dx = (2 * x + 1) / widthPx - 1;
    const dy = (2 * y + 1) / heightPx - 1;
    return 1 - (loss * (dx * dx + dy * dy)) / 2;
  };

export const idsOf = (reading: { readonly findings: readonly { readonly id: string }[] }): string[] =>
  reading.findings.map(({ id }) => id);

/** The identifiers of everything that stops. */
export const stopsOf = (reading: {
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
}): string[] => reading.findings.filter(({ severity }) => severity === 'stop').map(({ id }) => id);
