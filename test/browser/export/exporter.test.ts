import { BlobReader, type FileEntry, TextWriter, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { decode } from 'fast-png';
import { afterEach, describe, expect, test } from 'vitest';
import { stillArchive, stillFiles } from '#archive/stills.ts';
import { ProblemError } from '#model/problem.ts';
import { notice, stillSchema } from '#model/still.ts';
import { createExporter } from '#workers/export/exporter.ts';
import { testBuild } from '../../support/made-with.ts';
import { madeFrame, madeOrder, madePicture, madeStill, scene, sideBySide } from './made-still.ts';

const opfs = () => navigator.storage.getDirectory();
const archive = stillArchive(opfs);
const exporter = createExporter({ archive, fontReady: Promise.resolve() });
const canvas = { widthPx: 1280, heightPx: 720 };

afterEach(async () => {
  const { stills, unreadable } = await archive.list();
  for (const id of [...stills.map(still => still.id), ...unreadable]) await archive.remove(id);
});

async function pixelsOf(png: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(png);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Pixels of `rect` that differ between two pictures. */
function differing(
  a: ImageData,
  b: ImageData,
  rect: { x: number; y: number; width: number; height: number },
): number {
  let count = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      const [i, j] = [(y * a.width + x) * 4, (y * b.width + x) * 4];
      const isSame = [0, 1, 2].every(channel => a.data[i + channel] === b.data[j + channel]);
      count += isSame ? 0 : 1;
    }
  }
  return count;
}

async function problemIn(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error(`Expected a ProblemError, got ${String(error)}.`);
  expect(error.problem.tip.length).toBeGreaterThan(10);
  return error.problem.id;
}

describe('a still that is kept', () => {
  test('has every file, and a record that its schema reads back unchanged', async () => {
    const order = madeOrder();
    const kept = await exporter.keepStill(order);
    expect(order.picture.width).toBe(0);
    expect(kept.files).toEqual({
      composite: 'composite.png',
      whiteLight: 'white-light.png',
      nirLinear: 'nir-linear.png',
      nirCodes: 'nir-codes.png',
    });
    const text = await (await archive.file(kept.id, stillFiles.record)).text();
    expect(stillSchema.parse(JSON.parse(text))).toEqual(kept);
    expect(await archive.read(kept.id)).toEqual(kept);
    expect(
      (await archive.list()).stills.map(still => still.id),
      testBuild,
    ).toEqual([kept.id]);
    const codes = decode(await (await archive.file(kept.id, stillFiles.nirCodes)).arrayBuffer());
    const luma = order.main.planes[0]!;
    const row = 100 * luma.strideSamples + scene.widthPx;
    expect([...codes.data.subarray(100 * scene.widthPx, 101 * scene.widthPx)]).toEqual([
      ...luma.samples.subarray(row, row + scene.widthPx),
    ]);
  });

  test('shows regions, legend and numbers in the composite, and bare white light beside them', async () => {
    const order = madeOrder();
    const bare = madePicture(order.still, canvas);
    const { id } = await exporter.keepStill(order);
    const composite = await pixelsOf(await archive.file(id, stillFiles.composite));
    expect(composite.width).toBe(1280);
    expect(composite.height).toBeGreaterThan(820);
    const bareCanvas = new OffscreenCanvas(1280, 720).getContext('2d')!;
    bareCanvas.drawImage(bare, 0, 0);
    const picture = bareCanvas.getImageData(0, 0, 1280, 720);
    // The seam between the panes is the second pane's; all else of white light is as it was.
    expect(differing(composite, picture, { x: 0, y: 120, width: 640, height: 480 })).toBe(0);
    expect(differing(composite, picture, { x: 640, y: 120, width: 640, height: 480 })).toBeGreaterThan(2000);
    const legend = differing(composite, picture, { x: 644, y: 606, width: 330, height: 90 });
    expect(legend).toBeGreaterThan(500);
    const ground = [0x0b, 0x0d, 0x10];
    const isText = (i: number) =>
      ground.some((value, channel) => Math.abs(composite.data[i + channel]! - value) > 60);
    const inkIn = (fromX: number, toX: number) => {
      let ink = 0;
      for (let y = 724; y < composite.height; y++) {
        for (let x = fromX; x < toX; x++) ink += isText((y * composite.width + x) * 4) ? 1 : 0;
      }
      return ink;
    };
    for (const column of [
      [0, 380],
      [390, 850],
      [860, 1280],
    ] as const)
      expect(inkIn(column[0], column[1])).toBeGreaterThan(300);
  });

  test('leaves out what the feed has not, and takes each channel from its own stream', async () => {
    const nirOnly = {
      ...sideBySide,
      white: null,
      nir: { stream: 'main' as const, rect: { x: 0, y: 0, width: 1, height: 1 } },
    };
    const alone = await exporter.keepStill(madeOrder(madeStill({ layout: nirOnly })));
    expect(alone.files.whiteLight).toBeNull();
    expect(alone.files.nirCodes).not.toBeNull();
    const twoCameras = { ...nirOnly, white: nirOnly.nir, nir: { ...nirOnly.nir, stream: 'second' as const } };
    const second = madeFrame({ format: 'Y16', widthPx: 40, heightPx: 30, bitDepth: 12 });
    const pair = await exporter.keepStill({ ...madeOrder(madeStill({ layout: twoCameras })), second });
    const codes = decode(await (await archive.file(pair.id, stillFiles.nirCodes)).arrayBuffer());
    expect([codes.width, codes.height, codes.depth]).toEqual([40, 30, 16]);
    expect([...codes.data]).toEqual([...second.planes[0]!.samples]);
  });

  test('is painted anew when its annotations change, and back again', async () => {
    const order = madeOrder();
    const { id } = await exporter.keepStill(order);
    const before = await pixelsOf(await archive.file(id, stillFiles.composite));
    const annotations = [
      { kind: 'text', at: { x: 420, y: 400 }, text: 'deep margin' },
      { kind: 'arrow', from: { x: 200, y: 120 }, to: { x: 270, y: 190 }, text: '' },
    ] as const;
    const annotated = await exporter.annotateStill(id, annotations, testBuild);
    expect(annotated.annotations).toEqual(annotations);
    expect(await archive.read(id)).toEqual(annotated);
    const after = await pixelsOf(await archive.file(id, stillFiles.composite));
    expect(differing(before, after, { x: 640 + 415, y: 120 + 385, width: 100, height: 30 })).toBeGreaterThan(
      500,
    );
    expect(differing(before, after, { x: 0, y: 0, width: 640, height: 720 })).toBe(0);
    await exporter.annotateStill(id, [], testBuild);
    const again = await pixelsOf(await archive.file(id, stillFiles.composite));
    expect(differing(before, again, { x: 0, y: 0, width: 1280, height: before.height })).toBe(0);
  });
});

