/** What the chart's reading means for the user: what is wrong, and what to set. */
import type { ChartReading, Finding } from '#model/calibration.ts';
import { fiducialCentres } from '#model/chart.ts';
import type { FrameFormat } from '#model/frame.ts';
import { mapPoint } from '#model/geometry.ts';
import type { Profile } from '#model/profile.ts';
import { matrixOf } from '#model/transfer.ts';

export type Judged = Omit<ChartReading, 'findings' | 'picture'> & {
  readonly format: FrameFormat;
  readonly profile: Profile;
  /** Mean of the frame moved by this much while it was read, in codes of the depth. */
  readonly changeCodes: number;
  /** Frames of RGB only: whether colours come back as the chart shows them. */
  readonly colours: 'right' | 'wrong' | null;
};

/** Findings in the order in which they should be dealt with: what stops first. */
export function findingsOf(reading: Judged): readonly Finding[] {
  const found = [
    steadiness(reading),
    levels(reading),
    declaredLevels(reading),
    ...ends(reading),
    curve(reading),
    steps(reading),
    matrix(reading),
    subsampling(reading),
    orientation(reading),
  ].filter(finding => finding !== null);
  const rank = { stop: 0, caution: 1, good: 2 };
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

const stop = (id: string, words: string): Finding => ({ severity: 'stop', id, words });
const caution = (id: string, words: string): Finding => ({ severity: 'caution', id, words });
const good = (id: string, words: string): Finding => ({ severity: 'good', id, words });

/** A code of the reading as an 8-bit one, for people. */
const of255 = (codes: number, { bitDepth }: FrameFormat): string =>
  `${Math.round((codes / 2 ** (bitDepth - 8)) * 10) / 10}`;

function steadiness({ changeCodes, format }: Judged): Finding | null {
  if (changeCodes <= 2 * 2 ** (format.bitDepth - 8)) return null;
  return stop(
    'chart-unsteady',
    'The picture changed its brightness while the chart was read. Switch off automatic exposure and gain, keep the chart still on the screen, and read it again.',
  );
}

function levels({ range, blackCodes, whiteCodes, format, clippedLow, clippedHigh }: Judged): Finding | null {
  // Stretched levels end where full range does; what is wrong with them is said of the ends.
  if (clippedLow && clippedHigh) return null;
  const black = of255(blackCodes, format);
  const white = of255(whiteCodes, format);
  switch (range) {
    case 'full':
      return good('range-full', `Levels arrive in full range: black at ${black}, white at ${white} of 255.`);
    case 'limited':
      return good(
        'range-limited',
        `Levels arrive in limited range, as video does: black at ${black}, white at ${white} of 255.`,
      );
    case 'twice':
      return caution(
        'range-twice',
        `Levels are squeezed twice: white arrives at ${white} of 255, where 235 or 255 would be right. Set the tower’s output to full range (RGB or PC levels, 0–255), or set the grabber not to convert levels; then read the chart again. Until then a quarter of the grey steps is lost; the curve that was fitted keeps ratios right.`,
      );
    case 'unclear':
      return caution(
        'range-unclear',
        `White arrives at ${white} and black at ${black} of 255, which is neither full range (0–255) nor limited range (16–235). Set brightness, contrast and gain of tower and grabber to neutral, then read the chart again.`,
      );
  }
}

function declaredLevels({ range, format }: Judged): Finding | null {
  const declared = format.colour.fullRange;
  const isYuv = format.format === 'I420' || format.format === 'NV12';
  if (!isYuv || declared === null || (range !== 'full' && range !== 'limited')) return null;
  if (declared === (range === 'full')) return null;
  return caution(
    'range-declared-wrong',
    `The stream says that its levels are ${declared ? 'full' : 'limited'} range; they are ${range}. The calibration goes by what it measured.`,
  );
}

function ends({ clippedLow, clippedHigh }: Judged): readonly Finding[] {
  if (clippedLow && clippedHigh)
    return [
      caution(
        'range-stretched',
        'Both ends are cut off: the darkest greys are black and the brightest are white. The levels are stretched although they were full range already. Set the tower’s output and the grabber to the same range, both full or both limited; then read the chart again.',
      ),
    ];
  if (clippedLow)
    return [
      caution(
        'clipped-low',
        'The darkest greys are cut off to black: weak fluorescence would be lost. Raise the brightness (black level) of tower or grabber until the 5 % patch stands out from black; then read the chart again.',
      ),
    ];
  if (clippedHigh)
    return [
      caution(
        'clipped-high',
        'The brightest greys are cut off to white: bright fluorescence would be lost. Lower the contrast or gain of tower or grabber until the 95 % patch stands out from white; then read the chart again.',
      ),
    ];
  return [good('ends-open', 'Nothing is cut off: 5 % stands out from black, and 95 % from white.')];
}

const curveNames = {
  unknown: 'unknown',
  linear: 'a straight line',
  srgb: 'the sRGB curve',
  bt709: 'the BT.709 curve',
  table: 'a curve of its own (kept as a table)',
} as const;

function curve({ fits, format }: Judged): Finding {
  const best = fits[0];
  if (!best)
    return stop(
      'curve-none',
      'The grey steps do not get steadily brighter, so no curve can be told. Switch off automatic contrast, picture enhancement and colouring in tower and grabber; then read the chart again.',
    );
  const { transfer } = best;
  const name =
    transfer.kind === 'power'
      ? `a power of ${transfer.gamma.toFixed(2)} ± ${Math.max(0.01, 2 * (best.gammaSd ?? 0)).toFixed(2)}`
      : curveNames[transfer.kind];
  const words = `Brightness is coded by ${name}; the farthest of the grey steps is ${of255(best.largestCodes, format)} of 255 away from it.`;
  return best.largestCodes > 3 * 2 ** (format.bitDepth - 8)
    ? caution(
        'curve-rough',
        `${words} That is much: switch off picture enhancement and noise reduction, and read the chart again.`,
      )
    : good('curve-fitted', words);
}

function steps({ steps: { found, expected } }: Judged): Finding {
  if (found >= 0.85 * expected)
    return good('steps-fine', `${found} of ${expected} grey steps are told apart.`);
  return caution(
    'steps-coarse',
    `Only ${found} of ${expected} grey steps are told apart. Something on the way keeps fewer levels: set tower and grabber to 8 bits or more, to their highest quality, and the chart to fill the screen.`,
  );
}

function matrix({ matrix: seen, colours, format, profile, clippedLow, clippedHigh }: Judged): Finding | null {
  if (seen === 'no-colour')
    return good('no-colour', 'The stream carries no colour. Nothing to set: NIR is read as grey.');
  if (colours === 'wrong')
    return caution(
      'matrix-wrong',
      'Colours come back changed. Set the grabber’s colour space (matrix) to that of the tower, BT.709 for high definition, and switch off colour correction.',
    );
  if (colours === 'right') return good('colours-right', 'Colours come back as the chart shows them.');
  // Bars that are cut off fit no matrix; once nothing is cut off, this may be well.
  if (seen === 'unclear' && (clippedLow || clippedHigh)) return null;
  if (seen === 'unclear')
    return caution(
      'matrix-unclear',
      'Brightness of the colour bars fits neither BT.601 nor BT.709. Switch off colour correction and colouring in tower and grabber; then read the chart again.',
    );
  const name = seen === 'bt601' ? 'BT.601' : 'BT.709';
  const declared = matrixOf(format.colour, format.heightPx, { ...profile, matrix: 'as-delivered' });
  if (declared === seen) return good('matrix-known', `Colours are coded by ${name}.`);
  return format.colour.matrix === null
    ? good('matrix-known', `Colours are coded by ${name}, which the stream does not say; the profile will.`)
    : caution(
        'matrix-declared-wrong',
        `Colours are coded by ${name}, although the stream says otherwise. The calibration goes by what it measured.`,
      );
}

function subsampling({ subsampling: seen }: Judged): Finding | null {
  switch (seen) {
    case 'no-colour':
      return null;
    case 'unclear':
      return caution(
        'subsampling-unclear',
        'How finely colour is kept cannot be told: the picture was scaled or blurred on its way. Set the tower’s output and the grabber to the same resolution.',
      );
    case '4:4:4':
      return good('subsampling', 'Colour is kept for every pixel (4:4:4).');
    default:
      return good(
        'subsampling',
        `Colour is kept for ${seen === '4:2:2' ? 'every second' : 'every fourth'} pixel (${seen}); grey, which is what NIR is read as, for every one.`,
      );
  }
}

function orientation({ chartToFrame }: Judged): Finding | null {
  const [topLeft, topRight, bottomLeft] = (['top-left', 'top-right', 'bottom-left'] as const).map(name =>
    mapPoint(chartToFrame, fiducialCentres[name]),
  );
  const across = { x: topRight!.x - topLeft!.x, y: topRight!.y - topLeft!.y };
  const down = { x: bottomLeft!.x - topLeft!.x, y: bottomLeft!.y - topLeft!.y };
  const isMirrored = across.x * down.y - across.y * down.x < 0;
  const isTurned = across.x < 2 * Math.abs(across.y);
  if (!isMirrored && !isTurned) return null;
  return caution(
    'chart-turned',
    `The chart is ${isMirrored ? 'mirrored' : 'turned'} in the picture. Levels are read all the same; set the ${isMirrored ? 'mirroring' : 'rotation'} of tower and grabber as you will use it before you go on.`,
  );
}
