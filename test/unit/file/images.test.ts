import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CodesFrame } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';
import { haveRealImages, readReference, realImagePath } from '#test/support/real-images.ts';
import type { FeedNews } from '#workers/feed/api.ts';
import { openFiles } from '#workers/feed/file/open-files.ts';
import {
  bytesOf16,
  fileOf,
  growingLzw,
  literalLzw,
  makePng,
  makeTiff,
  type TiffEntry,
  tiffEntries,
} from './fixtures.ts';

async function read(stream: ReadableStream<unknown>): Promise<CodesFrame> {
  const reader = stream.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return value as CodesFrame;
}

/** Opens one file and hands out what the feed worker would see. */
async function open(main: Uint8Array<ArrayBuffer>, second: Uint8Array<ArrayBuffer> | null = null) {
  const news: FeedNews[] = [];
  const maker = await openFiles(
    { main: fileOf(main), second: second && fileOf(second) },
    told => void news.push(told),
  );
  const frame = await read(maker.main);
  return {
    maker,
    frame,
    samples: [...frame.planes[0]!.samples],
    cautions: news.flatMap(told => (told.type === 'problem' ? [told.problem.id] : [])),
  };
}

/** The id of the problem that opening ends with; null when it succeeds. */
async function refusal(main: Uint8Array<ArrayBuffer>, second: Uint8Array<ArrayBuffer> | null = null) {
  try {
    (await open(main, second)).maker[Symbol.dispose]();
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.id;
    throw error;
  }
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const png = (...parameters: Parameters<typeof encode>) => Uint8Array.from(encode(...parameters));

describe('a PNG', () => {
  test('of 16-bit grey becomes one plane of exactly the codes it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }).chain(width =>
          fc.record({
            width: fc.constant(width),
            rows: fc.array(
              fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: width, maxLength: width }),
              { minLength: 1, maxLength: 6 },
            ),
          }),
        ),
        async ({ width, rows }) => {
          const data = Uint16Array.from(rows.flat());
          const { frame, samples } = await open(
            png({ width, height: rows.length, data, depth: 16, channels: 1 }),
          );
          expect(samples).toEqual([...data]);
          expect(frame.format).toMatchObject({
            format: 'Y16',
            bitDepth: 16,
            widthPx: width,
            heightPx: rows.length,
            colour: { fullRange: true },
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of 8-bit grey stays 8-bit grey, and its feed says that it cannot age', async () => {
    const { frame, samples, maker, cautions } = await open(
      png({ width: 3, height: 2, data: bytes(0, 1, 2, 253, 254, 255), channels: 1 }),
    );
    expect(frame.format.format).toBe('Y8');
    expect(samples).toEqual([0, 1, 2, 253, 254, 255]);
    expect(maker.description).toMatchObject({
      kind: 'image',
      name: 'PNG 8-bit',
      live: false,
      streams: 1,
      layout: { id: 'nir-only' },
    });
    expect(cautions).toEqual([]);
  });

  test('in colour stays as it is, opaque, and is taken for somebody’s overlay', async () => {
    const { frame, samples, maker } = await open(
      png({ width: 1, height: 2, data: bytes(1, 2, 3, 4, 5, 6), channels: 3 }),
    );
    expect(frame.format).toMatchObject({ format: 'RGBA', bitDepth: 8 });
    expect(samples).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
    expect(maker.description.layout).toMatchObject({ id: 'vendor-overlay', displayReferred: true });
  });

  test('with transparency is read as if it had none, with a caution', async () => {
    const { samples, cautions } = await open(
      png({ width: 2, height: 1, data: bytes(9, 9, 9, 0, 7, 8, 9, 255), channels: 4 }),
    );
    expect(samples).toEqual([9, 9, 9, 255, 7, 8, 9, 255]);
    expect(cautions).toEqual(['image-transparent']);
    const greyAlpha = await open(png({ width: 2, height: 1, data: bytes(5, 255, 6, 255), channels: 2 }));
    expect(greyAlpha.frame.format.format).toBe('Y8');
    expect(greyAlpha.samples).toEqual([5, 6]);
    expect(greyAlpha.cautions).toEqual([]);
  });

  test('of 16-bit RGB is grey where its channels are equal, and reduced with a caution where not', async () => {
    const grey = await open(
      png({ width: 1, height: 1, data: Uint16Array.of(777, 777, 777), depth: 16, channels: 3 }),
    );
    expect(grey.frame.format.format).toBe('Y16');
    expect(grey.samples).toEqual([777]);
    expect(grey.cautions).toEqual([]);
    const colour = await open(
      png({ width: 1, height: 1, data: Uint16Array.of(65_535, 257, 128), depth: 16, channels: 3 }),
    );
    expect(colour.frame.format.format).toBe('RGBA');
    expect(colour.samples).toEqual([255, 1, 0, 255]);
    expect(colour.cautions).toEqual(['image-reduced']);
  });

  test('of 1, 2 or 4 bit is scaled to 8 bit in whole steps', async () => {
    const samplesOf = async (depth: number, widthPx: number, row: Uint8Array) =>
      (await open(new Uint8Array(makePng({ widthPx, heightPx: 1, depth, colourType: 0, rows: [row] }))))
        .samples;
    expect(await samplesOf(1, 10, bytes(0b1010_0001, 0b0100_0000))).toEqual([
      255, 0, 255, 0, 0, 0, 0, 255, 0, 255,
    ]);
    expect(await samplesOf(2, 5, bytes(0b00_01_10_11, 0b10_000000))).toEqual([0, 85, 170, 255, 170]);
    expect(await samplesOf(4, 3, bytes(0x0f, 0x70))).toEqual([0, 255, 119]);
  });

  test('with a palette is looked up, whatever the depth of its indices', async () => {
    const palette = { type: 'PLTE', data: bytes(0, 0, 0, 10, 20, 30, 200, 100, 50) };
    for (const [depth, row] of [
      [8, bytes(2, 1, 0)],
      [2, bytes(0b10_01_00_00)],
    ] as const) {
      const file = makePng({ widthPx: 3, heightPx: 1, depth, colourType: 3, rows: [row], extra: [palette] });
      expect((await open(new Uint8Array(file))).samples).toEqual([
        200, 100, 50, 255, 10, 20, 30, 255, 0, 0, 0, 255,
      ]);
    }
  });

  test('in true colour ignores a palette that is only advice, and every chunk that is no picture', async () => {
    const file = makePng({
      widthPx: 1,
      heightPx: 1,
      depth: 8,
      colourType: 2,
      rows: [bytes(1, 2, 3)],
      extra: [
        { type: 'PLTE', data: bytes(9, 9, 9) },
        { type: 'iCCP', data: bytes(65, 0, 0, 1, 2, 3) },
        { type: 'tEXt', data: bytes(1) },
      ],
    });
    expect((await open(new Uint8Array(file))).samples).toEqual([1, 2, 3, 255]);
  });

  test('that is cut off anywhere is refused as damaged, and never half shown', async () => {
    const whole = png({
      width: 40,
      height: 30,
      data: Uint16Array.from({ length: 1200 }, (_, i) => (i * 7919) % 65_536),
      depth: 16,
      channels: 1,
    });
    for (let length = 16; length < whole.length; length += 61)
      expect(await refusal(whole.slice(0, length))).toBe('file-damaged');
  });

  test('with a wrong bit anywhere in its data is refused', async () => {
    const whole = png({ width: 8, height: 8, data: new Uint8Array(64).fill(100), channels: 1 });
    for (let at = 8; at < whole.length; at++) {
      const broken = whole.slice();
      broken[at]! ^= 0x10;
      expect(await refusal(broken), `byte ${at}`).toMatch(/^file-/);
    }
  });

  test('that announces more than it holds, or hides more than it announces, is refused', async () => {
    const small = { widthPx: 100, heightPx: 100, depth: 8, colourType: 0 };
    const row = new Uint8Array(100);
    const short = makePng({ ...small, rows: Array.from({ length: 60 }, () => row) });
    expect(await refusal(new Uint8Array(short))).toBe('file-damaged');
    const bomb = makePng({ ...small, rows: [], imageData: deflateSync(Buffer.alloc(50e6)) });
    expect(await refusal(new Uint8Array(bomb))).toBe('file-damaged');
  });

  test('of absurd size is refused before anything is decoded', async () => {
    const sized = (widthPx: number, heightPx: number) =>
      refusal(
        new Uint8Array(
          makePng({ widthPx, heightPx, depth: 16, colourType: 6, rows: [], imageData: bytes(1, 2) }),
        ),
      );
    expect(await sized(16_385, 1)).toBe('file-too-large');
    expect(await sized(9000, 9000)).toBe('file-too-large');
    expect(await sized(0xffff_ffff, 0xffff_ffff)).toBe('file-too-large');
    expect(await sized(0, 100)).toBe('file-damaged');
  });
});

