import fc from 'fast-check';
import { decode as decodePng } from 'fast-png';
import { decode as decodeTiff } from 'tiff';
import { describe, expect, test } from 'vitest';
import { type Still, stillSchema } from '#model/still.ts';
import { linearTable } from '#model/transfer.ts';
import { knownProfile, madeFrame, madeStill } from '#test/browser/export/made-still.ts';
import { linearNirToPng, linearNirToTiff, readLinearNir } from '#workers/export/linear-nir.ts';
import { channelCodes } from '#workers/export/nir.ts';
import { nirToPngs } from '#workers/export/pictures.ts';
import { stillCsv } from '#workers/export/still-csv.ts';
import { greyToTiff16 } from '#workers/export/tiff.ts';
import { testBuild } from '../../support/made-with.ts';

const rect = { x: 6, y: 4, width: 31, height: 17 };
const scene = { widthPx: 62, heightPx: 34 };
const scaled = { ...knownProfile, scale: { mmPerPx: 0.2, sdMmPerPx: 0.002 } };
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** A still whose NIR is half as wide and high as its scene. */
function madeNir(change: Parameters<typeof madeStill>[0] = { profile: scaled }) {
  const still = madeStill(change);
  const frame = madeFrame({ format: 'I420', widthPx: 48, heightPx: 32, bitDepth: 8 });
  const { low, high, cutPx, png } = nirToPngs(
    { frame, rect },
    { profile: still.inputs.profile, fields: [], madeWith: testBuild },
  ).linear!;
  const kept: Still = { ...still, nirLinearScale: { low, high, cutPx } };
  return { still: kept, png, frame };
}

describe('a TIFF', () => {
  test('of any size and any samples is decoded to what was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 65_535 }),
        fc.option(fc.double({ min: 1e-3, max: 4e6, noNaN: true })),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (widthPx, heightPx, seed, pxPerCm, description) => {
          const samples = Uint16Array.from(
            { length: widthPx * heightPx },
            (_, i) => (seed + i * 40_503) % 65_536,
          );
          const [ifd, ...more] = decodeTiff(
            greyToTiff16({ widthPx, heightPx, samples, pxPerCm, description, software: testBuild }),
          );
          expect(more).toEqual([]);
          expect([ifd!.width, ifd!.height, ifd!.bitsPerSample, ifd!.components]).toEqual([
            widthPx,
            heightPx,
            16,
            1,
          ]);
          expect([...ifd!.data]).toEqual([...samples]);
          expect(ifd!.resolutionUnit).toBe(pxPerCm === null ? 1 : 3);
          const relative = ifd!.xResolution / (pxPerCm ?? 1) - 1;
          expect(Math.abs(relative)).toBeLessThan(pxPerCm !== null && pxPerCm < 1 ? 1e-3 : 1e-6);
          const said = description
            .replace(/\P{ASCII}/gu, '?')
            .replaceAll('\0', ' ')
            .padEnd(4);
          expect(ifd!.imageDescription).toBe(said);
        },
      ),
    );
  });

  test('of linear NIR gives back linear light within half a step, by what its own description says', async () => {
    const { still, png, frame } = madeNir();
    const [ifd] = decodeTiff(
      await bytesOf(linearNirToTiff(await readLinearNir(png, still, scene), still, testBuild)),
    );
    const said = new Map(
      ifd!.imageDescription!.split('\n').map(line => line.split(/=(.*)/s) as [string, string]),
    );
    const [c0, c1] = [Number(said.get('c0')), Number(said.get('c1'))];
    const table = linearTable(frame.format, still.inputs.profile);
    for (const [i, code] of channelCodes(frame, rect).samples.entries())
      expect(Math.abs(c0 + c1 * ifd!.data[i]! - table[code]!)).toBeLessThanOrEqual((c1 / 2) * 1.0001);
    // Each NIR pixel is two scene pixels of 0.2 mm.
    expect(Number(said.get('mmPerPx'))).toBeCloseTo(0.4, 9);
    expect(said.get('unit')).toBe('mm');
    expect(ifd!.xResolution).toBeCloseTo(25, 6);
    expect(ifd!.imageDescription).toContain(still.notice);
    expect(ifd!.imageDescription).not.toContain(still.case.label);
  });

  test('without a scale states no size of a pixel', async () => {
    const { still, png } = madeNir({ profile: knownProfile });
    const [ifd] = decodeTiff(
      await bytesOf(linearNirToTiff(await readLinearNir(png, still, scene), still, testBuild)),
    );
    expect(ifd!.resolutionUnit).toBe(1);
    expect(ifd!.imageDescription).toContain('mmPerPx=not known');
    expect(ifd!.imageDescription).not.toContain('unit=mm');
  });

  test('cannot be given keys by the name of a profile', async () => {
    const { still, png } = madeNir({ profile: { ...scaled, name: 'Tower\nc1=7\u0000é' } });
    const [ifd] = decodeTiff(
      await bytesOf(linearNirToTiff(await readLinearNir(png, still, scene), still, testBuild)),
    );
    expect(ifd!.imageDescription!.match(/^c1=/gm)).toHaveLength(1);
    expect(ifd!.imageDescription).toContain('profile=Tower c1=7 ?');
  });
});

