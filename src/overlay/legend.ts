/** What the legend of a picture says. Where it stands: `place-legend.ts`; its paint: `paint-legend.ts`. */
import { isGiven } from '#model/analysis.ts';
import type { ColourMap, Display } from '#model/display.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import type { PaneContent } from '#model/panes.ts';
import type { Calibration } from '#model/profile.ts';
import { displayShare } from '#model/shade.ts';
import { words } from '#words/words.ts';
import { inShort } from './figures-in-words.ts';
import { labelOf } from './marks.ts';
import type { OverlayScene } from './scene.ts';

/** A mark on the colour bar: its place as a share of the bar, and its words. */
type BarTick = { readonly share: number; readonly text: string };

/** One iso-line's threshold; `rank` 0 is the lowest of `count`, and decides the pattern. */
export type LegendLine = { readonly rank: number; readonly count: number; readonly text: string };

export type Legend = {
  readonly title: string;
  /** The picture's colours; null where it has none but the lines'. */
  readonly bar: {
    readonly map: ColourMap;
    /** The shares between which the overlay is transparent. */
    readonly transparent: { readonly from: number; readonly to: number } | null;
    readonly low: string;
    readonly high: string;
    readonly ticks: readonly BarTick[];
  } | null;
  /** What the numbers are; empty where there are none. */
  readonly units: string;
  /** How far they can be trusted. */
  readonly calibration: Calibration;
  readonly isCaution: boolean;
  readonly lines: readonly LegendLine[];
  /** Why there are no lines, where there are none. */
  readonly noLines: string | null;
  /** What the outline in contour mode stands for; null where margin lines, or none, are drawn. */
  readonly outline: string | null;
  readonly showsSaturation: boolean;
  /** What the thin line about the signal stands for; null where none is drawn. */
  readonly signal: string | null;
  /** Stretches of the edge that are nearer to the signal than a limit, the nearest first. */
  readonly bands: readonly { readonly band: number; readonly text: string }[];
};

const titles = {
  overlay: 'NIR fluorescence',
  'intensity-map': 'NIR fluorescence',
  monochrome: 'NIR fluorescence',
  contour: 'NIR contours',
} as const satisfies Record<Exclude<PaneContent, 'white-light'>, string>;

/** A linear scale needs no words: the ends say it. */
function scaleInWords(curve: Display['curve']): string {
  if (curve.kind === 'gamma')
    return words('linear light, share of white, gamma {gamma}', { gamma: inShort(curve.gamma) });
  return curve.kind === 'log'
    ? words('linear light, share of white, log scale')
    : words('linear light, share of white');
}

/** The legend of the pane that shows `content`; null for white light, which shows no fluorescence. */
export function legendOf(content: PaneContent, scene: OverlayScene): Legend | null {
  if (content === 'white-light' || !mayShowNumbers(scene.pictureState)) return null;
  const { display, calibration } = scene;
  const noLines = whyNoLines(scene);
  const hasBar = content !== 'contour';
  return {
    title: words(titles[content]),
    bar: hasBar ? barOf(content, scene) : null,
    units: hasBar ? scaleInWords(display.curve) : noLines === null ? backgroundInWords(scene) : '',
    calibration,
    isCaution: calibration !== 'calibrated',
    lines:
      noLines === null
        ? display.thresholds.map((threshold, rank, { length: count }) => ({
            rank,
            count,
            text: `TBR ${inShort(threshold)}`,
          }))
        : [],
    noLines:
      noLines === 'no threshold set' && hasBar
        ? null
        : noLines && words('No margin lines: {reason}', { reason: words(noLines) }),
    outline:
      content === 'contour' && noLines !== null
        ? words('signal above {percent} % of the window; not a margin', {
            percent: Math.round(100 * display.thresholdShare),
          })
        : null,
    showsSaturation: display.saturationMark,
    ...analysisKeys(scene),
  };
}

/** Names of what analysis paints, while it paints it. */
function analysisKeys({ analysis: paint }: OverlayScene): Pick<Legend, 'signal' | 'bands'> {
  if (!paint || paint.freshness <= 0) return { signal: null, bands: [] };
  const { analysis, shapes } = paint;
  const { margin } = analysis;
  const under = isGiven(margin) && shapes.edge?.mmPerPx ? margin.under : [];
  return {
    signal: shapes.signal.length > 0 ? words('signal') : null,
    bands: under.map(({ limitMm }, band) => ({
      band,
      text: words('edge < {limit} mm to signal', { limit: inShort(limitMm) }),
    })),
  };
}

/** Why the shader draws no iso-lines now; null when it does. */
export function whyNoLines(scene: OverlayScene): string | null {
  const { display, calibration, measurement } = scene;
  if (display.thresholds.length === 0) return 'no threshold set';
  if (calibration !== 'calibrated' && !display.acceptsRelative) return `numbers are ${calibration}`;
  return measurement?.backgroundLinear == null ? 'no background measured' : null;
}

/** The lines are multiples of the first background that can be trusted, which need not be the first. */
function backgroundInWords(scene: OverlayScene): string {
  const { regions, backgroundLinear } = scene.measurement ?? { regions: [], backgroundLinear: null };
  const background = regions.find(({ role, mean }) => role === 'background' && mean === backgroundLinear);
  return words('multiples of {background}', {
    background: background ? labelOf(background) : words('background'),
  });
}

function barOf(content: PaneContent, scene: OverlayScene): NonNullable<Legend['bar']> {
  const { display } = scene;
  const background = scene.measurement?.backgroundLinear ?? null;
  const isGrey = content === 'monochrome';
  const scale = { ...display, signed: display.signed && !isGrey };
  const hasMiddle = scale.signed && background !== null;
  const lines = whyNoLines(scene) === null && background !== null ? display.thresholds : [];
  const ticks = lines
    .map(threshold => ({ threshold, linear: threshold * (background ?? 0) }))
    .filter(({ linear }) => linear >= display.windowLow && linear <= display.windowHigh)
    .map(({ threshold, linear }) => ({
      share: displayShare(linear, scale, background),
      text: inShort(threshold),
    }));
  return {
    map: isGrey ? 'grey' : display.colourMap,
    transparent: isGrey
      ? null
      : hasMiddle
        ? { from: 0.5 - display.thresholdShare / 2, to: 0.5 + display.thresholdShare / 2 }
        : { from: 0, to: display.thresholdShare },
    low: inShort(display.windowLow),
    high: inShort(display.windowHigh),
    ticks: hasMiddle ? [{ share: 0.5, text: 'B' }, ...ticks] : ticks,
  };
}
