/** Reads the test chart back from frames that went through the whole path. */
import type { ChartReading } from '#model/calibration.ts';
import { fitCurves } from '#model/fit/curve-fit.ts';
import { ProblemError } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { codeRange } from '#model/transfer.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { createAverager } from './average.ts';
import { colourOf, greyOf, placeOf } from './codes.ts';
import { hasColour, readMatrix, readSubsampling } from './colour.ts';
import { findChart } from './find.ts';
import { findingsOf } from './findings.ts';
import { clippedEnds, countSteps, rangeOf, readSteps } from './levels.ts';
import { outlinedPicture } from './outline.ts';

export type ChartReader = {
  /** Takes part of the mean; keeps nothing of the frame. Throws a `ProblemError` when it is not like the first. */
  add(frame: MeasuredFrame): void;
  /**
   * Finds and reads the chart in the mean of all frames, anywhere in the whole frame of the stream that carries NIR. Throws a
   * `ProblemError`: `chart-not-found`, `chart-incomplete`.
   */
  finish(): ChartReading;
};

/**
 * Curves are fitted in the range that the codes show (`CodeRange` of `full` and `limited`). Where they are squeezed twice, in
 * limited range, in which only a table can hold them; where it is unclear, in the one that the profile and the stream say.
 */
export function createChartReader(reading: Reading): ChartReader {
  const averager = createAverager();
  return {
    add(frame) {
      const planes = reading.layout.nir?.stream === 'second' ? frame.second : frame.main;
      if (!planes) throw new ProblemError(noStream);
      averager.add(planes);
    },
    finish() {
      const { changeCodes, ...mean } = averager.finish();
      const { format } = mean;
      const grey = greyOf(mean);
      const place = placeOf(findChart(grey));
      const points = readSteps(grey, place);
      const blackCodes = points[0]!.codes;
      const whiteCodes = points.at(-1)!.codes;
      const range = rangeOf(blackCodes, whiteCodes, format.bitDepth);
      const fitRange = codeRange(format, { ...reading.profile, range: profileRange(range, reading.profile) });
      const fits = fitCurves(points, fitRange);
      const levels = { points, fit: fits[0], range: fitRange };
      const ends = clippedEnds(grey, place, levels);
      const colour = colourOf(mean);
      const coloured = colour && { grey, colour, place };
      const isColoured = coloured !== null && hasColour(coloured, format.bitDepth);
      const seen = isColoured ? readMatrix(coloured) : null;
      const read = {
        chartToFrame: place.toFrame,
        blackCodes,
        whiteCodes,
        range,
        matrix: seen?.matrix ?? ('no-colour' as const),
        subsampling: isColoured ? readSubsampling(coloured) : ('no-colour' as const),
        steps: countSteps(grey, place, levels),
        clippedLow: ends.low,
        clippedHigh: ends.high,
        fits,
      };
      const colours = seen && coloured?.colour.kind === 'rgb' ? seen.colours : null;
      const findings = findingsOf({ ...read, format, profile: reading.profile, changeCodes, colours });
      return { ...read, findings, picture: outlinedPicture(mean, place, reading.profile) };
    },
  };
}

function profileRange(range: ChartReading['range'], profile: Profile): Profile['range'] {
  if (range === 'unclear') return profile.range;
  return range === 'full' ? 'full' : 'limited';
}

const noStream = {
  id: 'chart-no-stream',
  severity: 'stop',
  text: 'The second camera, which carries NIR, sends no picture.',
  tip: 'Check that both cameras are on, then read the chart again.',
} as const;