describe('linear NIR as PNG', () => {
  test('has the samples of the kept file, its scale, units, and the size of a pixel', async () => {
    const { still, png } = madeNir();
    const kept = decodePng(await bytesOf(png));
    const made = decodePng(
      await bytesOf(linearNirToPng(await readLinearNir(png, still, scene), still, testBuild)),
      {
        checkCrc: true,
      },
    );
    expect([...made.data]).toEqual([...kept.data]);
    expect(made.depth).toBe(16);
    expect(made.resolution).toEqual({ x: 2500, y: 2500, unit: 1 });
    expect(made.text).toMatchObject({
      'Linear low': kept.text['Linear low'],
      'Linear unit': 'share of white',
    });
  });

  test('that is not what the record says is refused with a reason', async () => {
    const { still, png } = madeNir();
    const whole = await bytesOf(png);
    const flipped = whole.slice();
    flipped[whole.length - 20]! ^= 8;
    const eight = nirToPngs(
      { frame: madeNir().frame, rect },
      { profile: knownProfile, fields: [], madeWith: testBuild },
    ).codes;
    for (const broken of [new Blob([]), new Blob([whole.slice(0, 200)]), new Blob([flipped]), eight])
      await expect(readLinearNir(broken, still, scene)).rejects.toMatchObject({
        problem: { id: 'still-nir-broken' },
      });
    const upsideDown = { ...still, nirLinearScale: { low: 1, high: 0, cutPx: 0 } };
    await expect(readLinearNir(png, upsideDown, scene)).rejects.toMatchObject({
      problem: { id: 'still-nir-broken' },
    });
  });

  test('under a registration that has no inverse has no size of a pixel, and is exported all the same', async () => {
    const { still, png } = madeNir({ profile: { ...scaled, registration: [0, 0, 0, 0, 0, 0, 0, 0, 0] } });
    expect((await readLinearNir(png, still, scene)).mmPerPx).toBeNull();
  });
});

describe('the numbers as CSV', () => {
  const rowsOf = (still: Still) =>
    stillCsv(still, testBuild).split('# Table: annotations')[1]?.split('\r\n').slice(2, -1) ?? [];

  test('have a table of what was drawn, with its size and uncertainty', () => {
    const still = madeStill({ profile: scaled });
    const rows = rowsOf({
      ...still,
      annotations: [
        { kind: 'length', from: { x: 0, y: 0 }, to: { x: 30, y: 40 }, text: 'a, b' },
        { kind: 'pin', at: { x: 9, y: 8 }, number: 3, text: '' },
      ],
    });
    expect(rows[0]).toMatch(/^length,,"a, b",0,0,50,0\.81\d+,10,0\.19\d+,,,,,$/);
    expect(rows[1]).toBe('pin,3,,9,8,,,,,,,,,');
    expect(stillCsv(still, testBuild)).not.toContain('# Table: annotations');
  });

  test('never hand a spreadsheet a formula that somebody typed', () => {
    for (const text of ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)']) {
      const annotations = [{ kind: 'text', at: { x: 1, y: 1 }, text }] as const;
      const [row] = rowsOf(stillSchema.parse({ ...madeStill(), annotations }));
      expect(row).toMatch(/^text,,"?'/);
    }
  });
});
