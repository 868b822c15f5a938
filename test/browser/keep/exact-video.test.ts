/** Video that loses nothing, by the browser's own coder: exact in every format and size, read in any order, and sound on damaged files. */
import { describe, expect, test } from 'vitest';
import type { Folder } from '#archive/files.ts';
import { exactVideo } from '#archive/video/exact-video.ts';
import { packingOf, pictureLayout } from '#archive/video/packing.ts';
import type { PictureSize } from '#archive/video/video.ts';
import type { FrameFormat, PixelFormat } from '#model/frame.ts';
import { createRandom } from '../../support/random.ts';
import { type MemoryFolder, memoryFolder } from '../../unit/archive/memory-folder.ts';
import { codesOf, grey } from '../../unit/archive/samples.ts';

type Picture = Uint8Array<ArrayBuffer>;

const fileName = 'main-0001.webm';

async function write(
  folder: Folder,
  size: PictureSize,
  { pictures, quality = 'exact' }: { pictures: readonly Picture[]; quality?: 'exact' | 'lossy' },
): Promise<number> {
  const file = await folder.openToWrite(fileName);
  using writer = await exactVideo.createWriter(file, size, quality);
  for (const picture of pictures) {
    const lent = picture.slice();
    await writer.add(lent);
    // It is the caller's again.
    lent.fill(1);
  }
  return (await writer.finish()).bytes;
}

const open = async (folder: Folder) => exactVideo.openReader(await folder.openToRead(fileName));
const noise = (size: PictureSize, seed: number): Picture =>
  codesOf(grey(pictureLayout(size).totalBytes, 1), seed);

/** A grey picture with its number in blocks of 8 × 8, one a bit: what a person could read off the screen. */
const numbered = { widthPx: 136, heightPx: 40 } as const;
function numberedPicture(number: number): Picture {
  const picture = new Uint8Array(pictureLayout(numbered).totalBytes).fill(128);
  for (let y = 0; y < numbered.heightPx; y++)
    for (let x = 0; x < numbered.widthPx; x++)
      picture[y * numbered.widthPx + x] =
        y < 8 && x < 128
          ? (number >> Math.floor(x / 8)) & 1 && 255
          : (x * 3 + y * 5 + number + ((x * y * 7) % 13)) % 256;
  return picture;
}
const numberIn = (picture: Picture): number =>
  Array.from({ length: 16 }, (_, bit) =>
    picture[4 * numbered.widthPx + bit * 8 + 4]! > 127 ? 2 ** bit : 0,
  ).reduce((sum, bit) => sum + bit);
const numberedPictures = (count: number) =>
  Array.from({ length: count }, (_, number) => numberedPicture(number));

test('this browser is proved to keep video exactly', async () => {
  expect(await exactVideo.proveExact()).toBe(true);
});

describe('frames of every format and odd size come back from the file bit for bit', () => {
  const formats: readonly (readonly [PixelFormat, number])[] = [
    ['I420', 8],
    ['NV12', 8],
    ['RGBA', 8],
    ['BGRX', 8],
    ['Y8', 8],
    ['Y16', 16],
    ['Y16', 12],
  ];
  const sizes = [
    [1, 1],
    [2, 3],
    [37, 19],
    [64, 48],
    [531, 33],
  ] as const;
  for (const [name, bitDepth] of formats)
    test(`${name} of ${bitDepth} bits`, async () => {
      for (const [widthPx, heightPx] of sizes) {
        const format: FrameFormat = { ...grey(widthPx, heightPx), format: name, bitDepth };
        const packing = packingOf(format)!;
        const payloads = [1, 2, 3, 4, 5, 6].map(seed => codesOf(format, seed));
        const pictures = payloads.map(payload => {
          const picture = new Uint8Array(pictureLayout(packing.size).totalBytes);
          packing.toPicture(payload, picture);
          return picture;
        });
        const folder = memoryFolder();
        const bytes = await write(folder, packing.size, { pictures });
        expect(folder.files.get(fileName)?.length).toBe(bytes);
        using reader = await open(folder);
        expect(reader.size).toEqual(packing.size);
        for (const [index, payload] of payloads.entries()) {
          const back = new Uint8Array(payload.length);
          packing.toPayload(await reader.picture(index), back);
          expect(back).toEqual(payload);
        }
      }
    });
});