describe('a TIFF', () => {
  const codes = [0, 1, 255, 256, 4095, 65_535];
  const shape = { widthPx: 3, heightPx: 2, depth: 16 };

  test('of 16-bit grey keeps its codes in both byte orders and every compression', async () => {
    for (const isBigEndian of [false, true])
      for (const [compression, packed] of [
        [1, (b: Buffer) => b],
        [8, (b: Buffer) => deflateSync(b)],
        [32_946, (b: Buffer) => deflateSync(b)],
        [5, (b: Buffer) => literalLzw(b)],
      ] as const) {
        const strip = packed(bytesOf16(codes, isBigEndian));
        const file = makeTiff({
          isBigEndian,
          entries: tiffEntries({ ...shape, compression }),
          strips: [strip],
        });
        const { frame, samples } = await open(new Uint8Array(file));
        expect(frame.format).toMatchObject({ format: 'Y16', widthPx: 3, heightPx: 2, bitDepth: 16 });
        expect(samples, `compression ${compression}`).toEqual(codes);
      }
  });

  test('in several strips, the last one lower, is put together', async () => {
    const rows = [bytes(1, 2, 3), bytes(4, 5, 6), bytes(7, 8, 9)];
    const file = makeTiff({
      entries: tiffEntries({ widthPx: 3, heightPx: 3, depth: 8, rowsPerStrip: 2 }),
      strips: [Buffer.concat([rows[0]!, rows[1]!]), rows[2]!],
    });
    expect((await open(new Uint8Array(file))).samples).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('in tiles is put together without their margins', async () => {
    const tile = (value: number) => new Uint8Array(256).fill(value);
    const file = makeTiff({
      entries: [
        ...tiffEntries({ widthPx: 20, heightPx: 5, depth: 8 }).filter(({ tag }) => tag !== 278),
        { tag: 322, type: 3, values: [16] },
        { tag: 323, type: 3, values: [16] },
      ],
      strips: [tile(7), tile(9)],
      pieceTags: [324, 325],
    });
    const { samples } = await open(new Uint8Array(file));
    expect(samples).toHaveLength(100);
    expect(samples.slice(0, 20)).toEqual([...Array(16).fill(7), ...Array(4).fill(9)]);
  });

  test('of RGB, of a palette and of inverted grey says what it shows', async () => {
    const rgb = makeTiff({
      entries: tiffEntries({ widthPx: 1, heightPx: 2, depth: 8, channels: 3 }),
      strips: [bytes(1, 2, 3, 4, 5, 6)],
    });
    expect((await open(new Uint8Array(rgb))).samples).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
    const inverted = makeTiff({
      entries: tiffEntries({ widthPx: 2, heightPx: 1, depth: 8, photometric: 0 }),
      strips: [bytes(0, 200)],
    });
    expect((await open(new Uint8Array(inverted))).samples).toEqual([255, 55]);
    const map = Array.from({ length: 768 }, (_, i) => (i === 5 ? 65_535 : i === 256 + 5 ? 257 * 17 : 0));
    const palette = makeTiff({
      entries: [
        ...tiffEntries({ widthPx: 1, heightPx: 1, depth: 8, photometric: 3 }),
        { tag: 320, type: 3, values: map },
      ],
      strips: [bytes(5)],
    });
    expect((await open(new Uint8Array(palette))).samples).toEqual([255, 17, 0, 255]);
  });

  test('of several pages shows the first and says that there are more', async () => {
    const file = makeTiff({ entries: tiffEntries(shape), strips: [bytesOf16(codes)], nextDirectory: 8 });
    const { samples, cautions } = await open(new Uint8Array(file));
    expect(samples).toEqual(codes);
    expect(cautions).toEqual(['image-first-page']);
  });

  test('stored unusually is named so, and not read wrongly', async () => {
    const odd = async (entry: TiffEntry) => {
      const entries = [...tiffEntries(shape).filter(({ tag }) => tag !== entry.tag), entry];
      return refusal(new Uint8Array(makeTiff({ entries, strips: [bytesOf16(codes)] })));
    };
    const entry = (tag: number, ...values: number[]): TiffEntry => ({ tag, type: 3, values });
    expect(await odd(entry(258, 12))).toBe('file-unsupported');
    expect(await odd(entry(258, 32))).toBe('file-unsupported');
    expect(await odd(entry(259, 32_773))).toBe('file-unsupported');
    expect(await odd(entry(262, 6))).toBe('file-unsupported');
    expect(await odd(entry(266, 2))).toBe('file-unsupported');
    expect(await odd(entry(274, 3))).toBe('file-unsupported');
    expect(await odd(entry(317, 3))).toBe('file-unsupported');
    expect(await odd(entry(339, 3))).toBe('file-unsupported');
    const planar = [...tiffEntries({ ...shape, channels: 3 }), entry(284, 2)];
    const strips = [bytesOf16(codes), bytesOf16(codes), bytesOf16(codes)];
    expect(await refusal(new Uint8Array(makeTiff({ entries: planar, strips })))).toBe('file-unsupported');
  });

  test('that is cut off, empty inside, or sends its reader in circles is refused', async () => {
    const entries = tiffEntries(shape);
    const whole = makeTiff({ entries, strips: [bytesOf16(codes)] });
    for (let length = 8; length < whole.length; length += 3)
      expect(await refusal(new Uint8Array(whole.subarray(0, length))), `${length} bytes`).toBe(
        'file-damaged',
      );

    const noEntries = new Uint8Array(whole);
    noEntries[8] = 0;
    expect(await refusal(noEntries)).toBe('file-damaged');

    // An Exif directory that is its own Exif directory, and a text as long as the address space.
    const circular: TiffEntry[] = [
      ...entries,
      { tag: 0x8769, type: 4, values: [8] },
      { tag: 0x8825, type: 4, values: [8] },
    ];
    const circles = makeTiff({ entries: circular, strips: [bytesOf16(codes)] });
    expect((await open(new Uint8Array(circles))).samples).toEqual(codes);
    const endless = makeTiff({
      entries: [...entries, { tag: 270, type: 2, values: [1, 2, 3, 4] }],
      strips: [bytesOf16(codes)],
    });
    const textAt = endless.indexOf(Buffer.from([0x0e, 0x01, 0x02, 0x00]));
    endless.writeUInt32LE(0xffff_fff0, textAt + 4);
    expect((await open(new Uint8Array(endless))).samples).toEqual(codes);
  });

  test('whose strips lie is refused: too few, too short, or expanding without end', async () => {
    const half = [bytesOf16(codes.slice(0, 3))];
    const made = (options: Parameters<typeof makeTiff>[0]) => refusal(new Uint8Array(makeTiff(options)));
    expect(await made({ entries: tiffEntries(shape), strips: half })).toBe('file-damaged');
    expect(await made({ entries: tiffEntries({ ...shape, rowsPerStrip: 1 }), strips: half })).toBe(
      'file-damaged',
    );
    expect(await made({ entries: tiffEntries({ ...shape, rowsPerStrip: 0 }), strips: half })).toBe(
      'file-damaged',
    );
    const zlib = tiffEntries({ ...shape, compression: 8 });
    expect(await made({ entries: zlib, strips: [deflateSync(Buffer.alloc(11))] })).toBe('file-damaged');
    expect(await made({ entries: zlib, strips: [deflateSync(Buffer.alloc(50e6))] })).toBe('file-damaged');
    const lzw = tiffEntries({ ...shape, compression: 5 });
    expect(await made({ entries: lzw, strips: [literalLzw(new Uint8Array(11))] })).toBe('file-damaged');
    expect(await made({ entries: lzw, strips: [growingLzw(3800)] })).toBe('file-damaged');
  });

  test('of absurd size is refused before anything is decoded', async () => {
    const sized = (width: number, height: number) =>
      refusal(
        new Uint8Array(
          makeTiff({
            entries: [
              { tag: 256, type: 4, values: [width] },
              { tag: 257, type: 4, values: [height] },
              ...tiffEntries(shape).filter(({ tag }) => tag > 257),
            ],
            strips: [bytes(0)],
          }),
        ),
      );
    expect(await sized(20_000, 10)).toBe('file-too-large');
    expect(await sized(0xffff_ffff, 0xffff_ffff)).toBe('file-too-large');
    expect(await sized(0, 10)).toBe('file-damaged');
  });

  test('with any one byte changed never does worse than being refused', async () => {
    const whole = makeTiff({
      entries: tiffEntries({ ...shape, compression: 8 }),
      strips: [deflateSync(bytesOf16(codes))],
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const broken = new Uint8Array(whole);
        broken[at] = value;
        const id = await refusal(broken);
        expect(id === null || id.startsWith('file')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('files', () => {
  const grey = (value: number) => png({ width: 2, height: 1, data: bytes(value, value), channels: 1 });

  test('that are no pictures are refused by what is in them', async () => {
    expect(await refusal(bytes())).toBe('file-empty');
    expect(await refusal(bytes(0))).toBe('file-unknown');
    expect(await refusal(Uint8Array.from(Buffer.from('%PDF-1.7 a document')))).toBe('file-unknown');
    expect(await refusal(Uint8Array.from(Buffer.from('\0\0\0\x1cftypheic\0\0\0\0', 'latin1')))).toBe(
      'file-unknown',
    );
    expect(await refusal(grey(1), bytes())).toBe('file-empty');
  });

  test('of a picture and a video together are refused', async () => {
    const video = Uint8Array.from(Buffer.from('\0\0\0\x1cftypisom\0\0\x02\0', 'latin1'));
    expect(await refusal(grey(1), video)).toBe('files-mixed');
  });

  test('in a pair are two streams: white light and NIR', async () => {
    const white = png({ width: 2, height: 1, data: bytes(1, 2, 3, 4, 5, 6), channels: 3 });
    const nir = png({ width: 2, height: 1, data: Uint16Array.of(500, 600), depth: 16, channels: 1 });
    const { maker, frame } = await open(white, nir);
    expect(frame.format.format).toBe('RGBA');
    const second = await read(maker.second!);
    expect([...second.planes[0]!.samples]).toEqual([500, 600]);
    expect(maker.description).toMatchObject({
      streams: 2,
      name: 'PNG 8-bit + PNG 16-bit',
      layout: { id: 'two-cameras', white: { stream: 'main' }, nir: { stream: 'second' } },
    });
  });

  test('at least twice as wide as high hold white light beside NIR', async () => {
    const wide = png({ width: 4, height: 2, data: new Uint8Array(8), channels: 1 });
    expect((await open(wide)).maker.description.layout.id).toBe('white-nir');
    const coloured = png({ width: 2, height: 1, data: bytes(1, 2, 3, 4, 4, 4), channels: 3 });
    expect((await open(coloured)).maker.description.layout).toMatchObject({
      id: 'white-nir',
      displayReferred: false,
    });
  });

  test('whose NIR was coloured by somebody have numbers that are only display-referred', async () => {
    const green = png({ width: 1, height: 2, data: bytes(0, 90, 0, 0, 91, 0), channels: 3 });
    const plain = png({ width: 1, height: 2, data: bytes(90, 91), channels: 1 });
    expect((await open(plain, green)).maker.description.layout.displayReferred).toBe(true);
    expect((await open(green, plain)).maker.description.layout.displayReferred).toBe(false);
  });

  test('are delivered once, and again when the player is touched', async () => {
    const { maker, frame } = await open(grey(42));
    for (const touch of [() => maker.player?.seek(0), () => maker.player?.play(1)]) {
      const again = read(maker.main);
      const first = await Promise.race([again, new Promise(resolve => setTimeout(resolve, 20, 'nothing'))]);
      expect(first).toBe('nothing');
      touch();
      expect(await again).toEqual(frame);
    }
    maker[Symbol.dispose]();
    const reader = maker.main.getReader();
    expect((await reader.read()).done).toBe(true);
  });
});

const referenceSchema = z.object({
  concentration_phantom: z.object({
    wells: z.array(
      z.object({
        cx: z.number(),
        cy: z.number(),
        analysed_diameter: z.number(),
        mean: z.number(),
        sd: z.number(),
      }),
    ),
  }),
});

describe.skipIf(!haveRealImages)(
  'real pictures (skipped where ../shared/data is not beside the checkout)',
  () => {
    const load = (name: string) => Uint8Array.from(readFileSync(realImagePath(name)));

    test('enter with their 16-bit codes: the published mean and spread of every well come out', async () => {
      const { frame } = await open(load('concentration-phantom-16bit.png'));
      expect(frame.format).toMatchObject({ format: 'Y16', widthPx: 1024, heightPx: 768 });
      const { samples, strideSamples, heightPx } = frame.planes[0]!;
      const { wells } = referenceSchema.parse(readReference()).concentration_phantom;
      expect(wells.length).toBeGreaterThan(5);
      for (const { cx, cy, analysed_diameter, mean, sd } of wells) {
        const inside: number[] = [];
        for (let y = 0; y < heightPx; y++)
          for (let x = 0; x < strideSamples; x++)
            if (Math.hypot(x - cx, y - cy) <= analysed_diameter / 2)
              inside.push(samples[y * strideSamples + x]!);
        const average = inside.reduce((sum, code) => sum + code, 0) / inside.length;
        const variance = inside.reduce((sum, code) => sum + (code - average) ** 2, 0) / inside.length;
        expect(average / mean).toBeCloseTo(1, 4);
        expect(Math.sqrt(variance) / sd).toBeCloseTo(1, 4);
      }
    });

    test('enter as a pair of colour and NIR', async () => {
      const { maker, frame } = await open(load('rgb.png'), load('nir-16bit.png'));
      expect(frame.format).toMatchObject({ format: 'RGBA', widthPx: 636, heightPx: 508 });
      expect((await read(maker.second!)).format).toMatchObject({
        format: 'Y16',
        widthPx: 636,
        heightPx: 508,
      });
    });
  },
);
