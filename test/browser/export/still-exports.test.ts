import { afterEach, describe, expect, test } from 'vitest';
import { stillArchive, stillFiles } from '#archive/stills.ts';
import type { Annotation } from '#model/annotation.ts';
import { ProblemError } from '#model/problem.ts';
import { notice, type Still, type StillExportKind } from '#model/still.ts';
import { annotationColourValues } from '#overlay/annotation-lines.ts';
import { createExporter } from '#workers/export/exporter.ts';
import { testBuild } from '../../support/made-with.ts';
import { knownProfile, madeOrder, madeStill, scene, sideBySide } from './made-still.ts';

const archive = stillArchive(() => navigator.storage.getDirectory());
const exporter = createExporter({ archive, fontReady: Promise.resolve() });

afterEach(async () => {
  const { stills, unreadable } = await archive.list();
  for (const id of [...stills.map(still => still.id), ...unreadable]) await archive.remove(id);
});

const corners = [
  { x: 60, y: 60 },
  { x: 160, y: 60 },
  { x: 160, y: 130 },
];
const pink = { colour: 'pink', width: 'bold' } as const;
const annotations: readonly Annotation[] = [
  { kind: 'text', at: { x: 420, y: 420 }, text: 'bed <b>&</b>', style: pink },
  { kind: 'arrow', from: { x: 200, y: 60 }, to: { x: 270, y: 150 }, text: '', style: pink },
  { kind: 'length', from: { x: 300, y: 400 }, to: { x: 400, y: 400 }, text: 'nodule', style: pink },
  {
    kind: 'freehand',
    points: corners.map(({ x, y }) => ({ x: x + 300, y: y + 240 })),
    text: '',
    style: pink,
  },
  { kind: 'pin', at: { x: 560, y: 300 }, number: 7, text: 'deep margin', style: pink },
  { kind: 'region', points: corners, text: '', style: pink },
];
const scaled = { ...knownProfile, scale: { mmPerPx: 0.2, sdMmPerPx: 0.002 } };

async function keptWith(
  drawn: readonly Annotation[],
  still = madeStill({ profile: scaled }),
): Promise<Still> {
  const { id } = await exporter.keepStill(madeOrder(still));
  return exporter.annotateStill(id, drawn, testBuild);
}

async function pixelsOf(png: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(png);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Whether a pixel within 8 of (x, y) has nearly this colour. */
function hasColour({ data, width }: ImageData, x: number, y: number): boolean {
  const wanted = [1, 3, 5].map(i => Number.parseInt(annotationColourValues.pink.slice(i, i + 2), 16));
  for (let dy = -8; dy <= 8; dy++)
    for (let dx = -8; dx <= 8; dx++) {
      const i = ((y + dy) * width + x + dx) * 4;
      if (wanted.every((value, channel) => Math.abs(value - data[i + channel]!) < 24)) return true;
    }
  return false;
}

/** The runner's own comparison takes seconds for a picture. */
const areSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.prototype.every.call(a, (value, i) => value === b[i]);

/** Pixels of `rect` that differ between two pictures of one size. */
function differing(
  a: ImageData,
  b: ImageData,
  rect: { x: number; y: number; width: number; height: number },
): number {
  let count = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++)
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      const i = (y * a.width + x) * 4;
      count += [0, 1, 2].every(channel => a.data[i + channel] === b.data[i + channel]) ? 0 : 1;
    }
  return count;
}

const textOf = async (id: string, kind: StillExportKind) =>
  (await exporter.exportStill(id, kind, testBuild)).text();

