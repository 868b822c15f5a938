/** Codes to linear light: curves, ranges, matrices, and what goes wrong by exactly how much when they are ignored. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveredColour, FrameFormat, PixelFormat } from '#model/frame.ts';
import { calibrationOf, type Profile, type Transfer, unknownProfile } from '#model/profile.ts';
import {
  codeRange,
  darkLinear,
  linearTable,
  linearToSignal,
  matrixOf,
  rgbToCode,
  signalToLinear,
} from '#model/transfer.ts';

const silent: DeliveredColour = { fullRange: null, matrix: null, transfer: null, primaries: null };
const formatOf = (format: PixelFormat, bitDepth = 8, fullRange: boolean | null = null): FrameFormat => ({
  format,
  widthPx: 4,
  heightPx: 4,
  bitDepth,
  colour: { ...silent, fullRange },
});
const profile = (change: Partial<Profile>): Profile => ({ ...unknownProfile, ...change });

const curves: Transfer[] = [
  { kind: 'unknown' },
  { kind: 'linear' },
  { kind: 'srgb' },
  { kind: 'bt709' },
  { kind: 'power', gamma: 2.2 },
  { kind: 'power', gamma: 0.45 },
];
const named = curves.map(c => [c.kind === 'power' ? `power ${c.gamma}` : c.kind, c] as const);

describe('the curve', () => {
  test.each(named)('%s is undone to one part in 10¹²', (_, transfer) => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), linear => {
        // sRGB's two rounded pieces overlap by 10⁻⁸ where they meet.
        fc.pre(transfer.kind !== 'srgb' || Math.abs(Math.abs(linear) - 0.0031308) > 1e-7);
        const back = signalToLinear(linearToSignal(linear, transfer), transfer);
        expect(Math.abs(back - linear)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(linear)));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(named)('%s keeps black, white and the order between them', (_, transfer) => {
    expect(signalToLinear(0, transfer)).toBe(0);
    expect(signalToLinear(1, transfer)).toBeCloseTo(1, 14);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1022 }), code => {
        expect(signalToLinear((code + 1) / 1023, transfer)).toBeGreaterThan(
          signalToLinear(code / 1023, transfer),
        );
      }),
    );
  });

  test.each(named)('%s mirrors below black, so that noise about black keeps its mean', (_, transfer) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), v => {
        expect(signalToLinear(-v, transfer) + signalToLinear(v, transfer)).toBe(0);
      }),
    );
  });

  test('of sRGB runs through the published points', () => {
    const srgb: Transfer = { kind: 'srgb' };
    expect(signalToLinear(0.5, srgb)).toBeCloseTo(0.21404114048223255, 14);
    expect(signalToLinear(188 / 255, srgb)).toBeCloseTo(0.50288646, 7);
    expect(signalToLinear(0.04045, srgb)).toBeCloseTo(0.0031308, 7);
    expect(linearToSignal(0.18, srgb)).toBeCloseTo(0.46135612950044164, 14);
  });

  test('of BT.709 runs through the published points', () => {
    const bt709: Transfer = { kind: 'bt709' };
    expect(linearToSignal(0.018, bt709)).toBeCloseTo(0.081, 3);
    expect(linearToSignal(0.01, bt709)).toBe(0.045);
    expect(linearToSignal(0.18, bt709)).toBeCloseTo(0.40900772886415, 12);
    expect(linearToSignal(0.5, bt709)).toBeCloseTo(1.099 * 0.5 ** 0.45 - 0.099, 14);
    expect(signalToLinear(0.5, bt709)).toBeCloseTo(0.259589400506286, 12);
  });
});

describe('the range of codes', () => {
  test.each<[bits: number, black: number, white: number, top: number]>([
    [8, 16, 235, 255],
    [10, 64, 940, 1023],
    [12, 256, 3760, 4095],
    [16, 4096, 60160, 65535],
  ])('of %i bits is %i to %i when limited, and 0 to %i when full', (bits, black, white, top) => {
    const limited = codeRange(formatOf('I420', bits), profile({ range: 'limited' }));
    expect(limited).toEqual({ blackCodes: black, whiteCodes: white });
    const full = codeRange(formatOf('I420', bits), profile({ range: 'full' }));
    expect(full).toEqual({ blackCodes: 0, whiteCodes: top });
  });

  test.each<[PixelFormat, boolean | null, number]>([
    ['I420', null, 16],
    ['NV12', null, 16],
    ['I420', true, 0],
    ['NV12', true, 0],
    ['I420', false, 16],
    ['RGBA', false, 0],
    ['BGRX', null, 0],
    ['Y8', null, 0],
    ['Y16', false, 0],
  ])('as delivered, %s declared full: %s, begins at code %i', (format, fullRange, black) => {
    const bits = format === 'Y16' ? 16 : 8;
    expect(codeRange(formatOf(format, bits, fullRange), unknownProfile).blackCodes).toBe(black);
  });

  test('follows the profile against the declaration', () => {
    expect(codeRange(formatOf('I420', 8, true), profile({ range: 'limited' })).blackCodes).toBe(16);
    expect(codeRange(formatOf('RGBA', 8), profile({ range: 'limited' })).whiteCodes).toBe(235);
  });
});

test.each<[matrix: string | null, heightPx: number, override: Profile['matrix'], expected: string]>([
  ['bt709', 480, 'as-delivered', 'bt709'],
  ['smpte170m', 1080, 'as-delivered', 'bt601'],
  ['bt470bg', 1080, 'as-delivered', 'bt601'],
  [null, 1080, 'as-delivered', 'bt709'],
  [null, 720, 'as-delivered', 'bt709'],
  [null, 719, 'as-delivered', 'bt601'],
  ['bt2020-ncl', 2160, 'as-delivered', 'bt709'],
  ['bt709', 1080, 'bt601', 'bt601'],
  [null, 480, 'bt709', 'bt709'],
])(
  'a declared matrix %s at %i lines with the profile %s is undone as %s',
  (matrix, heightPx, override, expected) => {
    expect(matrixOf({ ...silent, matrix }, heightPx, profile({ matrix: override }))).toBe(expected);
  },
);

describe('the table', () => {
  test('has an entry for every code, 0 at black and 1 at white', () => {
    for (const bits of [8, 10, 16]) {
      const table = linearTable(
        formatOf('I420', bits),
        profile({ range: 'limited', transfer: { kind: 'srgb' } }),
      );
      expect(table).toHaveLength(2 ** bits);
      expect(table[16 * 2 ** (bits - 8)]).toBe(0);
      expect(table[235 * 2 ** (bits - 8)]).toBeCloseTo(1, 14);
    }
  });

  test('subtracts dark in linear light, and keeps what lies below it', () => {
    const dark = profile({ range: 'full', transfer: { kind: 'power', gamma: 2 }, darkCodes: 51 });
    const table = linearTable(formatOf('Y8'), dark);
    expect(darkLinear(formatOf('Y8'), dark)).toBeCloseTo(0.04, 14);
    expect(table[51]).toBe(0);
    expect(table[102]).toBeCloseTo(0.16 - 0.04, 14);
    expect(table[0]).toBeCloseTo(-0.04, 14);
  });

  test('of BT.709 never falls by more than the rounding of the standard’s two pieces', () => {
    const table = linearTable(formatOf('Y16', 16), profile({ range: 'full', transfer: { kind: 'bt709' } }));
    const falls = table.map((linear, code) => (table[code - 1] ?? linear) - linear);
    expect(Math.max(...falls)).toBeLessThan(6e-5);
  });
});

/** Published factors: the reading of a true ratio when gamma or offset is ignored, and the right one when it is known. */
describe('a ratio of tumour to background', () => {
  const format = formatOf('Y16', 16);
  const codeOf = (signal: number) => Math.round(65535 * signal);
  const ratio = (codes: readonly [number, number], known: Profile): number => {
    const table = linearTable(format, known);
    return table[codes[0]]! / table[codes[1]]!;
  };

  test.each([
    [1.5, 1.202],
    [2, 1.37],
    [3, 1.648],
    [5, 2.078],
  ])('of %d reads %d through gamma 2.2, and itself once the curve is known', (truth, wrong) => {
    const curve: Transfer = { kind: 'power', gamma: 2.2 };
    const codes = [codeOf(linearToSignal(0.1 * truth, curve)), codeOf(linearToSignal(0.1, curve))] as const;
    expect(ratio(codes, unknownProfile)).toBeCloseTo(wrong, 3);
    expect(ratio(codes, profile({ transfer: curve }))).toBeCloseTo(truth, 3);
  });

  test.each([
    [1.5, 1.25, 1.455],
    [2, 1.5, 1.909],
    [3, 2, 2.818],
    [5, 3, 4.636],
  ])('of %d reads %d over an offset as large as background, %d over a tenth of it', (truth, over, tenth) => {
    for (const [share, wrong] of [
      [1, over],
      [0.1, tenth],
    ] as const) {
      const dark = 0.1 * share;
      const codes = [codeOf(0.1 * truth + dark), codeOf(0.1 + dark)] as const;
      expect(ratio(codes, unknownProfile)).toBeCloseTo(wrong, 3);
      const known = profile({ transfer: { kind: 'linear' }, darkCodes: codeOf(dark) });
      expect(ratio(codes, known)).toBeCloseTo(truth, 3);
    }
  });
});

describe('trust in a number', () => {
  test('needs a known curve, a measured dark and a picture that nobody coloured', () => {
    const known = profile({ transfer: { kind: 'linear' }, darkCodes: 0 });
    expect(calibrationOf(known, false)).toBe('calibrated');
    expect(calibrationOf({ ...known, darkCodes: null }, false)).toBe('relative, uncalibrated');
    expect(calibrationOf({ ...known, transfer: { kind: 'unknown' } }, false)).toBe('relative, uncalibrated');
    expect(calibrationOf(known, true)).toBe('relative, display-referred');
  });
});

describe('an RGB pixel as a code', () => {
  test('is itself when it is grey', () => {
    for (let grey = 0; grey < 256; grey++) expect(rgbToCode(grey, grey, grey)).toBe(grey);
  });

  test('is BT.709 luma within one code', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, (r, g, b) => {
        expect(Math.abs(rgbToCode(r, g, b) - (0.2126 * r + 0.7152 * g + 0.0722 * b))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
