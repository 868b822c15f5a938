/** What the chart showed of the path, in words. */
import type { ChartReading } from '#model/calibration.ts';
import { words } from '#words/words.ts';
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

/** Name, in English, and value in the language of the screen, in the order of the table. */
export const chartFacts = (chart: ChartReading): readonly (readonly [string, string])[] => [
  ['Black, white', `${inCodes(chart.blackCodes)}, ${inCodes(chart.whiteCodes)}`],
  ['Range', words(ranges[chart.range])],
  ['YUV matrix', words(matrices[chart.matrix])],
  [
    'Colour sampling',
    chart.subsampling === 'unclear'
      ? words('Unclear')
      : chart.subsampling === 'no-colour'
        ? words('No colour')
        : chart.subsampling,
  ],
  ['Steps told apart', `${chart.steps.found} ${words('of')} ${chart.steps.expected}`],
  ['Ends', words(ends(chart))],
];
