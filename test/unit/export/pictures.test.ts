import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { fieldOf, refOf } from '#model/field.ts';
import type { FrameFormat } from '#model/frame.ts';
import { unknownProfile } from '#model/profile.ts';
import { notice } from '#model/still.ts';
import { linearTable, rgbToCode } from '#model/transfer.ts';
import { planesToRgb, yuvMatrices } from '#model/yuv.ts';
import { knownProfile, madeFrame, madeStill } from '#test/browser/export/made-still.ts';
import { channelCodes, codesToLinear16, wholeScale } from '#workers/export/nir.ts';
import { nirToPngs, whiteLightToPng } from '#workers/export/pictures.ts';
import { readMe } from '#workers/export/read-me.ts';
import { testBuild } from '../../support/made-with.ts';

const pngOf = async (blob: Blob) => decode(new Uint8Array(await blob.arrayBuffer()), { checkCrc: true });
const rect = { x: 6, y: 4, width: 31, height: 17 };

describe('NIR pictures', () => {
  const formats: Pick<FrameFormat, 'format' | 'bitDepth'>[] = [
    { format: 'I420', bitDepth: 8 },
    { format: 'NV12', bitDepth: 8 },
    { format: 'Y8', bitDepth: 8 },
    { format: 'Y16', bitDepth: 10 },
    { format: 'Y16', bitDepth: 16 },
  ];

  test.each(formats)(
    'the codes of $format with $bitDepth bits come back exactly from the PNG',
    async format => {
      const frame = madeFrame({ ...format, widthPx: 48, heightPx: 32 });
      const png = await pngOf(
        nirToPngs({ frame, rect }, { profile: knownProfile, fields: [], madeWith: testBuild }).codes,
      );
      expect([png.width, png.height, png.channels]).toEqual([31, 17, 1]);
      expect(png.depth).toBe(format.bitDepth > 8 ? 16 : 8);
      const { samples, strideSamples } = frame.planes[0]!;
      const expected = Array.from({ length: 31 * 17 }, (_, i) => {
        return samples[(4 + Math.floor(i / 31)) * strideSamples + 6 + (i % 31)]!;
      });
      expect([...png.data]).toEqual(expected);
    },
  );

  test('RGB and BGR frames carry the luma that measurement reads', () => {
    for (const format of ['RGBA', 'BGRX'] as const) {
      const frame = madeFrame({ format, widthPx: 48, heightPx: 32, bitDepth: 8 });
      const { samples } = frame.planes[0]!;
      const codes = channelCodes(frame, rect);
      const at = (10 * 48 + 20) * 4;
      const [a, green, c] = [samples[at]!, samples[at + 1]!, samples[at + 2]!];
      const expected = format === 'RGBA' ? rgbToCode(a, green, c) : rgbToCode(c, green, a);
      expect(codes.samples[(10 - rect.y) * 31 + 20 - rect.x]).toBe(expected);
    }
  });

  test.each(formats)(
    'linear light of $format with $bitDepth bits is within half a step of the table',
    async format => {
      const frame = madeFrame({ ...format, widthPx: 48, heightPx: 32 });
      for (const profile of [knownProfile, unknownProfile]) {
        const table = linearTable(frame.format, profile);
        const { low, high, cutPx, ...linear } = nirToPngs(
          { frame, rect },
          { profile: profile, fields: [], madeWith: testBuild },
        ).linear!;
        const png = await pngOf(linear.png);
        expect(cutPx).toBe(0);
        expect(low).toBeLessThanOrEqual(Math.min(...table.subarray(0, 256)));
        expect(png.text).toMatchObject({
          'Linear low': String(low),
          'Linear high': String(high),
          Disclaimer: notice,
        });
        const codes = channelCodes(frame, rect).samples;
        const halfStep = (high - low) / 65535 / 2;
        const errors = Array.from(codes, (code, i) => {
          return Math.abs(low + (png.data[i]! / 65535) * (high - low) - table[code]!);
        });
        expect(Math.max(...errors)).toBeLessThanOrEqual(halfStep * 1.0000001);
      }
    },
  );

  test('a subtracted dark leaves negative light, and the scale reaches down to it', () => {
    const frame = madeFrame({ format: 'Y8', widthPx: 16, heightPx: 16, bitDepth: 8 });
    const whole = { x: 0, y: 0, width: 16, height: 16 };
    const { linear } = nirToPngs(
      { frame, rect: whole },
      { profile: knownProfile, fields: [], madeWith: testBuild },
    );
    expect(linear?.low).toBeLessThan(0);
    expect(linear?.high).toBe(1);
  });

  test('under a flat field linear light is what measurement takes means of; without the field there is none', async () => {
    const frame = madeFrame({ format: 'Y8', widthPx: 48, heightPx: 32, bitDepth: 8 });
    const field = fieldOf(
      Float64Array.from({ length: 31 * 17 }, (_, i) => 0.6 + (i % 31) / 40),
      31,
      17,
    );
    const profile = { ...knownProfile, flatField: refOf(field) };
    const { low, high, png } = nirToPngs(
      { frame, rect },
      { profile: profile, fields: [field], madeWith: testBuild },
    ).linear!;
    const table = linearTable(frame.format, profile);
    const codes = channelCodes(frame, rect).samples;
    const { data } = await pngOf(png);
    for (const [i, code] of codes.entries()) {
      const light = table[code]! / (field.low + field.step * field.samples[i]!);
      expect(Math.abs(low + (data[i]! / 65_535) * (high - low) - light)).toBeLessThan((high - low) / 131_069);
    }
    const without = nirToPngs({ frame, rect }, { profile: profile, fields: [], madeWith: testBuild });
    expect(without.linear).toBeNull();
    expect(without.codes.size).toBeGreaterThan(0);
  });

  test('limited range keeps its codes above white', () => {
    const frame = madeFrame({ format: 'I420', widthPx: 16, heightPx: 16, bitDepth: 8 });
    expect(wholeScale(linearTable(frame.format, unknownProfile)).high).toBeCloseTo((255 - 16) / 219, 12);
  });

  test('what a narrower scale cuts is counted, pixel by pixel', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        (list, low, high) => {
          const table = Float64Array.from({ length: 256 }, (_, code) => code / 255);
          const codes = { widthPx: list.length, heightPx: 1, bitDepth: 8, samples: Uint8Array.from(list) };
          const { samples, cutPx } = codesToLinear16(codes, table, { low, high });
          expect(cutPx).toBe(list.filter(code => code / 255 < low || code / 255 > high).length);
          for (const [i, code] of list.entries()) {
            const back = low + (samples[i]! / 65535) * (high - low);
            const kept = Math.min(high, Math.max(low, code / 255));
            expect(Math.abs(back - kept)).toBeLessThanOrEqual((high - low) / 65535 / 2 + 1e-12);
          }
        },
      ),
    );
  });
});

