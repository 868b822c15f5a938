/** Numbers made by others' software, or by arithmetic that anybody can redo, against ours. */
import { existsSync, readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { figuresOf } from '#model/figures.ts';
import type { RegionStatistics } from '#model/measurement.ts';
import type { Region } from '#model/region.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import { createMeasureCache } from '#workers/quantify/measure-frame.ts';
import { createKernelHistogram } from '#workers/quantify/region-histogram.ts';
import { statisticsOf } from '#workers/quantify/statistics.ts';
import {
  box,
  circle,
  formatOf,
  frameOf,
  inputsOf,
  measured,
  nirOnly,
  numberOf,
  profileOf,
  region,
} from './frames.ts';

const folder = new URL('../../../../shared/data/', import.meta.url);
const hasData = existsSync(folder);
const near = (actual: number, published: number) =>
  expect(Math.abs(actual / published - 1), `${actual} against ${published}`).toBeLessThanOrEqual(1e-4);

type Well = { well: string; cx: number; cy: number; analysed_radius: number };
type Published = { well: string; mean: number; sd: number; cnr: number };
type Reference = {
  concentration_phantom: { rois: Well[]; wells: Published[]; TBR_well_over_control: Record<string, number> };
  fluorescence: {
    values: Record<'n_px' | 'Fm_mean' | 'Fm_sd' | 'bg_Fm_mean' | 'bg_Fm_sd' | 'TBR_Fm' | 'CNR_Fm', number>;
  };
};

const readReference = (): Reference => JSON.parse(readFileSync(new URL('reference.json', folder), 'utf8'));

function readGrey(name: string) {
  const { width, height, data } = decode(readFileSync(new URL(name, folder)));
  return { widthPx: width, heightPx: height, codes: data };
}

function read16Bit(name: string) {
  const { widthPx, heightPx, codes } = readGrey(name);
  return frameOf(formatOf('Y16', { widthPx, heightPx }), (x, y) => codes[y * widthPx + x]!);
}

describe.skipIf(!hasData)('real pictures (skipped where ../shared/data is not beside the checkout)', () => {
  test('every well of the concentration phantom has the published mean, SD, TBR and CNR', () => {
    const { rois, wells, TBR_well_over_control } = readReference().concentration_phantom;
    const regions = rois.map((roi, i): Region => {
      const id = roi.well === 'Control' ? 'B1' : `T${i + 1}`;
      return region(id, circle(roi.cx, roi.cy, roi.analysed_radius));
    });
    const { regions: statistics, pairs } = measured(
      read16Bit('concentration-phantom-16bit.png'),
      inputsOf(regions),
    );
    expect(wells).toHaveLength(9);
    wells.forEach((well, i) => {
      expect(rois[i]!.well).toBe(well.well);
      const numbers = statistics[i]!;
      near(numbers.meanCodes!, well.mean);
      near(numbers.mean! * 65_535, well.mean);
      near(numbers.sd! * 65_535, well.sd);
      const pair = pairs.find(p => p.tumourId === numbers.id);
      if (well.well === 'Control') return;
      near(numberOf(pair!.tbr), TBR_well_over_control[well.well]!);
      near(numberOf(pair!.cnr), well.cnr);
    });
    expect(pairs).toHaveLength(8);
  });

  test('the masked fluorescence image has the published means, SDs, TBR and CNR', () => {
    const published = readReference().fluorescence.values;
    const mask = readGrey('fluorescence-mask.png');
    const runsWhere = (wanted: boolean) => {
      const runs: number[] = [];
      for (let y = 0; y < mask.heightPx; y++)
        for (let x = 0; x < mask.widthPx; x++)
          if (mask.codes[y * mask.widthPx + x]! > 0 === wanted) runs.push(y, x, x + 1);
      return Int32Array.from(runs);
    };
    const cache = createMeasureCache(createKernelHistogram(kernel));
    const statistics = (file: string, id: string): RegionStatistics => {
      const sensor = cache.openSensor({ main: read16Bit(file), second: null }, nirOnly, profileOf({}))!;
      const spans = runsWhere(id === 'T1');
      const { role, tissue } = region(id, circle(0, 0, 1));
      return {
        id,
        role,
        tissue,
        outsideShare: 0,
        ...statisticsOf(cache.histogram(sensor.codes, spans), sensor),
      };
    };
    const tumour = statistics('fluorescence-16bit.png', 'T1');
    const background = statistics('fluorescence-16bit.png', 'B1');
    expect(tumour.n).toBe(published.n_px);
    near(tumour.mean! * 65_535, published.Fm_mean);
    near(tumour.sd! * 65_535, published.Fm_sd);
    near(background.mean! * 65_535, published.bg_Fm_mean);
    near(background.sd! * 65_535, published.bg_Fm_sd);
    const rules = { clippedLimitShare: 0.01, noiseFloorLinear: 1 / 65_535, referenceId: null };
    const pair = figuresOf([tumour, background], rules).pairs[0]!;
    near(numberOf(pair.tbr), published.TBR_Fm);
    near(numberOf(pair.cnr), published.CNR_Fm);
  });
});

describe('size of the error of an uncalibrated number', () => {
  const size = { widthPx: 64, heightPx: 32 };
  const regions = [region('T1', box(4, 4, 16, 16)), region('B1', box(40, 4, 16, 16))];
  const tbrOf = (code: (linear: number) => number, trueTbr: number, profile = profileOf({})) => {
    const backgroundLinear = 0.1;
    const frame = frameOf(formatOf('Y16', size), x =>
      Math.round(code(x < 32 ? backgroundLinear * trueTbr : backgroundLinear)),
    );
    const { pairs, calibration } = measured(frame, inputsOf(regions, { profile }));
    return { tbr: numberOf(pairs[0]!.tbr), calibration };
  };

  // True TBR; read through a display gamma of 2.2; read with an offset of 100 % and of 10 % of the background.
  const table = [
    [1.5, 1.202, 1.25, 1.455],
    [2, 1.37, 1.5, 1.909],
    [3, 1.648, 2, 2.818],
    [5, 2.078, 3, 4.636],
  ] as const;

  test.each(table)(
    'a true TBR of %d reads as %d through a gamma, and right once it is undone',
    (truth, wrong) => {
      const gamma = (linear: number) => 65_535 * linear ** (1 / 2.2);
      const uncalibrated = tbrOf(gamma, truth);
      expect(uncalibrated.tbr.toFixed(3)).toBe(wrong.toFixed(3));
      expect(uncalibrated.calibration).toBe('relative, uncalibrated');
      const profile = profileOf({ transfer: { kind: 'power', gamma: 2.2 }, darkCodes: 0 });
      const calibrated = tbrOf(gamma, truth, profile);
      near(calibrated.tbr, truth);
      expect(calibrated.calibration).toBe('calibrated');
    },
  );

  test.each(table)(
    'a true TBR of %d reads wrong by an offset, and right once dark is subtracted',
    (truth, ...row) => {
      const [, wholeOffset, tenthOffset] = row;
      for (const [share, wrong] of [
        [1, wholeOffset],
        [0.1, tenthOffset],
      ] as const) {
        const darkCodes = 1000 * share;
        // A background of 0.1 is 1,000 codes here, so that the offset is whole codes.
        const offset = (linear: number) => 10_000 * linear + darkCodes;
        expect(tbrOf(offset, truth).tbr.toFixed(3)).toBe(wrong.toFixed(3));
        const profile = profileOf({ transfer: { kind: 'linear' }, darkCodes });
        expect(tbrOf(offset, truth, profile).tbr).toBeCloseTo(truth, 10);
      }
    },
  );
});
