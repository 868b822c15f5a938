/** The videos that browser tests feed to the fake camera hold exactly the codes they claim. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FrameFormat } from '#model/frame.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { linearTable } from '#model/transfer.ts';
import { haveRealImages, readRealImage, readReference } from '../support/real-images.ts';
import {
  discsLuma,
  greyPicture,
  lumaOfFrame,
  lumaOfLinear,
  sideBySidePicture,
  to8Bit,
  toRange,
  writeY4m,
  type Y4mVideo,
} from '../support/y4m.ts';

function writtenBytes(video: Y4mVideo): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-y4m-'));
  try {
    writeY4m(join(folder, 'video.y4m'), video);
    return readFileSync(join(folder, 'video.y4m'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a y4m video', () => {
  const size = { widthPx: 8, heightPx: 6 };
  const luma = Uint8Array.from({ length: 48 }, (_, i) => i * 5);
  const video: Y4mVideo = {
    picture: greyPicture(size, luma),
    range: 'full',
    fps: 30,
    frames: 3,
    changing: { x: 0, y: 0, width: 8, height: 2 },
  };

  test('holds a header and then every frame’s planes, byte for byte', () => {
    const header = 'YUV4MPEG2 W8 H6 F30:1 Ip A1:1 C420jpeg XCOLORRANGE=FULL\n';
    const bytes = writtenBytes(video);
    expect(bytes.subarray(0, header.length).toString('latin1')).toBe(header);
    const frameBytes = 'FRAME\n'.length + 72;
    expect(bytes).toHaveLength(header.length + 3 * frameBytes);
    for (const index of [0, 1, 2]) {
      const start = header.length + index * frameBytes + 'FRAME\n'.length;
      expect([...bytes.subarray(start, start + 48)]).toEqual([...lumaOfFrame(video, index)]);
      expect(bytes.subarray(start + 48, start + 72).every(chroma => chroma === 128)).toBe(true);
    }
  });

  test('changes from frame to frame by one code, and only where it says', () => {
    const [even, odd] = [lumaOfFrame(video, 0), lumaOfFrame(video, 1)];
    expect([...even]).toEqual([...luma]);
    const steps = [...odd].map((code, i) => Math.abs(code - even[i]!));
    expect(steps).toEqual([...Array<number>(16).fill(1), ...Array<number>(32).fill(0)]);
  });

  test('of an odd size, or with a plane that does not fit, is refused', () => {
    expect(() => greyPicture({ widthPx: 7, heightPx: 6 }, new Uint8Array(42))).toThrow('even');
    expect(() => greyPicture(size, new Uint8Array(47))).toThrow('size');
  });

  test('draws discs by the inclusion rule', () => {
    const drawn = discsLuma({ widthPx: 20, heightPx: 20 }, 30, [{ x: 10, y: 10, radiusPx: 5, code: 200 }]);
    expect(drawn.filter(code => code === 200)).toHaveLength(81);
    expect(drawn.filter(code => code === 30)).toHaveLength(400 - 81);
  });
});

test.each(['full', 'limited'] as const)(
  'codes made from light in %s range give that light back within half a code',
  range => {
    const format: FrameFormat = {
      format: 'I420',
      widthPx: 2,
      heightPx: 2,
      bitDepth: 8,
      colour: { fullRange: null, matrix: null, transfer: null, primaries: null },
    };
    const transfer = { kind: 'power', gamma: 2.2 } as const;
    const camera = { transfer, range, darkLinear: 0.01 };
    const known: Profile = { ...unknownProfile, range, transfer, darkCodes: lumaOfLinear(0, camera) };
    const table = linearTable(format, known);
    for (const linear of [0, 0.05, 0.1, 0.25, 0.5, 0.9]) {
      const code = lumaOfLinear(linear, camera);
      const darkStep = table[known.darkCodes! + 1]! - table[known.darkCodes!]!;
      const step = table[code + 1]! - table[code]!;
      expect(Math.abs(table[code]! - linear)).toBeLessThanOrEqual((step + darkStep) / 2 + 1e-12);
    }
  },
);

describe.skipIf(!haveRealImages)(
  'the real pair (skipped where ../shared/data is not beside the checkout)',
  () => {
    test.each(['full', 'limited'] as const)(
      'in %s range keeps every NIR code of the upper eight bits',
      range => {
        const nir = readRealImage('nir-16bit.png');
        const { widthPx, heightPx, y, u } = sideBySidePicture(readRealImage('rgb.png'), nir, range);
        expect([widthPx, heightPx]).toEqual([1272, 508]);
        let wrong = 0;
        for (let row = 0; row < heightPx; row++)
          for (let column = 0; column < 636; column++) {
            const expected = toRange(to8Bit(nir.samples[row * 636 + column]!), range);
            if (y[row * widthPx + 636 + column] !== expected) wrong++;
          }
        expect(wrong).toBe(0);
        const brightest = y.reduce((max, code, i) => (i % widthPx < 636 ? Math.max(max, code) : max), 0);
        expect(brightest).toBe(range === 'full' ? 255 : 235);
        expect(u.filter((_, i) => i % 636 >= 318).every(code => code === 128)).toBe(true);
      },
    );

    test('comes with reference numbers', () => {
      expect(readReference()).toHaveProperty('concentration_phantom.wells.0.cnr', 1298.242881);
    });
  },
);