describe('picture k is picture k', () => {
  const count = 43;
  const filled = async () => {
    const folder = memoryFolder();
    await write(folder, numbered, { pictures: numberedPictures(count) });
    return folder;
  };

  test('asked for in any order, forwards, backwards and twice', async () => {
    using reader = await open(await filled());
    const { integer } = createRandom(5);
    const jumps = Array.from({ length: 60 }, () => integer(0, count - 1));
    const forwards = Array.from({ length: count }, (_, index) => index);
    for (const index of [...forwards, ...forwards.toReversed(), ...jumps, 7, 7, 6, 7, 8, 42, 0])
      expect(numberIn(await reader.picture(index))).toBe(index);
  });

  test('also when every picture carries the same time', async () => {
    const folder = await filled();
    const bytes = folder.files.get(fileName)!;
    // The time of a simple block: two bytes behind the track's number.
    for (const at of blocksOf(bytes)) bytes.fill(0, at + 1, at + 3);
    using reader = await open(folder);
    for (const index of [41, 3, 4, 5, 20]) expect(numberIn(await reader.picture(index))).toBe(index);
  });

  test('a picture that is not there is refused, and the others stay', async () => {
    using reader = await open(await filled());
    for (const index of [-1, count, 0.5, Number.NaN])
      await expect(reader.picture(index)).rejects.toThrow('does not hold picture');
    expect(numberIn(await reader.picture(12))).toBe(12);
  });

  test('what a call answered stays until the next call, whatever is decoded ahead', async () => {
    using reader = await open(await filled());
    await reader.picture(2);
    const picture = await reader.picture(3);
    const before = picture.slice();
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(picture).toEqual(before);
  });

  test('a closed reader says so', async () => {
    const reader = await open(await filled());
    const waiting = reader.picture(30);
    reader[Symbol.dispose]();
    await expect(waiting).rejects.toThrow();
    await expect(reader.picture(1)).rejects.toThrow();
  });
});

test('lossy costs less room and errs by a few codes', async () => {
  const size = { widthPx: 128, heightPx: 96 };
  const pictures = [1, 2, 3, 4, 5].map(seed =>
    noise(size, seed).map((sample, i) => 60 + (i % 128) / 2 + (sample & 7)),
  );
  const [exact, lossy] = [memoryFolder(), memoryFolder()];
  const exactBytes = await write(exact, size, { pictures });
  expect(await write(lossy, size, { pictures, quality: 'lossy' })).toBeLessThan(exactBytes * 0.8);
  using reader = await open(lossy);
  for (const [index, picture] of pictures.entries()) {
    const decoded = await reader.picture(index);
    expect(Math.max(...picture.map((sample, i) => Math.abs(sample - decoded[i]!)))).toBeLessThan(24);
  }
});

describe('damage', () => {
  const written = async (): Promise<{ folder: MemoryFolder; bytes: Picture }> => {
    const folder = memoryFolder();
    await write(folder, numbered, { pictures: numberedPictures(12) });
    return { folder, bytes: folder.files.get(fileName)! };
  };

  test('a file cut anywhere opens to its last whole picture or is refused', async () => {
    const { folder, bytes } = await written();
    const { integer } = createRandom(9);
    const starts = blocksOf(bytes);
    for (let round = 0; round < 25; round++) {
      const end = integer(0, bytes.length - 1);
      folder.files.set(fileName, bytes.slice(0, end));
      const reader = await open(folder).catch(() => null);
      if (!reader) continue;
      const whole = starts.filter(at => at <= end).length - 1;
      for (let index = 0; index < 12; index++) {
        const number = await reader.picture(index).then(numberIn, () => null);
        expect(number === null || number === index).toBe(true);
        if (index < whole) expect(number).toBe(index);
      }
      reader[Symbol.dispose]();
    }
  });

  test('a harmed packet spoils its group only, and not what lies before it', async () => {
    const { folder, bytes } = await written();
    const harmed = bytes.slice();
    const sixth = blocksOf(bytes)[6]!;
    harmed.fill(0xa5, sixth + 4, sixth + 60);
    folder.files.set(fileName, harmed);
    using reader = await open(folder);
    for (const index of [0, 1, 2, 3, 4, 5, 8, 9, 10, 11])
      expect(numberIn(await reader.picture(index))).toBe(index);
  });

  test('flipped bytes give the picture, another picture or an error, and an end', async () => {
    const { folder, bytes } = await written();
    const { integer } = createRandom(11);
    for (let round = 0; round < 25; round++) {
      const harmed = bytes.slice();
      for (let flips = 0; flips < 3; flips++) harmed[integer(0, harmed.length - 1)]! ^= 1 << integer(0, 7);
      folder.files.set(fileName, harmed);
      const reader = await open(folder).catch(() => null);
      for (const index of [11, 3, 7]) await reader?.picture(index).catch(() => null);
      reader?.[Symbol.dispose]();
    }
  });

  test('what is no video is refused', async () => {
    const folder = memoryFolder();
    for (const bytes of [new Uint8Array(0), new Uint8Array(1000), noise(numbered, 3)]) {
      folder.files.set(fileName, bytes);
      await expect(open(folder)).rejects.toThrow();
    }
  });

  test('a disk that is full is told by its own error', async () => {
    const folder = memoryFolder({ bytes: 5000 });
    const pictures = [1, 2, 3, 4, 5, 6, 7, 8].map(seed => noise({ widthPx: 64, heightPx: 64 }, seed));
    await expect(write(folder, { widthPx: 64, heightPx: 64 }, { pictures })).rejects.toThrow('quota');
  });
});

/** Where the contents of simple blocks begin: `A3`, a size of 4 or fewer bytes, then track 1. */
function blocksOf(bytes: Picture): number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0xa3) continue;
    const sizeBytes = Math.clz32(bytes[at + 1]!) - 23;
    if (sizeBytes > 4 || bytes[at + 1 + sizeBytes] !== 0x81) continue;
    const flags = bytes[at + 4 + sizeBytes]!;
    if (flags === 0x80 || flags === 0) found.push(at + 1 + sizeBytes);
  }
  return found;
}