describe('a ZIP of stills', () => {
  test('opens, holds every file of every still as it lies on the disk, and names nobody', async () => {
    const kept = [await exporter.keepStill(madeOrder()), await exporter.keepStill(madeOrder())];
    await exporter.annotateStill(
      kept[0]!.id,
      [{ kind: 'pin', at: { x: 9, y: 9 }, number: 1, text: '' }],
      testBuild,
    );
    const zip = await exporter.zipStills(
      kept.map(still => still.id),
      testBuild,
    );
    const reader = new ZipReader(new BlobReader(zip), { useWebWorkers: false });
    const entries = (await reader.getEntries()).filter((entry): entry is FileEntry => !entry.directory);
    const pictures = ['composite.png', 'white-light.png', 'nir-linear.png', 'nir-codes.png'];
    const names = [...pictures, 'nir-linear.tif', 'still.json'];
    expect(entries.map(entry => entry.filename).sort()).toEqual(
      [
        'README.txt',
        `still-${kept[0]!.id}/annotations.svg`,
        ...kept.flatMap(({ id }) => names.map(name => `still-${id}/${name}`)),
      ].sort(),
    );
    for (const entry of entries) {
      expect(entry.filename).not.toContain(kept[0]!.case.label);
      const name = Object.values(stillFiles).find(file => entry.filename.endsWith(`/${file}`));
      if (!name) continue;
      const id = kept.find(still => entry.filename.includes(still.id))!.id;
      const original = new Uint8Array(await (await archive.file(id, name)).arrayBuffer());
      const packed = await entry.getData(new Uint8ArrayWriter(), { useWebWorkers: false });
      expect(packed.length).toBe(original.length);
      expect(packed.every((byte, i) => byte === original[i])).toBe(true);
    }
    const readMe = entries.find(entry => entry.filename === 'README.txt')!;
    const readMeText = await readMe.getData(new TextWriter(), { useWebWorkers: false });
    for (const said of [notice, ...names, 'annotations.svg']) expect(readMeText).toContain(said);
    await reader.close();
  });

  test('of a still that is not there says so', async () => {
    expect(await problemIn(exporter.zipStills(['not-there-1'], testBuild))).toBe('still-not-found');
  });
});

describe('when the disk refuses', () => {
  /** A directory whose files take nothing: the browser's own quota error, without filling a disk. */
  const full = async (): Promise<FileSystemDirectoryHandle> => refusing(await opfs());
  const refusing = (real: FileSystemDirectoryHandle): FileSystemDirectoryHandle =>
    new Proxy(real, {
      get(target, key) {
        if (key === 'getFileHandle') {
          return () => Promise.reject(new DOMException('The quota has been exceeded.', 'QuotaExceededError'));
        }
        if (key === 'getDirectoryHandle') {
          return async (name: string, options: FileSystemGetDirectoryOptions) =>
            refusing(await target.getDirectoryHandle(name, options));
        }
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });

  test('a full disk becomes a problem with a tip, and leaves no half still behind', async () => {
    const order = madeOrder();
    const onFull = createExporter({ archive: stillArchive(full), fontReady: Promise.resolve() });
    expect(await problemIn(onFull.keepStill(order))).toBe('still-storage-full');
    expect(order.picture.width).toBe(0);
    expect(await archive.list()).toEqual({ stills: [], unreadable: [] });
  });

  test('a browser without private storage becomes a problem with a tip', async () => {
    const none = stillArchive(() => Promise.reject(new DOMException('Not allowed.', 'SecurityError')));
    expect(await problemIn(none.list())).toBe('still-storage-missing');
    const refused = createExporter({ archive: none, fontReady: Promise.resolve() });
    expect(await problemIn(refused.keepStill(madeOrder()))).toBe('still-storage-missing');
  });

  test('after a failure the next still is kept all the same', async () => {
    const broken = exporter.annotateStill('not-there-2', [], testBuild);
    const next = exporter.keepStill(madeOrder());
    expect(await problemIn(broken)).toBe('still-not-found');
    expect((await next).files.composite).toBe('composite.png');
  });

  test('a broken record is listed apart, can be deleted, and is never mistaken for a still', async () => {
    await archive.write('broken-one', [[stillFiles.record, new Blob(['{"version":1'])]]);
    expect((await archive.list()).unreadable).toEqual(['broken-one']);
    expect(await problemIn(archive.read('broken-one'))).toBe('still-broken');
    await archive.remove('broken-one');
    expect((await archive.list()).unreadable).toEqual([]);
  });
});
