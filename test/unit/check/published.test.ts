/** The published concentration target: other people's numbers for it, at their centres and at ours. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readConcentration } from '#model/check/concentration.ts';
import { isChecked, type PlacedWell } from '#model/check.ts';
import { unknownProfile } from '#model/profile.ts';
import { createCheckPictureReader } from '#workers/calibrate/check/picture.ts';
import { readWells } from '#workers/calibrate/check/wells.ts';
import { haveRealImages, readRealImage, readReference } from '../../support/real-images.ts';
import { framePlanes } from '../../support/synthetic-planes.ts';
import { formatOf, readAll, readingOf } from '../calibrate/field-frames.ts';
import { concentrationTarget } from './targets.ts';

const referenceSchema = z.object({
  concentration_phantom: z.object({
    rois: z.array(z.object({ cx: z.number(), cy: z.number(), well_radius: z.number() })),
    wells: z.array(z.object({ mean: z.number(), sd: z.number(), cnr: z.number() })),
  }),
});

/** The file as a source gives it, under no calibration. */
function read(name: string) {
  const { widthPx, heightPx, samples } = readRealImage(name);
  const format = formatOf({ widthPx, heightPx }, { format: 'Y16', fullRange: true });
  const main = framePlanes(format, ({ x, y }) => samples[y * widthPx + x]!);
  return readAll(createCheckPictureReader(readingOf(unknownProfile)), [{ main, second: null }]);
}

describe.skipIf(!haveRealImages)('the published concentration target', () => {
  const { concentration_phantom: published } = haveRealImages
    ? referenceSchema.parse(readReference())
    : { concentration_phantom: { rois: [], wells: [] } };
  const { held, picture } = haveRealImages
    ? read('concentration-phantom-16bit.png')
    : { held: null, picture: null };
  const theirs = published.rois.map(
    ({ cx, cy, well_radius }, index): PlacedWell => ({
      index,
      centre: { x: cx, y: cy },
      radiusPx: well_radius,
      from: 'hand',
    }),
  );
  const wellsAt = (placed: readonly PlacedWell[] | null) => {
    const read = readWells(held!, { target: concentrationTarget, placed });
    if ('withheld' in read) throw new Error(read.detail);
    return read.wells;
  };
  const seriesAt = (placed: readonly PlacedWell[] | null) => {
    const series = readConcentration(concentrationTarget, wellsAt(placed));
    if (!isChecked(series) || !isChecked(series.fit) || !isChecked(series.limit)) throw new Error('withheld');
    return { ...series, fit: series.fit, limit: series.limit };
  };

  test('every well’s mean and SD are the published ones to 1e-4', () => {
    const wells = wellsAt(theirs);
    expect(wells).toHaveLength(9);
    published.wells.forEach(({ mean, sd }, i) => {
      expect(Math.abs(wells[i]!.mean! / mean - 1)).toBeLessThan(1e-4);
      expect(Math.abs(wells[i]!.sd! / sd - 1)).toBeLessThan(1e-4);
    });
    const series = seriesAt(theirs);
    for (const [i, { cnr }] of series.points.entries())
      expect(cnr! / published.wells[i]!.cnr).toBeCloseTo(1, 3);
  });

  test('the exponent is 0.992 and the detection limit 3 nM, at their centres', () => {
    const { fit, limit } = seriesAt(theirs);
    expect(Math.abs(fit.exponent.value - 0.992)).toBeLessThan(0.002);
    expect(fit.n).toBe(7);
    expect(fit.rSquared).toBeGreaterThan(0.99);
    expect(limit.value).toBe(3);
  });

  test('wells are found within a pixel of where they published them, dark ones too, and say the same', () => {
    const wells = wellsAt(null);
    expect(wells.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const off = wells.map(({ centre }, i) =>
      Math.hypot(centre.x - published.rois[i]!.cx, centre.y - published.rois[i]!.cy),
    );
    expect(Math.max(...off)).toBeLessThan(1);
    expect(wells.at(-1)!.from).toBe('grid');
    const { fit, limit } = seriesAt(null);
    expect(Math.abs(fit.exponent.value - 0.992)).toBeLessThan(0.002);
    expect(limit.value).toBe(3);
  });

  test('the picture says how it was made', () => {
    expect(picture!.conditions).toEqual({
      frames: 1,
      unit: 'codes',
      isDarkSubtracted: false,
      isFlatFielded: false,
    });
  });
});