describe('white-light pictures', () => {
  /** ITU-R BT.709-6 and BT.601-7 in their own terms: E′R = E′Y + 2(1 − Kr)·E′CR and so on. */
  function reference(job: {
    y: number;
    u: number;
    v: number;
    isFull: boolean;
    matrix: 'bt601' | 'bt709';
  }): number[] {
    const [kr, kb] = job.matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114];
    const y = job.isFull ? job.y / 255 : (job.y - 16) / 219;
    const cb = (job.u - 128) / (job.isFull ? 255 : 224);
    const cr = (job.v - 128) / (job.isFull ? 255 : 224);
    const r = y + 2 * (1 - kr) * cr;
    const b = y + 2 * (1 - kb) * cb;
    const g = (y - kr * r - kb * b) / (1 - kr - kb);
    return [r, g, b].map(value => Math.min(255, Math.max(0, value * 255)));
  }

  test('every YUV frame follows the published matrices within half a level, whatever its range and matrix', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('I420' as const, 'NV12' as const),
        fc.boolean(),
        fc.constantFrom('bt601' as const, 'bt709' as const),
        (format, isFull, matrix) => {
          const frame = madeFrame({ format, widthPx: 18, heightPx: 10, bitDepth: 8 });
          const profile = {
            ...unknownProfile,
            range: isFull ? ('full' as const) : ('limited' as const),
            matrix,
          };
          const part = { x: 4, y: 2, width: 11, height: 7 };
          const rgb = planesToRgb(frame, part, profile);
          for (let i = 0; i < part.width * part.height; i++) {
            const x = part.x + (i % part.width);
            const y = part.y + Math.floor(i / part.width);
            const chroma = (y >> 1) * 9 + (x >> 1);
            const [luma, second, third] = frame.planes;
            const [u, v] =
              format === 'I420'
                ? [second!.samples[chroma]!, third!.samples[chroma]!]
                : [second!.samples[2 * chroma]!, second!.samples[2 * chroma + 1]!];
            const expected = reference({ y: luma!.samples[y * 18 + x]!, u, v, isFull, matrix });
            for (const [channel, value] of expected.entries()) {
              expect(Math.abs(rgb[3 * i + channel]! - value)).toBeLessThanOrEqual(0.5 + 1e-9);
            }
          }
        },
      ),
      { numRuns: 24 },
    );
  });

  test('the matrices are the ones usually printed', () => {
    expect(yuvMatrices.bt601.rv).toBeCloseTo(1.402, 12);
    expect(yuvMatrices.bt601.gu).toBeCloseTo(-0.344136, 5);
    expect(yuvMatrices.bt709.gv).toBeCloseTo(-0.468124, 5);
    expect(yuvMatrices.bt709.bu).toBeCloseTo(1.8556, 12);
  });

  test('RGB codes pass through untouched, in red-green-blue order, and survive the PNG', async () => {
    for (const format of ['RGBA', 'BGRA', 'RGBX', 'BGRX'] as const) {
      const frame = madeFrame({ format, widthPx: 20, heightPx: 12, bitDepth: 8 });
      const part = { x: 2, y: 2, width: 9, height: 5 };
      const png = await pngOf(whiteLightToPng({ frame, rect: part }, unknownProfile, testBuild));
      expect([png.width, png.height, png.channels, png.depth]).toEqual([9, 5, 3, 8]);
      const { samples } = frame.planes[0]!;
      const at = (4 * 20 + 7) * 4;
      const first = [samples[at]!, samples[at + 1]!, samples[at + 2]!];
      const expected = format.startsWith('BGR') ? first.reverse() : first;
      const to = (2 * 9 + 5) * 3;
      expect([...png.data.subarray(to, to + 3)]).toEqual(expected);
    }
  });
});

test('the text of an archive carries the notice and every definition, and no case label', () => {
  const still = madeStill();
  const text = readMe([still], testBuild);
  expect(text).toContain(notice);
  for (const key of Object.keys(still.definitions)) expect(text).toContain(`\n${key}: `);
  expect(text).not.toContain(still.case.label);
});