describe('annotations', () => {
  test('of every kind are painted where they were drawn, on the overlay’s pane only', async () => {
    const { id } = await keptWith(annotations);
    const composite = await pixelsOf(await archive.file(id, stillFiles.composite));
    const places = [
      [235, 105],
      [350, 400],
      [410, 300],
      [560, 300],
      [110, 60],
      [110, 95],
    ] as const;
    for (const [x, y] of places) {
      // The pane on the right begins at 640, and its picture 120 pixels down.
      expect([x, y, hasColour(composite, 640 + x, 120 + y)]).toEqual([x, y, true]);
      expect([x, y, hasColour(composite, x, 120 + y)]).toEqual([x, y, false]);
    }
  });

  test('burn into the composite alone: every other picture stays as it was', async () => {
    const { id } = await exporter.keepStill(madeOrder());
    const names = [stillFiles.whiteLight, stillFiles.nirLinear, stillFiles.nirCodes, stillFiles.picture];
    const bytes = async () =>
      Promise.all(
        names.map(async name => new Uint8Array(await (await archive.file(id, name)).arrayBuffer())),
      );
    const before = await bytes();
    await exporter.annotateStill(id, annotations, testBuild);
    for (const [index, after] of (await bytes()).entries()) expect(areSame(after, before[index]!)).toBe(true);
  });

  test('that a still may not have are refused with a tip, and the still stays as it was', async () => {
    const kept = await keptWith(annotations);
    const tooMany = Array<Annotation>(201).fill(annotations[0]!);
    for (const refused of [tooMany, [{ ...annotations[0]!, at: { x: Number.NaN, y: 0 } }]])
      await expect(exporter.annotateStill(kept.id, refused, testBuild)).rejects.toMatchObject({
        problem: { id: 'still-annotations-refused' },
      });
    expect(await archive.read(kept.id)).toEqual(kept);
  });
});

describe('one still as one file', () => {
  test('PNG is the composite, and what was seen is its pane with the overlay', async () => {
    const { id } = await keptWith(annotations);
    const composite = await pixelsOf(await exporter.exportStill(id, 'png', testBuild));
    const seen = await pixelsOf(await exporter.exportStill(id, 'seen', testBuild));
    expect([seen.width, seen.height]).toEqual([640, 720]);
    expect(composite.height).toBeGreaterThan(820);
    for (let y = 0; y < 720; y++) {
      const from = (y * composite.width + 640) * 4;
      const row = seen.data.subarray(y * 640 * 4, (y + 1) * 640 * 4);
      expect(areSame(row, composite.data.subarray(from, from + 640 * 4))).toBe(true);
    }
  });

  test('SVG is a picture that browsers draw, of the scene’s size, whose words are words', async () => {
    const { id } = await keptWith(annotations);
    const svg = await exporter.exportStill(id, 'svg', testBuild);
    const text = await svg.text();
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect([...parsed.querySelectorAll('text')].map(each => each.textContent)).toEqual([
      'bed <b>&</b>',
      'nodule: 20.0 ± 0.6 mm',
      '7',
      'deep margin',
      expect.stringMatching(/^140 ± \d+ mm²$/),
    ]);
    const image = new Image();
    image.src = URL.createObjectURL(svg);
    await image.decode();
    expect([image.naturalWidth, image.naturalHeight]).toEqual([scene.widthPx, scene.heightPx]);
  });

  test('a sheet has white light and NIR bare, the painted pane, and the numbers', async () => {
    const { id } = await keptWith([]);
    const bare = await pixelsOf(await exporter.exportStill(id, 'sheet', testBuild));
    await exporter.annotateStill(id, annotations.slice(4, 5), testBuild);
    const sheet = await pixelsOf(await exporter.exportStill(id, 'sheet', testBuild));
    expect([sheet.width, sheet.height]).toEqual([2 * 960 + 3 * 16, bare.height]);
    const below = 16 + 36 + 720 + 16;
    expect(differing(bare, sheet, { x: 0, y: 0, width: sheet.width, height: below })).toBe(0);
    expect(differing(bare, sheet, { x: 984, y: below, width: 968, height: sheet.height - below })).toBe(0);
    // The right pane is 640 × 720 with its picture 120 pixels down, and shown 4/3 as large.
    const pin = [
      16 + Math.round((960 - 853.3) / 2 + (560 * 4) / 3),
      below + 36 + Math.round((420 * 4) / 3),
    ] as const;
    expect(hasColour(sheet, ...pin)).toBe(true);
    expect(hasColour(bare, ...pin)).toBe(false);
    const ink = (x: number, y: number) => sheet.data[(y * sheet.width + x) * 4]! > 120;
    let numbers = 0;
    for (let y = below + 36; y < sheet.height; y++)
      for (let x = 992; x < 1950; x++) numbers += ink(x, y) ? 1 : 0;
    expect(numbers).toBeGreaterThan(1000);
  });

  test('NIR to look at is grey, opaque and within the window', async () => {
    const { id } = await keptWith([]);
    const shown = await pixelsOf(await exporter.exportStill(id, 'nir-shown', testBuild));
    expect([shown.width, shown.height]).toEqual([scene.widthPx, scene.heightPx]);
    const [first, second, third, alpha] = shown.data;
    expect([second, third, alpha]).toEqual([first, first, 255]);
    expect(new Set(shown.data.filter((_, i) => i % 4 === 0)).size).toBeGreaterThan(60);
  });

  test('TIFF, PNG and CSV say what they are, and name nobody', async () => {
    const { id, case: ofCase } = await keptWith(annotations);
    const types = { tiff: 'image/tiff', 'nir-png': 'image/png', csv: 'text/csv' } as const;
    for (const kind of ['tiff', 'nir-png', 'csv'] as const) {
      const text = await textOf(id, kind);
      expect((await exporter.exportStill(id, kind, testBuild)).type).toBe(types[kind]);
      expect(text).toContain(notice);
      expect(text).not.toContain(ofCase.label);
    }
    expect(await textOf(id, 'csv')).toContain('pin,7,deep margin,560,300');
  });

  test('a still without NIR refuses what needs it, with a tip, and gives all else', async () => {
    const { id } = await exporter.keepStill(madeOrder(madeStill({ layout: { ...sideBySide, nir: null } })));
    for (const kind of ['tiff', 'nir-png', 'nir-shown'] as const)
      await expect(exporter.exportStill(id, kind, testBuild)).rejects.toMatchObject({
        problem: { id: 'still-no-nir' },
      });
    for (const kind of ['png', 'seen', 'svg', 'csv', 'sheet'] as const)
      expect((await exporter.exportStill(id, kind, testBuild)).size).toBeGreaterThan(100);
  });

  test('a still that is not there says so', async () => {
    await expect(exporter.exportStill('not-there-1', 'png', testBuild)).rejects.toBeInstanceOf(ProblemError);
  });
});

