/** What the chart showed of the path, in words. Pure. */
import type { ChartReading } from '#model/calibration.ts';
import { inCodes } from '../words.ts';

const ranges = {
  full: 'Full',
  limited: 'Limited',
  twice: 'Limited, applied twice',
  unclear: 'Unclear',
} as const satisfies Record<ChartReading['range'], string>;

const matrices = {
  bt601: 'BT.601',
  bt709: 'BT.709',
  unclear: 'Unclear',
  'no-colour': 'No colour',
} as const satisfies Record<ChartReading['matrix'], string>;

const ends = ({ clippedLow, clippedHigh }: ChartReading): string =>
  clippedLow && clippedHigh
    ? 'Both cut off'
    : clippedLow
      ? 'Dark end cut off'
      : clippedHigh
        ? 'Bright end cut off'
        : 'Whole';

/** Name and value, in the order of the table. */
export const chartFacts = (chart: ChartReading): readonly (readonly [string, string])[] => [
  ['Black, white', `${inCodes(chart.blackCodes)}, ${inCodes(chart.whiteCodes)}`],
  ['Range', ranges[chart.range]],
  ['YUV matrix', matrices[chart.matrix]],
  [
    'Colour sampling',
    chart.subsampling === 'unclear'
      ? 'Unclear'
      : chart.subsampling === 'no-colour'
        ? 'No colour'
        : chart.subsampling,
  ],
  ['Steps told apart', `${chart.steps.found} of ${chart.steps.expected}`],
  ['Ends', ends(chart)],
];