describe('a hostile still.json', () => {
  const rewritten = async (change: (still: Still) => object): Promise<string> => {
    const still = await keptWith(annotations);
    const record = new Blob([JSON.stringify({ ...still, ...change(still) })]);
    await archive.write(still.id, [[stillFiles.record, record]]);
    return still.id;
  };

  test.each<[string, (still: Still) => object]>([
    ['a million annotations', () => ({ annotations: Array(1_000_000).fill(annotations[4]) })],
    [
      'absurd coordinates',
      () => ({ annotations: [{ kind: 'pin', at: { x: 1e308, y: 0 }, number: 1, text: '' }] }),
    ],
    ['an unknown kind', () => ({ annotations: [{ kind: 'script', at: { x: 0, y: 0 }, text: 'alert(1)' }] })],
    ['annotations that are none', () => ({ annotations: { length: 1e9 } })],
    ['a day that no calendar has', () => ({ takenAtS: 1e300 })],
    ['an id that is a path', () => ({ id: '../../elsewhere' })],
  ])('with %s is refused, and every export of it says why', async (_, change) => {
    const id = await rewritten(change);
    for (const kind of ['svg', 'sheet'] as const)
      await expect(exporter.exportStill(id, kind, testBuild)).rejects.toMatchObject({
        problem: { id: 'still-broken' },
      });
    expect((await archive.list()).unreadable).toEqual([id]);
  });

  test('with two hundred of the largest annotations and script in every text is painted and harmless', async () => {
    const trace = Array.from({ length: 500 }, (_, i) => ({
      x: 100_000 * Math.cos(i),
      y: 100_000 * Math.sin(i * i),
    }));
    const script = '"/><script>alert(1)</script>\u202e\u0000=cmd()';
    const id = await rewritten(() => ({
      annotations: Array(200).fill({ kind: 'region', points: trace, text: script }),
    }));
    for (const kind of ['seen', 'sheet'] as const)
      expect((await exporter.exportStill(id, kind, testBuild)).size).toBeGreaterThan(1000);
    const svg = new DOMParser().parseFromString(await textOf(id, 'svg'), 'image/svg+xml');
    expect(svg.querySelector('parsererror, script')).toBeNull();
    expect(svg.querySelectorAll('g')).toHaveLength(200);
  });

  test('whose scale and profile are absurd gives no number that is none', async () => {
    const id = await rewritten(({ inputs }) => ({
      inputs: {
        ...inputs,
        profile: {
          ...inputs.profile,
          scale: { mmPerPx: 1e-320, sdMmPerPx: 1e300 },
          registration: [1e300, 0, 0, 0, 1e-300, 0, 0, 0, 1e300],
        },
      },
    }));
    for (const kind of ['svg', 'csv', 'tiff', 'nir-png'] as const)
      expect(await textOf(id, kind)).not.toMatch(/NaN|Infinity/);
  });
});
